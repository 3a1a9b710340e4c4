import { describe, expect, it, onTestFinished } from 'vitest';
import { LARGEST_RESULT_BYTES, StorageWatch } from '../../src/jobs/storage-watch.ts';
import { StorageError, type StorageFault } from '../../src/images/picture-store.ts';
import { forOperators, type Notice } from '../../src/say/say.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { WatchedClock } from '../support/watched-clock.ts';

const MIB = 1024 * 1024;

/** A watch of a disk that is only told of. */
async function open({ free = Infinity }: { free?: number } = {}) {
  const time = new ManualClock();
  const clock = new WatchedClock(time);
  const disk: { free: number; fault: StorageFault | undefined } = { free, fault: undefined };
  const probed: number[] = [];
  const work = <T>(value: T) =>
    disk.fault === undefined
      ? Promise.resolve(value)
      : Promise.reject(new StorageError(disk.fault, 'CODE', undefined));
  const pictures = {
    place: 'folder' as const,
    freeBytes: () => work(disk.free),
    probe: (bytes: number) => {
      probed.push(bytes);
      return work(undefined);
    },
  };
  const storage = new StorageWatch({ pictures, clock });
  const told: string[] = [];
  const note = (notice: Notice) => Promise.resolve(void told.push(notice(forOperators)));
  await storage.start();
  storage.notify({ trouble: note, relief: note });
  onTestFinished(() => storage.stop());
  const error = new StorageError('full', 'ENOSPC', undefined);
  return { storage, disk, time, clock, probed, told, error };
}

describe('storage that fails', () => {
  it('holds jobs as soon as it is noted, and notifies once of the fault and once of its end', async () => {
    const { storage, disk, time, told, error } = await open();
    let changes = 0;
    storage.events.on('changed', () => (changes += 1));
    disk.fault = 'full';
    storage.noteFault(error, 1_000);
    expect([storage.fault, storage.trouble, await storage.roomFor(0)]).toEqual(['full', 'full', 0]);
    await time.advance(10 * 60_000);
    storage.noteFault(error, 1_000);
    expect(told).toEqual([expect.stringContaining('the disk is full')]);
    disk.fault = undefined;
    await time.advance(30_000);
    expect([storage.trouble, told.slice(1), changes]).toEqual([
      undefined,
      ['Pictures can be stored again.'],
      2,
    ]);
  });

  it('notifies nobody when the first probe succeeds', async () => {
    const { storage, time, told, error } = await open();
    storage.noteFault(error, 1_000);
    expect(storage.trouble).toBe('full');
    await time.advance(0);
    expect([storage.trouble, told]).toEqual([undefined, []]);
  });

  it('is probed with as many bytes as failed, at once, and then with backoff', async () => {
    const { storage, disk, time, clock, probed, error } = await open();
    expect([probed, clock.waits]).toEqual([[4_096], [60_000]]);
    disk.fault = 'failing';
    storage.noteFault(error, 3 * MIB);
    await time.advance(3 * 60_000);
    expect(probed.slice(1, 4)).toEqual([3 * MIB, 3 * MIB, 3 * MIB]);
    expect(clock.waits.slice(1, 8)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    disk.fault = undefined;
    await time.advance(5 * 60_000);
    expect([probed.at(-1), clock.waits.at(-1)]).toEqual([4_096, 60_000]);
  });

  it('is found within a minute, or at the next check', async () => {
    const { storage, disk, time, told } = await open();
    disk.fault = 'not writable';
    await time.advance(60_000);
    expect([storage.trouble, told.length]).toEqual(['not writable', 1]);
    const other = await open();
    other.disk.fault = 'missing';
    expect(await other.storage.check()).toBe('missing');
    await other.time.advance(0);
    expect(other.told).toEqual([expect.stringContaining('the folder is gone')]);
  });

  it('notifies of a fault from before notifications began', async () => {
    const { storage, disk, time } = await open();
    disk.fault = 'failing';
    await time.advance(60_000);
    const told: string[] = [];
    const note = (notice: Notice) => Promise.resolve(void told.push(notice(forOperators)));
    storage.notify({ trouble: note, relief: note });
    await time.advance(0);
    expect(told).toEqual([expect.stringContaining('the disk is failing')]);
  });

  it('ends its waits when it is stopped', async () => {
    const { storage, clock } = await open();
    await storage.stop();
    expect(clock.sleeping).toBe(0);
  });
});

describe('room for answers', () => {
  it.each([
    [Infinity, 1_000, Infinity],
    [LARGEST_RESULT_BYTES, 0, 1],
    [LARGEST_RESULT_BYTES, 1, 0],
    [4 * LARGEST_RESULT_BYTES - 1, 1, 2],
    [2 * LARGEST_RESULT_BYTES, 9, 0],
  ])('with %d bytes free and %d jobs under way is for %d more', async (free, underWay, more) => {
    const { storage } = await open({ free });
    expect(await storage.roomFor(underWay)).toBe(more);
    expect(storage.trouble).toBeUndefined();
  });

  it('for less than one answer holds jobs, though results may still be stored', async () => {
    const { storage, disk, time, told } = await open({ free: LARGEST_RESULT_BYTES - 1 });
    await time.advance(0);
    expect([storage.trouble, storage.fault]).toEqual(['full', undefined]);
    expect(told).toEqual([expect.stringContaining('24 MiB')]);
    disk.free = LARGEST_RESULT_BYTES;
    await time.advance(30_000);
    expect([storage.trouble, told.length]).toEqual([undefined, 2]);
  });
});
