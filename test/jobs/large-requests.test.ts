import { describe, expect, it, vi } from 'vitest';
import { recipesOf } from '../../src/recipes/recipe.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { requestOf } from '../../src/recipes/stored-request.ts';
import { Semaphore } from '../../src/engines/semaphore.ts';
import { UPLOAD_SLOTS } from '../../src/jobs/send.ts';
import type { Job } from '../../src/jobs/job.ts';
import { RunPodError } from '../../src/runpod/errors.ts';
import { PostgresFault, unwritable } from '../../src/store/unwritable.ts';
import { collage } from '../support/collage.ts';
import { facePicture, keptPicture, preparedFace } from '../support/face-picture.ts';
import { clearNothing, peopleParts } from '../support/people-parts.ts';
import { RunnerBench, type Surroundings } from '../support/runner-bench.ts';

const run = /\/run$/;
const isOver = ({ state, runpodId }: Job) => runpodId !== undefined || state === 'failed';
const taken = { attempt: 1, runpodId: expect.any(String) as string };

/** A bench whose pictures are as large as their attachments say. */
async function open(context: Surroundings = {}) {
  const bench = await RunnerBench.open({
    context: {
      recipes: recipesOf([...builtInRecipes.values(), collage, twice]),
      preparePicture: ({ attachment: { size } }) =>
        Promise.resolve({ ...preparedFace(Buffer.alloc(size, 7)), width: 1, height: 1 }),
      ...context,
    },
  });
  bench.runpod.hold();
  return bench;
}

const picture = (size: number) => facePicture({ url: 'https://cdn.example/photo.png', size });

/** What becomes of a request that was not sent whole. */
const unsent = () =>
  new RunPodError(
    { method: 'POST', url: new URL('https://api.example/run') },
    { kind: 'transport', cause: new Error('broken off'), isUnsent: true },
  );

/** A recipe that puts its picture into the graph twice, as a workflow may. */
const twice = {
  ...collage,
  name: 'twice',
  graph: (...parts: Parameters<typeof collage.graph>) => {
    const [, { pictures }] = parts;
    const node = { class_type: 'LoadImage', inputs: { image: pictures.portrait ?? '' } };
    return { '1': node, '2': node };
  },
};

describe('large requests', () => {
  it('are sent two at a time, and small ones wait for none of them', async () => {
    const bench = await open();
    const { uploadSlots } = bench.context;
    const own = bench.runpod.endpointId;
    const shares = [
      await uploadSlots.take({ key: own, weight: 7_000_000 }),
      await uploadSlots.take({ key: own, weight: 7_000_000 }),
    ];
    const large = await bench.ask({ pictures: [picture(2_000_000)] });
    await bench.until(large, () => uploadSlots.waiting === 1);
    const small = await bench.ask({ pictures: [picture(500_000)] });
    expect(await bench.until(small, isOver)).toMatchObject(taken);
    expect((await bench.until(large, () => true)).state).toBe('submitting');
    for (const share of shares) share.release();
    expect(await bench.until(large, isOver)).toMatchObject(taken);
    expect([uploadSlots.weightTaken, uploadSlots.waiting]).toEqual([0, 0]);
  });

  it('give their room back where RunPod does not take them', async () => {
    const bench = await open();
    bench.runpod.http.fault({ path: run, times: Infinity, answer: { status: 400 } });
    const job = await bench.ask({ pictures: [picture(2_000_000)] });
    expect((await bench.until(job, isOver)).state).toBe('failed');
    expect(bench.context.uploadSlots.weightTaken).toBe(0);
  });

  it('are sent twice at most, though their row could not be written before', async () => {
    const bench = await open();
    const { note } = bench.context.log;
    const noteAttempt = note.attempt.bind(note);
    vi.spyOn(note, 'attempt')
      .mockImplementationOnce(noteAttempt)
      .mockRejectedValueOnce(unwritable(new PostgresFault('passing', '57P01', 'away')));
    bench.runpod.http.fault({ path: run, times: Infinity, when: 'after', answer: 'reset' });
    const job = await bench.ask({ pictures: [picture(2_000_000)] });
    const { state, attempt } = await bench.until(job, isOver);
    expect([state, attempt, bench.requests(run)]).toEqual(['failed', 2, 2]);
  });

  it('are not sent where another process has sent their job while they waited', async () => {
    const bench = await open();
    const { uploadSlots } = bench.context;
    const slot = await uploadSlots.take({ key: bench.runpod.endpointId, weight: 14_000_000 });
    const job = await bench.ask({ pictures: [picture(2_000_000)] });
    const waiting = await bench.until(job, () => uploadSlots.waiting === 1);
    await bench.log.moveSubmitting(waiting, 'submitting', 'elsewhere', { attempt: 2 });
    slot.release();
    expect(await bench.until(job, isOver)).toMatchObject({ errorCode: 'submission_lost' });
    expect([bench.requests(run), uploadSlots.weightTaken]).toEqual([0, 0]);
  });

  it('are no longer sent where their job was cancelled while they waited', async () => {
    const bench = await open();
    const { uploadSlots } = bench.context;
    const slot = await uploadSlots.take({ key: bench.runpod.endpointId, weight: 14_000_000 });
    const job = await bench.ask({ pictures: [picture(2_000_000)] });
    await bench.until(job, () => uploadSlots.waiting === 1);
    await bench.log.cancel(job.id, 'a click', '3');
    slot.release();
    expect((await bench.end(job)).state).toBe('cancelled');
    expect([bench.requests(run), uploadSlots.weightTaken]).toEqual([0, 0]);
  });

  it('that wait for room leave no doubt behind, however often the bot stops', async () => {
    const turns = Array.from({ length: 3 }, () => ({
      halt: new AbortController(),
      uploadSlots: new Semaphore(UPLOAD_SLOTS),
    }));
    const [first] = turns;
    const bench = await open(first && { uploadSlots: first.uploadSlots, halt: first.halt.signal });
    const own = bench.runpod.endpointId;
    await first?.uploadSlots.take({ key: own, weight: 14_000_000 });
    const job = await bench.ask({ pictures: [picture(2_000_000)] });
    for (const [index, next] of turns.entries()) {
      if (index === 0) continue;
      const before = turns[index - 1];
      await bench.until(job, () => before?.uploadSlots.waiting === 1);
      before?.halt.abort();
      await bench.stop();
      if (index < 2) await next.uploadSlots.take({ key: own, weight: 14_000_000 });
      await bench.start(undefined, { uploadSlots: next.uploadSlots, halt: next.halt.signal });
    }
    expect(await bench.until(job, isOver)).toMatchObject(taken);
    expect(bench.requests(run)).toBe(1);
  });

  it('leave their turn to others where there is no room for long', async () => {
    const bench = await open();
    const slot = await bench.context.uploadSlots.take({
      key: bench.runpod.endpointId,
      weight: 14_000_000,
    });
    const job = await bench.ask({ pictures: [picture(2_000_000)] });
    await bench.until(job, ({ state }) => state === 'submitting');
    const back = await bench.until(job, ({ state }) => state === 'ready');
    expect([back.attempt, back.retryAt]).toEqual([0, expect.any(Number)]);
    slot.release();
    expect(await bench.until(job, isOver)).toMatchObject(taken);
  });

  it('of one endpoint that takes none hold up none of another', async () => {
    const bench = await open();
    const { uploadSlots } = bench.context;
    for (let n = 0; n < 2; n += 1) await uploadSlots.take({ key: 'another', weight: 7_000_000 });
    const stop = new AbortController();
    const waiting = Promise.allSettled(
      Array.from({ length: 5 }, () =>
        uploadSlots.take({ key: 'another', weight: 7_000_000, signal: stop.signal }),
      ),
    );
    const job = await bench.ask({ pictures: [picture(7_000_000 - 1)] });
    expect(await bench.until(job, isOver)).toMatchObject(taken);
    stop.abort();
    await waiting;
    expect([uploadSlots.weightTaken, uploadSlots.waiting]).toEqual([14_000_000, 0]);
  });

  it.each([
    ['cancelled', (bench: RunnerBench, { id }: Job) => bench.log.cancel(id, 'a click', '3')],
    [
      'erased with its person',
      ({ log, store, clock }: RunnerBench, { userId }: Job) =>
        peopleParts({ log, store, clock }).erasure.erase(userId, clearNothing),
    ],
  ])('are broken off where their job is %s while they are sent', async (_, end) => {
    const bench = await open();
    const { runpod, uploadSlots } = bench.context;
    let unwanted: AbortSignal | undefined;
    // A line so slow that nothing of it arrives.
    runpod.submit = (_endpoint, job) =>
      new Promise((_resolve, reject) => {
        unwanted = job.unwanted;
        job.unwanted?.addEventListener('abort', () => {
          reject(unsent());
        });
      });
    const job = await bench.ask({ pictures: [picture(2_000_000)] });
    await bench.until(job, () => unwanted !== undefined);
    await end(bench, job);
    const ended = await bench.end(job);
    expect(ended).toMatchObject({ state: 'cancelled', remoteOpen: false });
    expect([unwanted?.aborted, uploadSlots.weightTaken]).toEqual([true, 0]);
    expect(bench.logged.join('')).not.toContain('submission failed');
  });

  it('that come to more than RunPod takes end their job, and are not sent', async () => {
    const bench = await open();
    const portrait = { ...picture(4_000_000), option: 'portrait' };
    const request = { ...requestOf(collage, { prompt: 'two friends' }), recipe: 'twice' };
    const ended = await bench.end(await bench.ask({ request, pictures: [portrait] }));
    expect(ended).toMatchObject({ state: 'failed', errorCode: 'pictures_too_large', attempt: 0 });
    expect(bench.requests(run)).toBe(0);
    expect(await keptPicture(bench.log, ended.id)).toBeUndefined();
  });
});
