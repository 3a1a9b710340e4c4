import { describe, expect, it } from 'vitest';
import { BY_BUTTON, LogBench } from '../../support/log-bench.ts';
import { facePicture, preparedFace } from '../../support/face-picture.ts';

describe('what a message shows', () => {
  it('never goes back to an earlier revision', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('running');
    await bench.log.note.shown(job.id, 2);
    await bench.log.note.shown(job.id, 1);
    expect((await bench.find(job)).shownRevision).toBe(2);
  });

  it('is no change that listeners are told of, nor a revision', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('running');
    let told = 0;
    bench.log.events.on('changed', () => (told += 1));
    await bench.log.note.shown(job.id, job.revision);
    await bench.log.note.message(job, '500000000000000001');
    expect(told).toBe(0);
    expect(await bench.find(job)).toMatchObject({
      revision: job.revision,
      messageId: '500000000000000001',
    });
  });
});

it('a message that is replaced by a direct one is not named again', async () => {
  const bench = new LogBench();
  const job = await bench.jobIn('running', { private: 'server' });
  const shown = bench.log.note.shownLazily(job, job.revision, '500000000000000001');
  await bench.log.note.movedToDm(job.id, '300000000000000002');
  await shown;
  await bench.log.note.message(job, '500000000000000001');
  const moved = await bench.find(job);
  expect(moved).toMatchObject({ messageId: undefined, shownRevision: job.revision });
  await bench.log.note.message(moved, '500000000000000002');
  expect((await bench.find(job)).messageId).toBe('500000000000000002');
});

describe('a RunPod id that comes late', () => {
  it('is kept whatever the state, so that the job can be cancelled there', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('submitting');
    await bench.move(job, 'cancelled');
    await bench.log.note.lateSubmission(job, 'ep', 'runpod-1');
    expect(await bench.find(job)).toMatchObject({
      state: 'cancelled',
      runpodEndpointId: 'ep',
      runpodId: 'runpod-1',
      remoteOpen: true,
    });
  });

  it('is closed once RunPod is done with it, and stays known', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('cancelled');
    await bench.log.note.lateSubmission(job, 'ep', 'runpod-1');
    await bench.log.note.remoteClosed(job.id);
    expect(await bench.find(job)).toMatchObject({ runpodId: 'runpod-1', remoteOpen: false });
  });
});

describe('consent', () => {
  const answer = { interactionId: '7', interactionToken: 'click', tokenExpiresAt: 9_000 };
  const pictures = [facePicture({ url: 'https://cdn.test/me.jpg', size: 4_096 })];

  it('with the command is recorded: who, when, how, and to which words', async () => {
    const bench = new LogBench();
    const request = bench.request({ pictures });
    await bench.log.create(request, { ...BY_BUTTON, givenBy: 'option' });
    expect(await bench.db.selectFrom('consents').selectAll().execute()).toEqual([
      {
        id: 1,
        jobId: request.id,
        userId: request.userId,
        guildId: request.guildId,
        givenAt: bench.clock.now(),
        givenBy: 'option',
        wordingVersion: 1,
        wording: 'I am this person, or have their permission',
        pictureSha256: null,
        withdrawnAt: null,
      },
    ]);
  });

  it('by the button is recorded with the time of the click', async () => {
    const bench = new LogBench();
    const job = await bench.create({ state: 'awaiting_consent', pictures });
    await bench.clock.advance(60_000);
    await bench.log.confirm(job.id, BY_BUTTON, answer);
    const consents = await bench.db.selectFrom('consents').selectAll().execute();
    expect(consents).toMatchObject([
      { jobId: job.id, userId: job.userId, givenBy: 'button', givenAt: job.createdAt + 60_000 },
    ]);
  });

  it("by the button makes the job's message the public answer to the click", async () => {
    const bench = new LogBench();
    const job = await bench.create({ state: 'awaiting_consent', pictures });
    await bench.log.note.message(job, '500000000000000001');
    await bench.log.note.shown(job.id, 1);
    await bench.clock.advance(60_000);
    expect(await bench.log.confirm(job.id, BY_BUTTON, answer)).toEqual({
      ...job,
      answeredInteractionId: answer.interactionId,
      interactionToken: answer.interactionToken,
      tokenExpiresAt: answer.tokenExpiresAt,
      acceptedAt: bench.clock.now(),
      state: 'accepted',
      previousState: 'awaiting_consent',
      ephemeral: false,
      messageId: undefined,
      revision: 2,
      shownRevision: 0,
    });
  });

  it.each([52_428_800, undefined])(
    'by the button brings the largest file that is taken in answer to it: %s',
    async (attachmentSizeLimit) => {
      const bench = new LogBench();
      const asked = { pictures, attachmentSizeLimit: 26_214_400 };
      const job = await bench.create({ state: 'awaiting_consent', ...asked });
      expect(job.attachmentSizeLimit).toBe(26_214_400);
      const given = { ...answer, attachmentSizeLimit };
      const confirmed = await bench.log.confirm(job.id, BY_BUTTON, given);
      expect(confirmed?.attachmentSizeLimit).toBe(attachmentSizeLimit);
    },
  );

  it('by the button leaves no way back for the message of the question', async () => {
    const bench = new LogBench();
    const question = await bench.create({ state: 'awaiting_consent', pictures });
    const job = await bench.log.confirm(question.id, BY_BUTTON, answer);
    await bench.log.note.message(question, '500000000000000001');
    expect(await bench.find(question)).toEqual(job);
    if (job) await bench.log.note.message(job, '500000000000000002');
    expect((await bench.find(question)).messageId).toBe('500000000000000002');
  });

  it('is given by none but the member whom the question is for', async () => {
    const bench = new LogBench();
    const poster = '400000000000000007';
    const asks = { userId: poster, messageId: '9' };
    const toPoster = await bench.create({ state: 'awaiting_consent', pictures, asks });
    const toSender = await bench.create({ state: 'awaiting_consent', pictures });
    expect(await bench.log.confirm(toPoster.id, BY_BUTTON, answer)).toBeUndefined();
    expect(await bench.log.agree(toPoster.id, BY_BUTTON, toPoster.userId)).toBeUndefined();
    expect(await bench.log.agree(toSender.id, BY_BUTTON, poster)).toBeUndefined();
    expect(await bench.db.selectFrom('consents').selectAll().execute()).toEqual([]);
    expect(await bench.log.agree(toPoster.id, BY_BUTTON, poster)).toMatchObject({
      state: 'accepted',
    });
    expect(await bench.log.confirm(toSender.id, BY_BUTTON, answer)).toMatchObject({
      state: 'accepted',
    });
  });

  it('of two clicks is recorded once', async () => {
    const bench = new LogBench();
    const { id } = await bench.create({ state: 'awaiting_consent', pictures });
    const clicks = await Promise.all(
      ['one', 'two'].map((interactionToken) =>
        bench.log.confirm(id, BY_BUTTON, { ...answer, interactionToken }),
      ),
    );
    const [winner, ...others] = clicks.filter((job) => job !== undefined);
    expect(others).toEqual([]);
    expect(await bench.find({ id })).toEqual(winner);
    expect(await bench.db.selectFrom('consents').selectAll().execute()).toHaveLength(1);
  });

  it.each(['cancelled', 'expired'] as const)(
    'to a question that is %s comes too late, and is not recorded',
    async (state) => {
      const bench = new LogBench();
      const job = await bench.create({ state: 'awaiting_consent', pictures });
      await bench.move(job, state);
      expect(await bench.log.confirm(job.id, BY_BUTTON, answer)).toBeUndefined();
      expect(await bench.db.selectFrom('consents').selectAll().execute()).toEqual([]);
    },
  );

  it('names the picture by its hash once that is known, and no other', async () => {
    const bench = new LogBench();
    const ids: string[] = [];
    for (const count of [1, 2]) {
      const request = bench.request({ pictures, userId: `40000000000000000${count}` });
      await bench.log.create(request, { ...BY_BUTTON, givenBy: 'option' });
      ids.push((await bench.move(await bench.find(request), 'preparing')).id);
    }
    const sha256 = 'ab'.repeat(32);
    await bench.log.keepPictures(ids[0] ?? '', [preparedFace(Buffer.from('a face'), { sha256 })]);
    const hashes = bench.db.selectFrom('consents').select('pictureSha256').orderBy('id');
    const consents = await hashes.execute();
    expect(consents.map(({ pictureSha256 }) => pictureSha256)).toEqual([sha256, null]);
  });
});
