import { describe, expect, it } from 'vitest';
import { recipesOf } from '../../src/comfy/recipe.ts';
import { builtInRecipes } from '../../src/comfy/recipes/index.ts';
import { requestOf } from '../../src/comfy/wanted.ts';
import type { Job } from '../../src/record/job/job.ts';
import { RunPodError } from '../../src/runpod/errors.ts';
import { collage } from '../support/collage.ts';
import { facePicture, keptPicture, preparedFace } from '../support/face-picture.ts';
import { peopleParts } from '../support/people-parts.ts';
import { RunnerBench } from '../support/runner-bench.ts';

const run = /\/run$/;
const isOver = ({ state }: Job) => state === 'queued' || state === 'failed';

/** A bench whose pictures are as large as their attachments say. */
async function open() {
  const bench = await RunnerBench.open({
    context: {
      recipes: recipesOf([...builtInRecipes.values(), collage, twice]),
      preparePicture: ({ attachment: { size } }) =>
        Promise.resolve({ ...preparedFace(Buffer.alloc(size, 7)), width: 1, height: 1 }),
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
    const { sendRoom } = bench.context;
    const shares = [await sendRoom.take(7_000_000), await sendRoom.take(7_000_000)];
    const large = await bench.ask({ pictures: [picture(2_000_000)] });
    await bench.until(large, () => sendRoom.waiting === 1);
    const small = await bench.ask({ pictures: [picture(500_000)] });
    expect((await bench.until(small, isOver)).state).toBe('queued');
    expect((await bench.until(large, () => true)).state).toBe('submitting');
    for (const share of shares) share.release();
    expect((await bench.until(large, isOver)).state).toBe('queued');
    expect([sendRoom.bytesTaken, sendRoom.waiting]).toEqual([0, 0]);
  });

  it('give their room back where RunPod does not take them', async () => {
    const bench = await open();
    bench.runpod.http.fault({ path: run, times: Infinity, answer: { status: 400 } });
    const job = await bench.ask({ pictures: [picture(2_000_000)] });
    expect((await bench.until(job, isOver)).state).toBe('failed');
    expect(bench.context.sendRoom.bytesTaken).toBe(0);
  });

  it('are no longer sent where their job was cancelled while they waited', async () => {
    const bench = await open();
    const { sendRoom } = bench.context;
    const share = await sendRoom.take(14_000_000);
    const job = await bench.ask({ pictures: [picture(2_000_000)] });
    await bench.until(job, () => sendRoom.waiting === 1);
    await bench.log.cancel(job.id, 'a click', '3');
    share.release();
    expect((await bench.end(job)).state).toBe('cancelled');
    expect([bench.requests(run), sendRoom.bytesTaken]).toEqual([0, 0]);
  });

  it.each([
    ['cancelled', (bench: RunnerBench, { id }: Job) => bench.log.cancel(id, 'a click', '3')],
    [
      'erased with its person',
      ({ log, store, clock }: RunnerBench, { userId }: Job) =>
        peopleParts({ log, store, clock }).erasure.erase(userId),
    ],
  ])('are broken off where their job is %s while they are sent', async (_, end) => {
    const bench = await open();
    const { runpod, sendRoom } = bench.context;
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
    expect([unwanted?.aborted, sendRoom.bytesTaken]).toEqual([true, 0]);
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
