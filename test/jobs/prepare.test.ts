import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/engines/clock.ts';
import { BotError } from '../../src/errors/errors.ts';
import { downloadAttachment } from '../../src/images/attachment.ts';
import { faceJpeg } from '../../src/images/plain-picture.ts';
import { normalisePicture } from '../../src/images/photos.ts';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import type { RunnerContext } from '../../src/jobs/runner.ts';
import { Loopback } from '../../packages/stand-ins/loopback.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { FACE, RunnerBench } from '../support/runner-bench.ts';
import { facePicture, keptPicture } from '../support/face-picture.ts';

const over = ({ state }: Job) => isTerminal(state);

/** A bench that fetches photos from a server of its own; everything there is `file`. */
async function open(
  file: Buffer,
  context: Partial<RunnerContext> = {},
): Promise<{ bench: RunnerBench; cdn: Loopback; url: string }> {
  const cdn = new Loopback(systemClock);
  await cdn.listen();
  onTestFinished(() => cdn.close());
  cdn.app.get('/photo', (c) => c.body(new Uint8Array(file)));
  const bench = await RunnerBench.open({
    context: {
      preparePicture: async ({ attachment }, _, signal) =>
        normalisePicture(
          await downloadAttachment(attachment, { origins: [cdn.url], signal }),
          faceJpeg,
        ),
      ...context,
    },
  });
  return { bench, cdn, url: `${cdn.url}/photo` };
}

const photo = () =>
  sharp({ create: { width: 80, height: 60, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();

describe('a photo', () => {
  it('arrives at the worker as the normalised face, in base64', async () => {
    const file = await photo();
    const { bench, url } = await open(file);
    bench.runpod.script({ stuck: true });
    const job = await bench.ask({ pictures: [facePicture({ url, size: file.length })] });
    await bench.until(job, ({ state }) => state === 'queued');
    const { bytes } = await normalisePicture(file, faceJpeg);
    expect(bench.runpod.jobs).toMatchObject([
      { input: { '6': { inputs: { image: base64(bytes) } } } },
    ]);
  });

  it('is kept only until RunPod has taken the job', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ stuck: true });
    bench.runpod.http.fault({ path: /\/run$/, answer: { status: 429 } });
    const job = await bench.askWithFace();
    const ready = await bench.until(job, ({ state }) => state === 'ready');
    expect(ready.attachments).toEqual([]);
    expect(await keptPicture(bench.log, job.id)).toEqual(FACE);
    await bench.until(job, ({ state }) => state === 'queued');
    expect(await keptPicture(bench.log, job.id)).toBeUndefined();
  });

  it('goes with a job that ends before', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.http.fault({ path: /\/run$/, answer: { status: 401 } });
    const job = await bench.end(await bench.askWithFace());
    expect(job).toMatchObject({ state: 'failed', attachments: [] });
    expect(await keptPicture(bench.log, job.id)).toBeUndefined();
  });

  it('is sent once more after a doubt, since it is still here', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.http.fault({ path: /\/run$/, when: 'after', answer: 'reset' });
    bench.runpod.script({ stuck: true });
    bench.runpod.script({ stuck: true });
    const job = await bench.askWithFace();
    await bench.until(job, ({ state }) => state === 'queued');
    const faces = bench.runpod.jobs.map(({ input }) => input);
    expect(faces[1]).toEqual(faces[0]);
    expect(faces[0]).toMatchObject({ '6': { inputs: { image: base64(FACE) } } });
  });

  it('is fetched again after a stop in its middle', async () => {
    const bench = await RunnerBench.open();
    const stopped = bench.stopAt('preparing');
    const job = await bench.askWithFace();
    await stopped;
    await bench.downFor(60_000);
    bench.runpod.script({ output: { images: [{ data: base64(PNG) }] } });
    expect(await bench.until(job, over)).toMatchObject({ state: 'completed', attempt: 1 });
  });

  it('is no longer fetched once the job is cancelled', async () => {
    const { bench, cdn, url } = await open(await photo());
    cdn.fault({ path: /photo/, answer: 'hang' });
    const job = await bench.ask({ pictures: [facePicture({ url, size: 9 })] });
    await bench.until(job, () => cdn.requests.length === 1);
    await bench.log.move(job.id, 'cancelled', 'a click', { cancelledBy: '3' });
    expect((await bench.end(job)).state).toBe('cancelled');
    expect(bench.runpod.http.requests).toEqual([]);
    expect(bench.logged.join('')).not.toContain('unexpectedly');
  });

  it('leaves nothing behind that listens, once it is there', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ stuck: true });
    const before = bench.log.events.listenerCount('changed');
    await bench.until(await bench.askWithFace(), ({ state }) => state === 'queued');
    expect(bench.log.events.listenerCount('changed')).toBe(before);
  });

  it('is not asked for any more when the time to stop is up', async () => {
    const { bench, cdn, url } = await open(await photo(), { halt: AbortSignal.abort() });
    const job = await bench.ask({ pictures: [facePicture({ url, size: 9 })] });
    await bench.time.advance(0);
    expect((await bench.log.jobs.find(job.id))?.state).toBe('accepted');
    await bench.stop();
    expect(cdn.requests).toEqual([]);
  });

  it('is left for the next start when the time to stop is up', async () => {
    const halt = new AbortController();
    const { bench, cdn, url } = await open(await photo(), { halt: halt.signal });
    cdn.fault({ path: /photo/, times: Infinity, answer: 'hang' });
    const states: string[] = [];
    bench.log.events.on('changed', ({ state }) => states.push(state));
    const job = await bench.ask({ pictures: [facePicture({ url, size: 9 })] });
    await bench.until(job, () => cdn.requests.length === 1);
    const stopped = bench.stop();
    halt.abort();
    await stopped;
    expect(states).toEqual(['accepted', 'preparing']);
  });

  it.each([
    ['is no picture', { status: 200, body: 'hello' }, 'not_a_picture'],
    ['is gone', { status: 404 }, 'photo_gone'],
    ['cannot be fetched', { status: 503 }, 'photo_unreachable'],
  ] as const)('that %s ends the job, which says so', async (_, answer, errorCode) => {
    const { bench, cdn, url } = await open(await photo());
    cdn.fault({ path: /photo/, times: 9, answer });
    const job = await bench.end(await bench.ask({ pictures: [facePicture({ url, size: 9 })] }));
    expect(job).toMatchObject({ state: 'failed', errorCode });
    expect(bench.runpod.http.requests).toEqual([]);
  });

  it('is fetched from nowhere but Discord', async () => {
    const { bench, cdn } = await open(await photo());
    const url = cdn.url.replace('127.0.0.1', 'localhost');
    const job = await bench.end(await bench.ask({ pictures: [facePicture({ url, size: 9 })] }));
    expect(job.errorCode).toBe('photo_refused');
    expect(cdn.requests).toEqual([]);
  });
});

describe('the pictures of a job with a face', () => {
  it('lose what the worker wrote into them, those of others do not, and all are marked', async () => {
    const output = { images: [{ data: base64(PNG) }] };
    const but = (bytes: Buffer, how: string) => Buffer.concat([bytes, Buffer.from(how)]);
    const bench = await RunnerBench.open({
      context: {
        stripMetadata: (bytes) => Promise.resolve(but(bytes, ' clean')),
        markGenerated: (bytes) => but(bytes, ' marked'),
      },
    });
    const hashes: string[] = [];
    for (const ask of [() => bench.askWithFace(), () => bench.ask()]) {
      bench.runpod.script({ output });
      const { pictures } = await bench.until(await ask(), over);
      for (const picture of pictures) hashes.push(sha(await bench.context.pictures.read(picture)));
    }
    expect(hashes).toEqual([sha(but(PNG, ' clean marked')), sha(but(PNG, ' marked'))]);
  });

  it('leave others a turn between the one and the other', async () => {
    const seen: string[] = [];
    const bench = await RunnerBench.open({
      context: {
        stripMetadata: (bytes) => {
          seen.push('stripped');
          setImmediate(() => seen.push('a turn'));
          return Promise.resolve(bytes);
        },
        markGenerated: (bytes) => {
          seen.push('marked');
          return bytes;
        },
      },
    });
    bench.runpod.script({ output: { images: [{ data: base64(PNG) }] } });
    await bench.end(await bench.askWithFace());
    expect(seen).toEqual(['stripped', 'a turn', 'marked']);
  });

  it('are not kept where that cannot be done', async () => {
    const bench = await RunnerBench.open({
      context: { stripMetadata: () => Promise.reject(new Error('not a PNG')) },
    });
    bench.runpod.script({ output: { images: [{ data: base64(PNG) }] } });
    const job = await bench.end(await bench.askWithFace());
    expect(job).toMatchObject({ state: 'failed', errorCode: 'storage_failed', pictures: [] });
  });
});

describe('a picture that is no picture', () => {
  const refuse = () => {
    throw new BotError('result_unreadable');
  };

  it.each([
    ['a face', { stripMetadata: () => Promise.resolve().then(refuse) }],
    ['no face', { markGenerated: refuse }],
  ])('ends a job with %s by its own name', async (_, context) => {
    const bench = await RunnerBench.open({ context });
    bench.runpod.script({ output: { images: [{ data: base64(PNG) }] } });
    const withFace = 'stripMetadata' in context;
    const job = await bench.end(await (withFace ? bench.askWithFace() : bench.ask()));
    expect(job).toMatchObject({ state: 'failed', errorCode: 'result_unreadable', pictures: [] });
  });
});

function sha(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
