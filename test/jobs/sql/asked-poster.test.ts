import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { forgetQuestions } from '../../../src/jobs/sql/poster-questions.ts';
import { PersonSettings } from '../../../src/privacy/sql/member-settings.ts';
import { inCommit } from '../../../src/privacy/sql/retention.ts';
import { facePicture } from '../../support/face-picture.ts';
import { LogBench } from '../../support/log-bench.ts';
import { clearNothing, peopleParts } from '../../support/people-parts.ts';

const ADA = '400000000000000001';
const BEN = '400000000000000002';
const CLEO = '400000000000000003';
const MINUTE = 60_000;
const pictures = [facePicture({ url: 'https://cdn.test/me.jpg', size: 5 })];

/** Somebody asks Ben about a picture of that message. */
function ask(bench: LogBench, messageId: string, userId = ADA) {
  const asks = { userId: BEN, messageId };
  return bench.create({ state: 'awaiting_consent', userId, pictures, asks });
}

const questionsIn = ({ db }: LogBench) =>
  db.selectFrom('posterQuestions').selectAll().orderBy('askedAt').execute();

describe('a question to the poster of a picture', () => {
  it('that is refused leaves no row of its job', async () => {
    const bench = new LogBench();
    await ask(bench, '9');
    await expect(ask(bench, '9', CLEO)).rejects.toMatchObject({ code: 'asked_lately' });
    await expect(ask(bench, '8')).rejects.toMatchObject({ code: 'asked_lately' });
    expect(await bench.db.selectFrom('jobs').select('id').execute()).toHaveLength(1);
  });

  it('says when it may be asked: the later of both times', async () => {
    const bench = new LogBench();
    const at = (minutes: number) => ({ at: (bench.clock.now() + minutes * MINUTE) / 1000 });
    await ask(bench, '9');
    await expect(ask(bench, '8')).rejects.toMatchObject({ facts: at(10) });
    await expect(ask(bench, '9')).rejects.toMatchObject({ facts: at(60) });
  });

  it('is recorded once when its interaction is delivered twice', async () => {
    const bench = new LogBench();
    const asks = { userId: BEN, messageId: '9' };
    const request = bench.request({ state: 'awaiting_consent', pictures, asks });
    expect(await bench.log.create(request)).toBeDefined();
    expect(await bench.log.create({ ...request, id: 'another' })).toBeUndefined();
  });

  it('is asked by one of many requesters at once', async () => {
    const bench = new LogBench();
    const asked = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) => ask(bench, '9', `40000000000000001${n}`)),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('does not wait after the clock went backwards', async () => {
    const bench = new LogBench();
    await bench.db
      .insertInto('posterQuestions')
      .values({
        jobId: 'later',
        messageId: '9',
        askerId: ADA,
        posterId: BEN,
        askedAt: bench.clock.now() + MINUTE,
      })
      .execute();
    expect((await ask(bench, '9')).state).toBe('awaiting_consent');
  });

  it('is not asked of a member who turned questions off, until they reset that', async () => {
    const bench = new LogBench();
    const settings = new PersonSettings(bench.store);
    await settings.change(BEN, { askable: false });
    await expect(ask(bench, '9')).rejects.toMatchObject({ code: 'not_askable' });
    await settings.reset(BEN);
    expect((await ask(bench, '9')).state).toBe('awaiting_consent');
  });

  it('still counts, under a pseudonym, after either member erased their data', async () => {
    const bench = new LogBench();
    const { erasure } = peopleParts(bench);
    const { id } = await ask(bench, '9');
    await bench.log.cancel(id, 'declined', BEN);
    await erasure.erase(ADA, clearNothing);
    await erasure.erase(BEN, clearNothing);
    await expect(ask(bench, '8')).rejects.toMatchObject({ code: 'asked_lately' });
    await expect(ask(bench, '9')).rejects.toMatchObject({ code: 'asked_before' });
    expect(await questionsIn(bench)).toMatchObject([{ declined: 1 }]);
    await bench.close();
    const file = readFileSync(bench.path);
    for (const id of [ADA, BEN]) expect(file.includes(id)).toBe(false);
  });

  it('is forgotten after an hour, unless the answer was no', async () => {
    const bench = new LogBench();
    const { id } = await ask(bench, '9');
    await bench.log.cancel(id, 'declined', BEN);
    await bench.clock.advance(10 * MINUTE);
    await ask(bench, '8');
    await bench.clock.advance(50 * MINUTE);
    await ask(bench, '7');
    const before = bench.clock.now() - 49 * MINUTE;
    while (await inCommit(bench.store, forgetQuestions, before));
    expect(await questionsIn(bench)).toMatchObject([{ messageId: '9' }, { messageId: '7' }]);
  });

  it('counts as no only when the poster ends it', async () => {
    const bench = new LogBench();
    const { id } = await ask(bench, '9');
    await bench.log.cancel(id, 'cancelled by a click', CLEO);
    await bench.clock.advance(60 * MINUTE);
    expect((await ask(bench, '9')).state).toBe('awaiting_consent');
  });
});
