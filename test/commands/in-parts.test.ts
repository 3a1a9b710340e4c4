import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { completedMessage } from '../support/job-message.ts';
import type { StudioOptions } from '../support/studio.ts';
import { portrait } from './portrait.ts';
import { imagine, jobOf, openStudio, settled, textOf } from './scene.ts';
import { readBeside } from '../support/write-beside.ts';

/** A bot whose endpoint runs a worker that cannot make its answer fit. */
const open = ({ runpod, env, ...options }: StudioOptions = {}) =>
  openStudio({
    runpod: { ...runpod, worker: 'worker-comfyui' },
    env: { WORKER: 'worker-comfyui', ...env },
    ...options,
  });

const node = z.object({ class_type: z.string(), inputs: z.record(z.string(), z.unknown()) });
const graph = z.record(z.string(), node);
/** The contract's worker gets the graph alone. */
const sent = z.union([z.object({ workflow: graph }).transform(({ workflow }) => workflow), graph]);

const outputOf = (pictures: number) => ({
  output: { images: Array.from({ length: pictures }, () => ({ data: base64(PNG) })) },
});
const OUTPUT = outputOf(1);
const FAILED = { error: 'the moon is full' };

/** What each job at RunPod was told: how many pictures, from which seed. */
function parts({ runpod }: Awaited<ReturnType<typeof open>>) {
  return runpod.jobs.map(({ input }) => {
    const nodes = Object.values(sent.parse(input));
    const of = (name: string) => nodes.find(({ class_type }) => class_type === name)?.inputs;
    return [of('EmptyLatentImage')?.batch_size, of('KSampler')?.seed];
  });
}

/** Such a bot whose first part is done, and whose second is held at RunPod. */
async function afterFirstPart(options: OptionValues) {
  const studio = await open();
  const { runpod } = studio;
  runpod.script(OUTPUT);
  runpod.hold();
  const asked = await imagine(studio, options);
  const first = await runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
  await runpod.complete(first.id);
  await expect.poll(() => runpod.submissions()).toBe(2);
  return { studio, asked };
}

describe('four pictures of a worker whose answer cannot hold them', () => {
  it('are made one by one, with a seed each, and come in one message', async () => {
    const studio = await open();
    const asked = await imagine(studio, { count: 4, seed: 7 });
    const message = await completedMessage(studio, asked);
    const files = message.files.map(({ filename }) => studio.discord.file(message, filename));
    expect(new Set(files.map((bytes) => bytes.toString('base64'))).size).toBe(4);
    expect(textOf(message)).not.toContain('the rest failed');
    expect(parts(studio)).toEqual([
      [1, 7],
      [1, 8],
      [1, 9],
      [1, 10],
    ]);
    const job = await jobOf(studio, asked);
    expect([job.pictures.length, job.count, job.wanted.params.count]).toEqual([4, 4, 4]);
  });

  it('took as long as all of them did', async () => {
    const studio = await open();
    for (const executionMs of [100, 200]) studio.runpod.script({ ...OUTPUT, executionMs });
    const asked = await imagine(studio, { count: 2 });
    await completedMessage(studio, asked);
    // More than either part: a timer may fire a millisecond early.
    expect((await jobOf(studio, asked)).executionMs).toBeGreaterThan(250);
  });

  it('stay those that were made where a later one fails', async () => {
    const studio = await open();
    for (const outcome of [OUTPUT, OUTPUT, FAILED]) studio.runpod.script(outcome);
    const message = await completedMessage(studio, await imagine(studio, { count: 4 }));
    expect(message.files).toHaveLength(2);
    expect(textOf(message)).toContain('2 of 4 pictures: the rest failed.');
    expect(studio.runpod.submissions()).toBe(3);
  });

  it('fail where the first does', async () => {
    const studio = await open();
    studio.runpod.script(FAILED);
    const asked = await imagine(studio, { count: 4 });
    expect((await settled(studio, asked)).state).toBe('failed');
    expect(studio.runpod.submissions()).toBe(1);
  });

  it('stay those that were made where RunPod takes no more', async () => {
    const studio = await open();
    studio.runpod.hold();
    studio.runpod.script(OUTPUT);
    const asked = await imagine(studio, { count: 3 });
    await studio.runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    studio.runpod.http.fault({
      path: /\/run$/,
      answer: {
        status: 400,
        body: '{"error":"no"}',
        headers: { 'content-type': 'application/json' },
      },
    });
    studio.runpod.release();
    const message = await completedMessage(studio, asked);
    expect(message.files).toHaveLength(1);
    expect(textOf(message)).toContain('1 of 3 pictures: the rest failed.');
  });

  it('can be cancelled between two of them, and none is shown', async () => {
    const { studio, asked } = await afterFirstPart({ count: 4 });
    const { message } = await asked.answered;
    if (!message) throw new Error('no message');
    await studio.discord.click({ by: studio.discord.world.people.ada, message, label: 'Cancel' });
    expect((await settled(studio, asked)).state).toBe('cancelled');
    const shown = studio.discord.messages(studio.discord.world.channels.general);
    expect(shown.flatMap(({ files }) => files)).toEqual([]);
  });

  it('go on after a restart with those that are missing', async () => {
    const { studio, asked } = await afterFirstPart({ count: 3, seed: 1 });
    await studio.stopBot();
    studio.runpod.release();
    await studio.startBot();
    const message = await completedMessage(studio, asked);
    expect(message.files).toHaveLength(3);
    expect(parts(studio)).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
  });
});

describe('a later part', () => {
  it('is one picture of another worker too, after a restart', async () => {
    const { studio, asked } = await afterFirstPart({ count: 3, seed: 1 });
    await studio.stopBot();
    for (let part = 2; part <= 3; part += 1) studio.runpod.script(OUTPUT);
    studio.runpod.release();
    await studio.startBot({ WORKER: 'contract' });
    const message = await completedMessage(studio, asked);
    expect(message.files).toHaveLength(3);
    expect(parts(studio)).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
  });

  it('gives no more pictures than are missing, whatever its worker returns', async () => {
    const studio = await open();
    for (const pictures of [1, 10]) studio.runpod.script(outputOf(pictures));
    const message = await completedMessage(studio, await imagine(studio, { count: 4 }));
    expect(message.files).toHaveLength(4);
  });

  it.each([{ output: {} }, { output: { images: [{ data: base64(PNG.subarray(0, 40)) }] } }])(
    'without a readable picture leaves those before it: %o',
    async (outcome) => {
      const studio = await open();
      for (const one of [OUTPUT, outcome]) studio.runpod.script(one);
      const message = await completedMessage(studio, await imagine(studio, { count: 3 }));
      expect(message.files).toHaveLength(1);
    },
  );

  it.each(['TIMED_OUT', 'CANCELLED'])(
    'that is %s at RunPod leaves the pictures and the run time before it',
    async (status) => {
      const studio = await open();
      studio.runpod.script({ ...OUTPUT, executionMs: 300 });
      studio.runpod.script({ status });
      const asked = await imagine(studio, { count: 4 });
      const message = await completedMessage(studio, asked);
      expect(message.files).toHaveLength(1);
      expect(textOf(message)).toContain('1 of 4 pictures: the rest failed.');
      expect((await jobOf(studio, asked)).executionMs).toBeGreaterThanOrEqual(200);
    },
  );

  it('that is cancelled here adds to the run time before it, and hides the pictures', async () => {
    const studio = await open();
    studio.runpod.script({ ...OUTPUT, executionMs: 1_000 });
    studio.runpod.script({ stuck: true });
    const asked = await imagine(studio, { count: 4 });
    const { message } = await asked.answered;
    if (!message) throw new Error('no message');
    await studio.runpod.waitFor((job) => studio.runpod.jobs.indexOf(job) === 1);
    await expect.poll(async () => (await jobOf(studio, asked)).state).toBe('running');
    await studio.discord.click({ by: studio.discord.world.people.ada, message, label: 'Cancel' });
    expect(await settled(studio, asked)).toMatchObject({ state: 'cancelled', pictures: [] });
    await expect.poll(async () => (await jobOf(studio, asked)).remoteOpen).toBe(false);
    expect((await jobOf(studio, asked)).executionMs).toBeGreaterThanOrEqual(900);
  });
});

describe('four pictures of a face', () => {
  const me = async () => ({
    face: { name: 'me.png', bytes: await portrait() },
    face_consent: true,
  });
  /** How many jobs still have their photo. */
  async function keptPhotos({ databasePath }: Awaited<ReturnType<typeof open>>): Promise<number> {
    const query = 'SELECT job_id FROM prepared_pictures WHERE job_id IS NOT NULL';
    return (await readBeside(databasePath, query)).length;
  }

  it('are made one by one too, and the photo is kept until RunPod has the last', async () => {
    const studio = await open();
    studio.runpod.hold();
    const asked = await imagine(studio, { ...(await me()), count: 2, seed: 7 });
    await studio.runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    await expect.poll(async () => (await jobOf(studio, asked)).state).toBe('running');
    expect(await keptPhotos(studio)).toBe(1);
    studio.runpod.script(OUTPUT);
    studio.runpod.release();
    const message = await completedMessage(studio, asked);
    expect(message.files).toHaveLength(2);
    const photos = studio.runpod.jobs.map(
      ({ input }) => /"image":"([^"]{100})/.exec(JSON.stringify(input))?.[1],
    );
    expect(photos).toHaveLength(2);
    expect(new Set(photos).size).toBe(1);
    expect(await keptPhotos(studio)).toBe(0);
  });

  it('leave no photo where a part fails', async () => {
    const studio = await open();
    for (const outcome of [OUTPUT, FAILED]) studio.runpod.script(outcome);
    const message = await completedMessage(
      studio,
      await imagine(studio, { ...(await me()), count: 3 }),
    );
    expect(message.files).toHaveLength(1);
    expect(await keptPhotos(studio)).toBe(0);
  });
});

it('one picture is the job that it always was', async () => {
  const studio = await open();
  await completedMessage(studio, await imagine(studio, { seed: 7 }));
  expect(parts(studio)).toEqual([[1, 7]]);
});

it('four pictures are one job of a worker that makes its answer fit', async () => {
  const studio = await openStudio();
  const message = await completedMessage(studio, await imagine(studio, { count: 4 }));
  expect(message.files).toHaveLength(4);
  expect(studio.runpod.submissions()).toBe(1);
});
