import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { JobState } from '../../../src/jobs/job.ts';
import { deleteRows } from '../../../src/jobs/sql/erase-jobs.ts';
import { keptPicture, preparedFace } from '../../support/face-picture.ts';
import { LogBench } from '../../support/log-bench.ts';
import { clearNothing, peopleParts } from '../../support/people-parts.ts';
import { readBeside } from '../../support/write-beside.ts';
import { atFirstPiece, NOTHING, photo, pictures, prepared } from '../../support/prepared-photo.ts';

/** How many sets of pictures, and how many pieces, are in a database; and how many sets are a job's. */
async function keptIn(path: string) {
  const [row] = await readBeside(
    path,
    `SELECT (SELECT count(*) FROM prepared_pictures) AS sets, (SELECT count(job_id) FROM prepared_pictures) AS owned,
      (SELECT count(*) FROM picture_pieces) AS pieces`,
  );
  return row;
}

/** Has V8 clear away what nobody holds any more. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
}

describe('prepared pictures in several pieces', () => {
  it('are the same ones when they are read', async () => {
    const bench = new LogBench();
    const { job, bytes } = await prepared(bench);
    expect(await keptPicture(bench.log, job.id)).toEqual(bytes);
    expect(await keptIn(bench.path)).toEqual({ sets: 1, owned: 1, pieces: 3 });
  });

  it('are no longer in memory once they are written, while others wait for that', async () => {
    const bench = new LogBench();
    const ids = [];
    for (let n = 0; n < 4; n += 1) ids.push((await bench.jobIn('preparing', { pictures })).id);
    const keep = (id: string) => {
      const bytes = photo();
      return { seen: new WeakRef(bytes), kept: bench.log.keepPictures(id, [preparedFace(bytes)]) };
    };
    const all = ids.map(keep);
    await Promise.all(all.slice(0, 2).map(({ kept }) => kept));
    // So that nothing of this turn holds them.
    await turn();
    collect();
    expect(all.map(({ seen }) => seen.deref()?.length).slice(0, 2)).toEqual([undefined, undefined]);
    await Promise.all(all.map(({ kept }) => kept));
  });

  it('stay as they are while their job waits and is sent', async () => {
    const bench = new LogBench();
    const { job, bytes } = await prepared(bench, 'submitting');
    await bench.move(job, 'ready');
    await bench.move(job, 'submitting');
    expect(await keptPicture(bench.log, job.id)).toEqual(bytes);
  });
});

type End = (bench: LogBench, id: string) => Promise<unknown>;

const moved =
  (...way: readonly JobState[]): End =>
  async (bench, id) => {
    for (const state of way) await bench.move(await bench.find({ id }), state);
  };

/** Every way in which a job stops needing its pictures, by the state that it is in before. */
const ENDS: readonly (readonly ['ready' | 'submitting', string, End])[] = [
  ['submitting', 'is taken by RunPod', moved('queued')],
  ['submitting', 'is taken by RunPod, and made once more', moved('queued', 'ready')],
  ['submitting', 'comes to its picture', moved('queued', 'running', 'completed')],
  ['ready', 'fails', moved('failed')],
  ['submitting', 'fails', moved('failed')],
  ['submitting', 'takes too long', moved('queued', 'expired')],
  ['submitting', 'is cancelled', ({ log }, id) => log.cancel(id, 'test', '1')],
  ['ready', 'is cancelled', ({ log }, id) => log.cancel(id, 'test', '1')],
  ['ready', 'cannot be read any more', ({ log }, id) => log.setAside(id)],
  [
    'ready',
    'is one of which its consent is withdrawn',
    async (bench, id) =>
      peopleParts(bench).erasure.withdrawConsents((await bench.find({ id })).userId),
  ],
  [
    'ready',
    'is erased with everything about its person',
    async (bench, id) =>
      peopleParts(bench).erasure.erase((await bench.find({ id })).userId, clearNothing),
  ],
  [
    'ready',
    'loses its row',
    async ({ store }, id) => {
      await store.write((trx) => deleteRows(trx, [id]));
      store.leaveNoTrace();
    },
  ],
];

describe('the pictures of a job that', () => {
  it.each(ENDS)(
    'was %s and %s are gone, from its tables and from the disk',
    async (from, _, end) => {
      const bench = new LogBench();
      const { job, bytes } = await prepared(bench, from);
      const some = bytes.subarray(0, 200);
      expect((await bench.bytesOnDisk()).includes(some)).toBe(true);
      await end(bench, job.id);
      expect(await keptPicture(bench.log, job.id)).toBeUndefined();
      expect(await keptIn(bench.path)).toMatchObject({ owned: 0 });
      await bench.store.settled();
      expect(await keptIn(bench.path)).toEqual(NOTHING);
      expect((await bench.bytesOnDisk()).includes(some)).toBe(false);
    },
  );

  it('ended just before the bot stops are gone when it has', async () => {
    const bench = new LogBench();
    const { job } = await prepared(bench);
    await bench.move(job, 'cancelled');
    await bench.close();
    expect(await keptIn(bench.path)).toEqual(NOTHING);
  });

  it('is cancelled between two pieces are not kept', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('preparing', { pictures });
    atFirstPiece(() => void bench.log.cancel(job.id, 'test', '1'));
    expect(await bench.log.keepPictures(job.id, [preparedFace(photo())])).toBeUndefined();
    expect((await bench.find(job)).state).toBe('cancelled');
    await bench.store.settled();
    expect(await keptIn(bench.path)).toEqual(NOTHING);
  });

  it('is prepared once more take the place of the ones before', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('preparing', { pictures });
    const { store } = bench;
    // What moving the job left to be cleared away is written too.
    await store.settled();
    const write = store.write.bind(store);
    let writes = 0;
    store.write = (...parts) => {
      writes += 1;
      return writes === 3 ? Promise.reject(new Error('the disk is full')) : write(...parts);
    };
    const bytes = photo();
    await expect(bench.log.keepPictures(job.id, [preparedFace(bytes)])).rejects.toThrow('full');
    await bench.store.settled();
    expect(await keptIn(bench.path)).toEqual(NOTHING);
    await bench.log.keepPictures(job.id, [preparedFace(bytes)]);
    await bench.store.settled();
    expect(await keptPicture(bench.log, job.id)).toEqual(bytes);
    expect(await keptIn(bench.path)).toEqual({ sets: 1, owned: 1, pieces: 3 });
  });
});
