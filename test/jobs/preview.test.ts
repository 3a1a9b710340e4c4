import { expect, it } from 'vitest';
import sharp from 'sharp';
import { contractWorker } from '../../src/workers/contract.ts';
import { markGenerated, stripMetadata } from '../../src/images/metadata.ts';
import { Observations, previewOf, type PreviewPlaces } from '../../src/jobs/observations.ts';
import type { Job } from '../../src/jobs/job.ts';
import { JPEG, PNG, base64 } from '../comfy/pictures.ts';
import { RunnerBench } from '../support/runner-bench.ts';
import {
  sampleFaceRequest,
  sampleJob,
  wantedOf,
} from '../../packages/stand-ins/playground/cards/sample-job.ts';

const status = /\/status\//;
const running = ({ state }: Job) => state === 'running';

/** What a worker's output shows of a job's picture, and how often it was asked for it. */
async function shown(job: Partial<Job>, output: unknown, previews: PreviewPlaces = 'everywhere') {
  let asked = 0;
  const worker = {
    ...contractWorker,
    preview: (reported: unknown) => {
      asked += 1;
      return contractWorker.preview(reported);
    },
  };
  const destinations = { workerFor: () => worker };
  const context = { previews, destinations, stripMetadata, markGenerated };
  return { preview: await previewOf(sampleJob(job), output, context), asked };
}

const progress = (preview: unknown) => ({ type: 'progress', percent: 40, preview });

const jpegOf = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'teal' } })
    .withExif({ IFD0: { Copyright: 'the whole graph' } })
    .jpeg()
    .toBuffer();

it.each<[PreviewPlaces, boolean, boolean]>([
  ['off', true, false],
  ['on', true, true],
  ['on', false, false],
  ['everywhere', true, true],
  ['everywhere', false, true],
])('with PREVIEWS=%s, where a channel is age-restricted (%s): %s', async (previews, age, is) => {
  const { preview } = await shown({ ageRestricted: age }, progress(base64(JPEG)), previews);
  expect(preview !== undefined).toBe(is);
});

it('is never even read of a job with a picture of somebody', async () => {
  const wanted = wantedOf(sampleFaceRequest());
  const { preview, asked } = await shown({ wanted }, progress(base64(JPEG)));
  expect([preview, asked]).toEqual([undefined, 0]);
});

it('keeps its pixels alone, and says that a model made them', async () => {
  const { preview } = await shown({}, progress(base64(await jpegOf(256, 200))));
  const text = preview?.toString('latin1') ?? '';
  expect(text).not.toContain('the whole graph');
  expect(text).toContain('trainedAlgorithmicMedia');
  expect(await sharp(preview).metadata()).toMatchObject({ width: 256, height: 200 });
});

it('is taken as bytes too, as RunPod answers have long texts', async () => {
  const { preview } = await shown({}, progress(Buffer.from(base64(JPEG))));
  expect(preview).toBeDefined();
});

it.each<[string, unknown]>([
  ['there is none', { type: 'progress', percent: 40 }],
  ['it is no progress', { type: 'images', preview: base64(JPEG) }],
  ['it is no text', progress(7)],
  ['it is no base64', progress('not base64, but words!')],
  ['it is no JPEG', progress(base64(PNG))],
  ['it is cut off', progress(base64(JPEG.subarray(0, -20)))],
  ['it is larger than a preview', progress(base64(await jpegOf(600, 20)))],
  ['it has too many bytes', progress(Buffer.alloc(50_000, 'A'))],
  ['it has too many characters', progress('A'.repeat(50_000))],
])('is left out where %s', async (_, output) => {
  expect((await shown({}, output)).preview).toBeUndefined();
});

it('is kept while the job runs, in memory only, and goes with it', async () => {
  const bench = await RunnerBench.open();
  bench.runpod.script({ stuck: true });
  const job = await bench.until(await bench.ask(), running);
  const { observations } = bench.context;
  const says = (output: object) => {
    const body = JSON.stringify({ id: 'x', status: 'IN_PROGRESS', output });
    bench.runpod.http.fault({ path: status, answer: { status: 200, body } });
  };
  const preview = base64(await jpegOf(64, 64));
  says({ ...progress(preview), percent: 20 });
  await bench.until(job, () => observations.of(job.id).preview !== undefined);
  says({ type: 'progress', percent: 60 });
  await bench.until(job, () => observations.of(job.id).progress === 0.6);
  expect(observations.of(job.id).preview).toBeDefined();
  const rows = JSON.stringify(await bench.db.selectFrom('jobs').selectAll().execute());
  expect(rows + bench.logged.join('')).not.toContain(preview.slice(0, 200));
  await bench.log.move(job.id, 'cancelled', 'a test');
  await bench.until(job, () => observations.of(job.id).progress === undefined);
  expect(observations.of(job.id).preview).toBeUndefined();
});

it('comes to so many bytes for all jobs together, and the first ones keep theirs', () => {
  const observations = new Observations();
  const preview = Buffer.alloc(1024 * 1024);
  for (let job = 0; job < 12; job += 1) observations.note(`job ${job}`, { preview });
  const kept = () =>
    Array.from({ length: 12 }, (_, job) => observations.of(`job ${job}`).preview !== undefined);
  expect(kept().lastIndexOf(true)).toBe(7);
  expect(kept().indexOf(false)).toBe(8);
  observations.note('job 3', { preview });
  observations.forget('job 4');
  observations.note('job 11', { preview });
  expect(kept().filter(Boolean)).toHaveLength(8);
  expect(observations.of('job 11').preview).toBeDefined();
});
