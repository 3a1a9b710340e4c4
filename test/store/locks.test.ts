import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { changeQueues, rejoinQueue, claimNext } from '../../src/jobs/sql/queue.ts';
import { NO_LIMITS, requireWithinLimits } from '../../src/jobs/sql/limits.ts';
import { moveJob } from '../../src/jobs/sql/move-job.ts';
import { writeNewJob } from '../../src/jobs/sql/new-job.ts';
import type { Changing } from '../../src/jobs/sql/changing.ts';
import { QUEUE_LOCK, Locks, personLock, serverLock, shared } from '../../src/store/locks.ts';
import { beginWriting, requireWriting } from '../../src/store/sqlite.ts';
import { LogBench } from '../support/log-bench.ts';

const ASKER = { userId: 'u', pseudonym: String, guildId: 'g', count: 1 };

describe('a lock', () => {
  it('is held until the end of its piece, and by no other one', async () => {
    const { store } = new LogBench();
    const held = store.write(async (_, locks) => {
      await locks.hold(QUEUE_LOCK);
      locks.require(QUEUE_LOCK);
    });
    await held;
    const next = store.write((_, locks) => {
      locks.require(QUEUE_LOCK);
      return Promise.resolve();
    });
    await expect(next).rejects.toThrow('the lock "line" is not held');
  });

  it('is refused outside of a piece', async () => {
    const { store } = new LogBench();
    const kept = await store.write((_, locks) => Promise.resolve<Locks[]>([locks]));
    await expect(kept[0]?.hold(QUEUE_LOCK)).rejects.toThrow('is requested after the transaction');
  });

  it('is refused where no transaction is open', () => {
    const sqlite = new SQLite(':memory:');
    expect(() => {
      requireWriting(sqlite);
    }).toThrow('a lock requires a transaction');
    beginWriting(sqlite);
    requireWriting(sqlite);
    sqlite.close();
  });

  it('is taken in one order, however a piece names several', async () => {
    const { store } = new LogBench();
    await store.write(async (_, locks) => {
      await locks.hold(QUEUE_LOCK, serverLock('g'), personLock('b'), personLock('a'));
      // What it has it may name again.
      await locks.hold(personLock('b'));
      locks.require(personLock('a'), personLock('b'), serverLock('g'), QUEUE_LOCK);
    });
  });

  it('that is shared is enough where a shared one is needed, and cannot become another', async () => {
    const { store } = new LogBench();
    await store.write(async (_, locks) => {
      await locks.hold(shared(QUEUE_LOCK));
      locks.require(shared(QUEUE_LOCK));
      expect(() => {
        locks.require(QUEUE_LOCK);
      }).toThrow('the lock "line" is not held');
      await expect(locks.hold(QUEUE_LOCK)).rejects.toThrow('is held as a shared one');
    });
    await store.write(async (_, locks) => {
      await locks.hold(QUEUE_LOCK);
      await locks.hold(shared(QUEUE_LOCK));
      locks.require(QUEUE_LOCK, shared(QUEUE_LOCK));
    });
  });

  it.each([
    ['a person after the line', QUEUE_LOCK, personLock('a')],
    ['a server after the line', QUEUE_LOCK, serverLock('g')],
    ['a person after a server', serverLock('g'), personLock('a')],
    ['a person after one that comes later', personLock('b'), personLock('a')],
  ])('is refused to a piece that asks for %s', async (_, first, second) => {
    const { store } = new LogBench();
    const wrong = store.write(async (_trx, locks) => {
      await locks.hold(first);
      await locks.hold(second);
    });
    await expect(wrong).rejects.toThrow('must be taken before');
  });
});

describe('locked rows', () => {
  it('come after every other lock', async () => {
    const { store } = new LogBench();
    await store.write(async (_, locks) => {
      await locks.hold(QUEUE_LOCK);
      await locks.rows('jobs', ['b', 'a']);
      await locks.rows('reports', [], 'keep');
      // Held already, so nothing is taken.
      await locks.hold(QUEUE_LOCK);
    });
    const wrong = store.write(async (_trx, locks) => {
      await locks.rows('jobs', ['a']);
      await locks.hold(personLock('a'));
    });
    await expect(wrong).rejects.toThrow('the lock "person a" must be taken before rows');
  });

  it('are locked once each, in the order of their ids', async () => {
    const taken: unknown[] = [];
    const locks = new Locks({
      take: () => undefined,
      takeRows: (table, ids, how) => {
        taken.push([table, ids, how]);
      },
    });
    await locks.rows('jobs', ['c', 'a', 'c'], 'keep');
    await locks.rows('jobs', []);
    locks.end();
    await expect(locks.rows('jobs', ['a'])).rejects.toThrow('after the transaction');
    expect(taken).toEqual([['jobs', ['a', 'c'], 'keep']]);
  });
});

describe('without its lock nobody', () => {
  it.each<[string, string, (changing: Changing, bench: LogBench) => Promise<unknown>]>([
    ['takes turns', 'line', (changing) => claimNext(changing, { maxJobsInFlight: 0 }, 9)],
    ['lets others join the line again', 'line', (changing) => rejoinQueue(changing, 9, 1)],
    [
      'puts a job into another queue',
      'line',
      (changing) => changeQueues(changing, [{ id: 'job1', queue: 'x' }]),
    ],
    [
      'writes a job down that answers an interaction',
      'interaction 7',
      (changing, bench) => writeNewJob(changing, bench.request({ interactionId: '7' })),
    ],
    [
      'lets a job join the line',
      'line',
      (changing) => moveJob(changing, 'job1', { to: 'ready', cause: 'test' }),
    ],
    [
      'decides about the limit of a person',
      'person u',
      (changing) => requireWithinLimits(changing, ASKER, NO_LIMITS),
    ],
    [
      'decides about the limit of a server',
      'server g',
      async (changing) => {
        await changing.locks.hold(personLock('u'));
        await requireWithinLimits(changing, ASKER, NO_LIMITS);
      },
    ],
  ])('%s', async (_, lock, work) => {
    const bench = new LogBench();
    const done = bench.log.change((changing) => work(changing, bench));
    await expect(done).rejects.toThrow(`the lock "${lock}" is not held`);
  });
});
