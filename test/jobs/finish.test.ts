import { readdirSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { BotError } from '../../src/errors/errors.ts';
import { markGenerated, stripMetadata } from '../../src/images/metadata.ts';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import { base64, JPEG, PNG } from '../comfy/pictures.ts';
import { RunnerBench } from '../support/runner-bench.ts';

const over = ({ state }: Job) => isTerminal(state);
const bucket = /^\/bucket\//;

/** A bench whose job's pictures lie in a bucket of that machine, by these addresses. */
async function open(
  addresses: (origin: string) => readonly string[],
  beside: readonly object[] = [],
) {
  const bench = await RunnerBench.open();
  const { http } = bench.runpod;
  http.app.get('/bucket/a.png', () => new Response(Uint8Array.from(PNG)));
  http.app.get('/bucket/b.jpg', () => new Response(Uint8Array.from(JPEG)));
  http.app.get('/bucket/page.html', () => new Response('<html>'));
  const images = addresses(http.url).map((data) => ({ filename: 'x', type: 's3_url', data }));
  bench.runpod.script({ output: { images: [...images, ...beside] } });
  return bench;
}

const one = (origin: string) => [`${origin}/bucket/a.png?X-Amz-Signature=secret`];
const end = async (bench: RunnerBench) => bench.until(await bench.ask(), over);

describe('pictures in a bucket', () => {
  it('are fetched, all of them, beside those that came as bytes', async () => {
    const bench = await open(
      (origin) => [`${origin}/bucket/a.png`, `${origin}/bucket/b.jpg`],
      [{ data: base64(PNG) }],
    );
    const { state, pictures } = await end(bench);
    expect(state).toBe('completed');
    expect(pictures.map(({ format }) => format)).toEqual(['png', 'jpeg', 'png']);
  });

  it('are fetched from nowhere but the hosts that the operator named', async () => {
    const bench = await open(() => ['http://169.254.169.254/bucket/a.png', 'file:///etc/passwd']);
    expect(await end(bench)).toMatchObject({ state: 'failed', errorCode: 'pictures_elsewhere' });
    expect(bench.logged.join('')).toContain('169.254.169.254');
    expect(readdirSync(`${bench.databasePath}.files`)).toEqual([]);
  });

  it('follow no redirect', async () => {
    const bench = await open(one);
    const headers = { location: '/bucket/b.jpg' };
    bench.runpod.http.fault({ path: bucket, answer: { status: 302, headers } });
    expect(await end(bench)).toMatchObject({ state: 'failed', errorCode: 'pictures_elsewhere' });
  });

  it('do not end the others by one that is lost', async () => {
    const bench = await open((origin) => [`${origin}/bucket/none.png`, `${origin}/bucket/b.jpg`]);
    const { state, pictures } = await end(bench);
    expect([state, pictures.length]).toEqual(['completed', 1]);
  });

  it.each([
    ['gone', { status: 404 }, 'result_lost'],
    ['signed too long ago', { status: 403 }, 'result_lost'],
    ['signed by a session that is over', { status: 400 }, 'result_lost'],
    ['without bytes', { status: 200 }, 'no_pictures'],
    ['endless', 'endless', 'result_unreadable'],
  ] as const)('end the job where they are %s', async (_, answer, errorCode) => {
    const bench = await open(one);
    bench.runpod.http.fault({ path: bucket, answer });
    expect(await end(bench)).toMatchObject({ state: 'failed', errorCode });
  });

  it('end the job where they are no pictures', async () => {
    const bench = await open((origin) => [`${origin}/bucket/page.html`]);
    expect(await end(bench)).toMatchObject({ state: 'failed', errorCode: 'no_pictures' });
  });

  it('are waited for while the bucket cannot be reached', async () => {
    const bench = await open(one);
    bench.runpod.http.fault({ path: bucket, times: 9, answer: { status: 503 } });
    expect((await end(bench)).state).toBe('completed');
    expect(bench.runpod.submissions()).toBe(1);
  });

  it('are waited for where another one is gone, or has come', async () => {
    const bench = await open((origin) => [
      `${origin}/bucket/a.png`,
      `${origin}/bucket/none.png`,
      `${origin}/bucket/b.jpg`,
    ]);
    bench.runpod.http.fault({ path: /a\.png/, times: 9, answer: { status: 503 } });
    const { state, pictures } = await end(bench);
    expect(state).toBe('completed');
    expect(pictures.map(({ format }) => format)).toEqual(['png', 'jpeg']);
  });

  it('are shown without the one that could not be reached when the time is up', async () => {
    const bench = await open((origin) => [`${origin}/bucket/a.png`, `${origin}/bucket/b.jpg`]);
    bench.runpod.http.fault({ path: /a\.png/, times: 10_000, answer: { status: 503 } });
    const { state, pictures } = await end(bench);
    expect([state, pictures.map(({ format }) => format)]).toEqual(['completed', ['jpeg']]);
  });

  it('are waited for no longer than the job may take', async () => {
    const bench = await open(one);
    bench.runpod.http.fault({ path: bucket, times: 10_000, answer: { status: 503 } });
    expect(await end(bench)).toMatchObject({
      state: 'expired',
      errorCode: 'pictures_unreachable',
    });
  });

  it('have an address that no log repeats', async () => {
    const bench = await open(one);
    bench.runpod.http.fault({ path: bucket, times: 1, answer: { status: 404 } });
    await end(bench);
    expect(bench.logged.join('')).not.toContain('Signature');
  });
});

describe('a picture that is cut short', () => {
  const cut = (bytes: Buffer) => bytes.subarray(0, bytes.length - 20);

  async function endOf(pictures: readonly Buffer[], withFace = false) {
    const bench = await RunnerBench.open({ context: { markGenerated, stripMetadata } });
    const images = pictures.map((bytes) => ({ data: base64(bytes) }));
    bench.runpod.script({ output: { images } });
    const job = await bench.until(await (withFace ? bench.askWithFace() : bench.ask()), over);
    return { job, bench };
  }

  it.each([
    ['of words alone', false],
    ['with a photo, which is stripped first', true],
  ])('is left out, and the others are shown: a job %s', async (_, withFace) => {
    const { job, bench } = await endOf([await png(), cut(await png()), await png()], withFace);
    expect([job.state, job.pictures.map(({ file }) => file)]).toEqual([
      'completed',
      [`${job.id}-1.png`, `${job.id}-2.png`],
    ]);
    expect(bench.logged.join('')).toContain('an unreadable picture is left out');
  });

  it('ends the job where there is no other', async () => {
    const { job } = await endOf([cut(await png()), cut(await png())]);
    expect(job).toMatchObject({ state: 'failed', errorCode: 'result_unreadable', pictures: [] });
  });
});

function png(): Promise<Buffer> {
  const create = { width: 32, height: 32, channels: 3, background: 'red' } as const;
  return sharp({ create }).png().toBuffer();
}

it('a job that is cancelled while its picture is fetched stays cancelled', async () => {
  const fetchFromBucket: RunnerBench['context']['fetchFromBucket'] = async (_, { signal }) => {
    await bench.log.move(asked.id, 'cancelled', 'cancelled by a person', { cancelledBy: 'u' });
    signal.throwIfAborted();
    return PNG;
  };
  const bench = await RunnerBench.open({ context: { fetchFromBucket } });
  bench.runpod.script({ output: { images: [{ data: 'https://bucket.example/a.png' }] } });
  const asked = await bench.ask();
  const job = await bench.until(asked, over);
  expect([job.state, job.pictures]).toEqual(['cancelled', []]);
  expect(bench.logged.join('')).not.toContain('could not be stored');
});

it('a job whose end was written keeps its pictures, though the answer to that was lost', async () => {
  const bench = await RunnerBench.open();
  const move = bench.log.move.bind(bench.log);
  bench.log.move = async (id, to, ...parts) => {
    const moved = await move(id, to, ...parts);
    if (to !== 'completed') return moved;
    bench.log.move = move;
    const cause = new SQLite.SqliteError('lost', 'SQLITE_IOERR');
    throw new BotError('log_unwritable', { cause });
  };
  bench.runpod.script({ output: { images: [{ data: base64(PNG) }] } });
  const job = await bench.end(await bench.ask());
  expect(job.state).toBe('completed');
  expect(readdirSync(`${bench.databasePath}.files`)).toEqual([`${job.id}-1.png`]);
});
