import { describe, expect, it } from 'vitest';
import { forgetPauses, PAUSE_MS, Pauses } from '../../../src/jobs/sql/pauses.ts';
import { inCommit } from '../../../src/privacy/sql/retention.ts';
import { LogBench, pseudonym } from '../../support/log-bench.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { clearNothing, peopleParts } from '../../support/people-parts.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ADA = '400000000000000001';
const BEN = '400000000000000002';

function opened({ after = 3 } = {}) {
  const bench = new LogBench();
  const { store, clock } = bench;
  const pauses = new Pauses({ store, clock, pseudonym, after });
  /** Whether each of these tries is answered by a pause. */
  const tries = async (...texts: readonly string[]) => {
    const answers: string[] = [];
    for (const text of texts) {
      answers.push(await pauses.noteTry(ADA, text).then(() => 'refused', codeOf));
    }
    return answers;
  };
  /** What retention does. */
  const forget = (keepMs: number, at = clock) => inCommit(store, forgetPauses, at.now(), keepMs);
  return { bench, store, clock, pauses, tries, forget };
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

describe('tries', () => {
  it('bring a pause of a day once there are three different ones', async () => {
    const { clock, pauses, tries } = opened();
    expect(await tries('a', 'b', 'c', 'd')).toEqual(['refused', 'refused', 'paused', 'paused']);
    expect(await pauses.of(ADA)).toMatchObject({ endsAt: clock.now() + DAY, appealed: false });
    expect(await pauses.of(BEN)).toBeUndefined();
    await clock.advance(DAY - 1);
    expect(await tries('a')).toEqual(['paused']);
    await clock.advance(1);
    expect(await pauses.of(ADA)).toBeUndefined();
    expect(await tries('a', 'b', 'c')).toEqual(['refused', 'refused', 'paused']);
  });

  it('count once where they have the same letters and digits', async () => {
    const { tries } = opened();
    const same = ['A tree, (red:1.2)', 'a  tree red 1.2', 'Ａ TREE… red12', 'a tree red 1.2 '];
    expect(await tries(...same, ...same)).toEqual(Array(8).fill('refused'));
    expect(await tries('a pine', 'a fir')).toEqual(['refused', 'paused']);
  });

  it('count for a day, each from when it was last made', async () => {
    const { clock, tries } = opened();
    expect(await tries('a')).toEqual(['refused']);
    await clock.advance(DAY - 1);
    expect(await tries('b')).toEqual(['refused']);
    await clock.advance(1);
    expect(await tries('c', 'a')).toEqual(['refused', 'paused']);
  });

  it.each([
    [0, ['refused', 'refused', 'refused', 'refused']],
    [1, ['paused', 'paused', 'paused', 'paused']],
    [2, ['refused', 'paused', 'paused', 'paused']],
  ])("bring a pause after the operator's number of them: %i", async (after, answers) => {
    const { bench, tries } = opened({ after });
    expect(await tries('a', 'b', 'c', 'd')).toEqual(answers);
    const rows = await bench.db.selectFrom('safetyTries').selectAll().execute();
    expect(rows).toEqual([]);
  });

  it('of several at once bring one pause, at the third of them', async () => {
    const { bench, pauses } = opened();
    const texts = ['a', 'b', 'c', 'd', 'e'];
    const answers = await Promise.all(
      texts.map((text) => pauses.noteTry(ADA, text).then(() => 'refused', codeOf)),
    );
    // Which of them is the third is not known.
    expect(answers.toSorted()).toEqual(['paused', 'paused', 'paused', 'refused', 'refused']);
    const rows = await bench.db.selectFrom('safetyPauses').select('count').execute();
    expect(rows).toEqual([{ count: 3 }]);
  });

  it('and pauses are kept without a name, a word or a reason', async () => {
    const { bench, tries } = opened();
    await tries('quillwort fern', 'zyxomma');
    const { safetyTries } = await rowsIn(bench);
    expect(Object.keys(safetyTries[0] ?? {}).toSorted()).toEqual(['person', 'triedAt', 'words']);
    await tries('parhelion');
    const { safetyPauses } = await rowsIn(bench);
    const columns = ['appealed', 'count', 'endsAt', 'person'];
    expect(Object.keys(safetyPauses[0] ?? {}).toSorted()).toEqual(columns);
    expect((await rowsIn(bench)).safetyTries).toEqual([]);
    const bytes = await bench.bytesOnDisk();
    for (const text of [ADA, 'quillwort', 'zyxomma', 'parhelion']) {
      expect(bytes.includes(text)).toBe(false);
    }
  });

  it('of two members who write the same have nothing in common', async () => {
    const { bench, pauses } = opened();
    for (const id of [ADA, BEN]) await pauses.noteTry(id, 'the same');
    const { safetyTries } = await rowsIn(bench);
    expect(new Set(safetyTries.map(({ words }) => words)).size).toBe(2);
  });
});

describe('a pause', () => {
  it('lets no job be written, not even one that was checked before it began', async () => {
    const { bench, pauses, tries } = opened();
    await tries('a', 'b');
    const { store } = bench;
    const write = store.write.bind(store);
    store.write = async (...parts) => {
      store.write = write;
      await pauses.noteTry(ADA, 'c').catch(codeOf);
      return write(...parts);
    };
    const created = await bench.create({ userId: ADA }).then(() => 'made', codeOf);
    expect(created).toBe('paused');
    await expect(bench.log.requireRoomFor({ userId: ADA, guildId: '1' })).rejects.toMatchObject({
      code: 'paused',
      facts: { at: Math.ceil((bench.clock.now() + PAUSE_MS) / 1000) },
    });
    expect(await bench.create({ userId: BEN })).toMatchObject({ userId: BEN });
  });

  it('lets none go on that waits for consent', async () => {
    const { bench, tries } = opened();
    const job = await bench.create({ state: 'awaiting_consent' });
    await tries('a', 'b', 'c');
    const consent = { givenBy: 'button', wordingVersion: 1, wording: 'yes' } as const;
    const answer = { interactionId: '1', interactionToken: 't', tokenExpiresAt: 1 };
    const confirmed = bench.log.confirm(job.id, consent, answer);
    await expect(confirmed).rejects.toMatchObject({ code: 'paused' });
    expect((await bench.find(job)).state).toBe('awaiting_consent');
  });

  it('outlives a restart, and a clock that is set back', async () => {
    const { bench, tries } = opened();
    const { clock } = bench;
    await tries('a', 'b', 'c');
    await bench.reopen();
    const { store } = bench;
    const earlier = new ManualClock(clock.now() - 400 * DAY);
    const again = new Pauses({ store, clock: earlier, pseudonym, after: 3 });
    await expect(again.noteTry(ADA, 'd')).rejects.toMatchObject({
      code: 'paused',
      facts: { at: Math.ceil((earlier.now() + DAY) / 1000) },
    });
    // From the first time that old rows are removed, it lasts no longer than a day by that clock.
    await inCommit(store, forgetPauses, earlier.now(), 0);
    await earlier.advance(DAY - 1);
    expect(await again.of(ADA)).toBeDefined();
    await earlier.advance(1);
    expect(await again.of(ADA)).toBeUndefined();
  });

  it('ends by a clock that is set back after tries that were counted before', async () => {
    const { bench, tries } = opened();
    await tries('a', 'b');
    const { store, clock } = bench;
    const earlier = new ManualClock(clock.now() - HOUR);
    const again = new Pauses({ store, clock: earlier, pseudonym, after: 3 });
    await expect(again.noteTry(ADA, 'c')).rejects.toMatchObject({ code: 'paused' });
    expect(await again.of(ADA)).toMatchObject({ endsAt: earlier.now() + DAY });
  });

  it('can be appealed once', async () => {
    const { pauses, tries } = opened();
    await tries('a', 'b', 'c');
    await pauses.noteAppeal(ADA);
    expect(await pauses.of(ADA)).toMatchObject({ appealed: true });
  });
});

describe('old tries and pauses', () => {
  it.each([0, 30])('are removed %i days after they count no more', async (days) => {
    const { bench, clock, tries, forget } = opened();
    await tries('a', 'b', 'c');
    await clock.advance(DAY);
    await tries('d');
    await clock.advance(days * DAY);
    const kept = await rowsIn(bench);
    await forget(days * DAY + 1);
    expect(await rowsIn(bench)).toEqual(kept);
    await forget(days * DAY);
    expect(await rowsIn(bench)).toMatchObject({ safetyTries: [{}], safetyPauses: [] });
    await clock.advance(DAY);
    await forget(days * DAY);
    expect(await rowsIn(bench)).toEqual({ safetyTries: [], safetyPauses: [] });
  });

  it('from a clock that ran ahead are brought back to now', async () => {
    const { bench, clock, tries, forget } = opened();
    await tries('a');
    const earlier = new ManualClock(clock.now() - 400 * DAY);
    await forget(0, earlier);
    expect((await rowsIn(bench)).safetyTries).toMatchObject([{ triedAt: earlier.now() }]);
  });
});

describe('an erasure', () => {
  it('takes tries, and leaves of a running pause its key and its end', async () => {
    const { bench, clock, pauses, tries } = opened();
    await pauses.noteTry(BEN, 'x');
    await tries('a', 'b', 'c');
    const [pause] = (await rowsIn(bench)).safetyPauses;
    await peopleParts(bench).erasure.erase(ADA, clearNothing);
    await peopleParts(bench).erasure.erase(BEN, clearNothing);
    expect(await rowsIn(bench)).toEqual({
      safetyTries: [],
      safetyPauses: [
        { person: pause?.person, endsAt: clock.now() + DAY, count: null, appealed: 0 },
      ],
    });
    await expect(pauses.noteTry(ADA, 'd')).rejects.toMatchObject({ code: 'paused' });
    await clock.advance(DAY);
    await peopleParts(bench).erasure.erase(ADA, clearNothing);
    expect((await rowsIn(bench)).safetyPauses).toEqual([]);
  });
});

async function rowsIn({ db }: LogBench) {
  return {
    safetyTries: await db.selectFrom('safetyTries').selectAll().execute(),
    safetyPauses: await db.selectFrom('safetyPauses').selectAll().execute(),
  };
}
