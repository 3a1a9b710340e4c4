import { randomBytes } from 'node:crypto';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BUCKET_ROOM } from '../../src/jobs/finish.ts';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import { Semaphore } from '../../src/engines/semaphore.ts';
import { LARGEST_ANSWER_BYTES, SMALL_ANSWER_BYTES } from '../../src/runpod/exchange.ts';
import { PNG } from '../comfy/pictures.ts';
import { openEndpoint } from '../runpod/endpoint.ts';
import { RunnerBench } from '../support/runner-bench.ts';

const RESULTS = 40;
const over = ({ state }: Job) => isTerminal(state);
const underWay = ({ state }: Job) => state === 'running';

/**
 * Lets nobody through until all who come are here or wait outside of it, so that it shows how many
 * are let in together.
 */
class Crowd {
  most = 0;
  isOpen = false;
  #inside = 0;
  readonly #room: Semaphore;

  constructor(room: Semaphore) {
    this.#room = room;
  }

  async pass<T>(act: () => Promise<T>): Promise<T> {
    this.#inside += 1;
    this.most = Math.max(this.most, this.#inside);
    while (!this.isOpen) {
      await new Promise(setImmediate);
      this.isOpen ||= this.#inside + this.#room.waiting === RESULTS;
    }
    return act().finally(() => (this.#inside -= 1));
  }
}

/** So many jobs, all of which RunPod says to be over at the next look, once all of them are in that crowd. */
async function askForMany(bench: RunnerBench, output: object, crowd: Crowd): Promise<Job[]> {
  bench.runpod.hold();
  const jobs: Job[] = [];
  for (let count = 0; count < RESULTS; count += 1) {
    bench.runpod.script({ output });
    jobs.push(await bench.ask());
  }
  for (const job of jobs) await bench.until(job, underWay);
  bench.runpod.release();
  await Promise.all(bench.runpod.jobs.map(({ id }) => bench.runpod.complete(id)));
  // One that was just being asked about comes a while later than the others.
  while (!crowd.isOpen) await bench.time.advance(bench.context.pollIntervalMs);
  return jobs;
}

describe(`${RESULTS} results that are there together`, () => {
  const picture = Buffer.concat([PNG, randomBytes(200_000)]);

  it('are read four at a time, and nobody else until those are on disk', async () => {
    const room = new Semaphore({ weight: Infinity, shares: 4 });
    const bench = await RunnerBench.open({ runpod: { workers: RESULTS }, room });
    const { pictures } = bench.context;
    const saving = new Crowd(room);
    const save = pictures.save.bind(pictures);
    pictures.save = (...parts) => saving.pass(() => save(...parts));
    const jobs = await askForMany(
      bench,
      { images: [{ data: picture.toString('base64') }] },
      saving,
    );
    for (const job of jobs) {
      const done = await bench.until(job, over);
      expect([done.state, done.pictures.length]).toEqual(['completed', 1]);
      const [stored] = done.pictures;
      expect(stored && (await pictures.read(stored)).equals(picture)).toBe(true);
    }
    expect(saving.most).toBe(4);
    expect(room.waiting).toBe(0);
  });

  it('are fetched from a bucket for two of them at a time', async () => {
    const bucketRoom = new Semaphore(BUCKET_ROOM);
    const fetching = new Crowd(bucketRoom);
    const bench = await RunnerBench.open({
      runpod: { workers: RESULTS },
      context: {
        bucketRoom,
        fetchFromBucket: () => fetching.pass(() => Promise.resolve(picture)),
      },
    });
    const jobs = await askForMany(
      bench,
      { images: [{ data: 'https://bucket.example/a' }] },
      fetching,
    );
    for (const job of jobs) expect((await bench.until(job, over)).state).toBe('completed');
    expect(fetching.most).toBe(2);
    expect(bucketRoom.weightTaken).toBe(0);
  });
});

it('a job that is cancelled while it waits to fetch its picture stays cancelled', async () => {
  const bench = await RunnerBench.open();
  const { bucketRoom, log } = bench.context;
  const shares = [await bucketRoom.take({ weight: 1 }), await bucketRoom.take({ weight: 1 })];
  bench.runpod.script({ output: { images: [{ data: 'https://bucket.example/a' }] } });
  const asked = await bench.ask();
  await bench.until(asked, () => bucketRoom.waiting === 1);
  await log.move(asked.id, 'cancelled', 'cancelled by a person', { cancelledBy: 'u' });
  expect((await bench.end(asked)).state).toBe('cancelled');
  expect(bucketRoom.waiting).toBe(0);
  for (const share of shares) share.release();
});

describe('a job that is cancelled while its large result', () => {
  it.each([
    ['is being read', 2, (room: Semaphore) => room.weightTaken > 0],
    ['waits to be read', 1, (room: Semaphore) => room.waiting > 0],
  ])('%s lets go of it, and stays cancelled', async (_, shares, isThere) => {
    const room = new Semaphore({ weight: LARGEST_ANSWER_BYTES, shares });
    const others = await room.take({ weight: 0 });
    const slow = await openEndpoint({ room });
    onTestFinished(() => slow.server.close());
    const hungUp = new Promise((resolve) => {
      slow.server.app.get('/v2/ep/status/:id', (c) => {
        c.env.outgoing.on('close', resolve).writeHead(200);
        c.env.outgoing.write('x'.repeat(2 * SMALL_ANSWER_BYTES));
        return RESPONSE_ALREADY_SENT;
      });
    });
    const bench = await RunnerBench.open();
    const { log, runpod } = bench.context;
    bench.runpod.script({ stuck: true });
    const asked = await bench.until(await bench.ask(), underWay);
    const status = runpod.status.bind(runpod);
    runpod.status = (_endpoint, ...parts) => {
      runpod.status = status;
      return slow.client.status('ep', ...parts);
    };
    await bench.until(asked, () => isThere(room));
    await log.move(asked.id, 'cancelled', 'cancelled by a person', { cancelledBy: 'u' });
    await hungUp;
    const ended = await bench.end(asked);
    expect([ended.state, ended.errorCode]).toEqual(['cancelled', undefined]);
    expect([room.waiting, room.weightTaken]).toEqual([0, 0]);
    expect(bench.logged.filter((line) => /"level":[456]0/.test(line))).toEqual([]);
    others.release();
  });
});

it('several pictures of one result are marked one by one, each when the last is on disk', async () => {
  const steps: string[] = [];
  const bench = await RunnerBench.open({
    context: {
      markGenerated: (bytes) => {
        steps.push('marked');
        return bytes;
      },
    },
  });
  const { pictures } = bench.context;
  const save = pictures.save.bind(pictures);
  pictures.save = (id, made) =>
    save(
      id,
      (async function* () {
        for await (const picture of made) {
          yield picture;
          steps.push('stored');
        }
      })(),
    );
  const images = [1, 2, 3].map(() => ({ data: PNG.toString('base64') }));
  bench.runpod.script({ output: { images } });
  expect((await bench.until(await bench.ask(), over)).pictures).toHaveLength(3);
  expect(steps).toEqual(['marked', 'stored', 'marked', 'stored', 'marked', 'stored']);
});
