import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Job, type JobState, TERMINAL_STATES } from '../../../src/jobs/job.ts';
import { BY_BUTTON, LogBench } from '../../support/log-bench.ts';
import { facePicture, keptPicture, preparedFace } from '../../support/face-picture.ts';

const attachment = { url: 'https://cdn.test/attachments/1/2/me.jpg?hm=c0ffee', size: 4_096 };
const pictures = [facePicture(attachment)];

const PIECE_BYTES = 128;

/** A photo whose bytes cannot be anything else's: some kilobytes, as no row would hold inline. */
function photo(): Buffer {
  return randomBytes(8_192);
}

/** Whether any piece of a photo is there. It lies on the pages of a database, which cut it anywhere. */
function holds(disk: Buffer, bytes: Buffer): boolean {
  const starts = Array.from({ length: bytes.length / PIECE_BYTES }, (_, n) => n * PIECE_BYTES);
  return starts.some((start) => disk.includes(bytes.subarray(start, start + PIECE_BYTES)));
}

/** A job whose photo is prepared. */
async function jobWithFace(bench: LogBench): Promise<{ job: Job; bytes: Buffer }> {
  const face = photo();
  const { id } = await bench.jobIn('preparing', { pictures });
  await bench.log.keepPictures(id, [preparedFace(face)]);
  return { job: await bench.find({ id }), bytes: face };
}

describe("a photo's bytes", () => {
  it('are kept once they are prepared, and its address leaves the row', async () => {
    const bench = new LogBench();
    const { job, bytes } = await jobWithFace(bench);
    expect(job).toMatchObject({ state: 'ready', attachments: [] });
    expect(job.wanted.person).toBe(true);
    expect(await keptPicture(bench.log, job.id)).toEqual(bytes);
  });

  it('are not kept for a job that was cancelled meanwhile', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('preparing', { pictures });
    await bench.move(job, 'cancelled');
    const face = photo();
    expect(await bench.log.keepPictures(job.id, [preparedFace(face)])).toBeUndefined();
    expect(await keptPicture(bench.log, job.id)).toBeUndefined();
    expect(holds(await bench.bytesOnDisk(), face)).toBe(false);
  });

  it('stay while RunPod may not have taken the job', async () => {
    const bench = new LogBench();
    const { job, bytes } = await jobWithFace(bench);
    await bench.move(job, 'submitting');
    await bench.move(job, 'ready');
    expect(await keptPicture(bench.log, job.id)).toEqual(bytes);
  });

  it('are gone from the disk once RunPod has accepted the job', async () => {
    const bench = new LogBench();
    const { job, bytes } = await jobWithFace(bench);
    expect(holds(await bench.bytesOnDisk(), bytes)).toBe(true);
    await bench.move(job, 'submitting');
    await bench.move(job, 'queued', { runpodId: 'r' });
    expect(await keptPicture(bench.log, job.id)).toBeUndefined();
    expect(holds(await bench.bytesOnDisk(), bytes)).toBe(false);
  });

  it.each<[JobState, readonly JobState[]]>([
    ['failed', ['failed']],
    ['cancelled', ['cancelled']],
    ['expired', ['submitting', 'queued', 'expired']],
  ])('are gone from the disk once the job is %s', async (_, way) => {
    const bench = new LogBench();
    const { job, bytes } = await jobWithFace(bench);
    for (const state of way) await bench.move(job, state);
    expect(await keptPicture(bench.log, job.id)).toBeUndefined();
    expect(holds(await bench.bytesOnDisk(), bytes)).toBe(false);
  });

  it('go with their address from a row that is set aside, and the token once that is shown', async () => {
    const bench = new LogBench();
    const { job } = await jobWithFace(bench);
    const preparing = await bench.jobIn('preparing', { pictures });
    for (const { id } of [job, preparing]) await bench.log.setAside(id);
    for (const { id, revision } of [await bench.find(job), await bench.find(preparing)]) {
      await bench.log.note.shown(id, revision);
    }
    const columns = ['attachment', 'interactionToken'] as const;
    const nothing = { attachment: null, interactionToken: null };
    expect(await bench.db.selectFrom('jobs').select(columns).execute()).toEqual([nothing, nothing]);
    expect(await keptPicture(bench.log, job.id)).toBeUndefined();
  });

  it('never come with a job, nor with what listeners are told', async () => {
    const bench = new LogBench();
    const told: Job[] = [];
    bench.log.events.on('changed', (job) => told.push(job));
    const { job } = await jobWithFace(bench);
    for (const each of [...told, job, ...(await bench.unfinished())]) {
      expect(each).not.toHaveProperty('face');
    }
  });
});

describe("a photo's address", () => {
  it('is kept while a job waits for consent and after that', async () => {
    const bench = new LogBench();
    const { id } = await bench.create({ state: 'awaiting_consent', pictures });
    const answer = { interactionId: '7', interactionToken: 'click', tokenExpiresAt: 1 };
    expect((await bench.log.confirm(id, BY_BUTTON, answer))?.attachments).toEqual([
      { option: 'face', ...attachment },
    ]);
  });

  it.each<JobState>(['cancelled', 'expired'])(
    'is gone from the disk once the question is %s',
    async (end) => {
      const bench = new LogBench();
      const job = await bench.create({ state: 'awaiting_consent', pictures });
      expect((await bench.move(job, end)).attachments).toEqual([]);
      expect((await bench.bytesOnDisk()).includes(attachment.url)).toBe(false);
    },
  );

  it('is gone from the disk once the photo is prepared', async () => {
    const bench = new LogBench();
    await jobWithFace(bench);
    expect((await bench.bytesOnDisk()).includes(attachment.url)).toBe(false);
  });
});

describe("an interaction's token", () => {
  const interactionToken = 'a-token-that-stands-nowhere-else';

  it.each(TERMINAL_STATES)('is blanked once the job is %s and that is shown', async (state) => {
    const bench = new LogBench();
    const job = await bench.jobIn(state, { interactionToken });
    expect(job.interactionToken).toBe(interactionToken);
    await bench.log.note.shown(job.id, job.revision);
    expect(await bench.find(job)).toMatchObject({
      interactionToken: undefined,
      shownRevision: job.revision,
    });
    await bench.reopen();
    expect((await bench.bytesOnDisk()).includes(interactionToken)).toBe(false);
  });

  it('is kept while the job is under way, whatever is shown', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('running', { interactionToken });
    await bench.log.note.shown(job.id, job.revision);
    expect((await bench.find(job)).interactionToken).toBe(interactionToken);
  });

  it('is kept where an earlier look of a finished job is shown', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('completed', { interactionToken });
    await bench.log.note.shown(job.id, job.revision - 1);
    expect(await bench.find(job)).toMatchObject({
      interactionToken,
      shownRevision: job.revision - 1,
    });
  });

  it('is blanked where Discord no longer takes it', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('running', { interactionToken });
    await bench.log.note.tokenDead(job);
    expect((await bench.find(job)).interactionToken).toBeUndefined();
  });

  it('is blanked where nobody can be told any more', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('running', { interactionToken });
    await bench.log.note.undeliverable(job.id);
    expect(await bench.find(job)).toMatchObject({
      state: 'running',
      interactionToken: undefined,
      undeliverableAt: bench.clock.now(),
    });
  });
});
