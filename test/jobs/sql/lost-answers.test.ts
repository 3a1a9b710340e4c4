import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { BotError } from '../../../src/errors/errors.ts';
import { LogBench } from '../../support/log-bench.ts';

const lost = () =>
  new BotError('log_unwritable', { cause: new SQLite.SqliteError('lost', 'SQLITE_IOERR') });

/** Has the next pieces written, but the answer to their COMMIT lost. */
function loseAnswers({ store }: LogBench, times = 1): void {
  const write = store.write.bind(store);
  let left = times;
  store.write = async (piece, urgency) => {
    const result = await write(piece, urgency);
    left -= 1;
    if (left === 0) store.write = write;
    if (left >= 0) throw lost();
    return result;
  };
}

/** Has the next piece rejected by the database. */
function rejectNext({ store }: LogBench): void {
  const write = store.write.bind(store);
  store.write = async (piece, urgency) => {
    store.write = write;
    const undone = write(async (trx, locks) => {
      await piece(trx, locks);
      throw lost();
    }, urgency);
    await undone;
    throw lost();
  };
}

/** What is announced from now on. */
function announced({ log }: LogBench): string[] {
  const states: string[] = [];
  log.events.on('changed', ({ id, state }, from) => states.push(`${id}: ${from} to ${state}`));
  return states;
}

describe('if the answer to COMMIT is lost', () => {
  it('a new job is found by what was recorded of it, and announced', async () => {
    const bench = new LogBench();
    const states = announced(bench);
    loseAnswers(bench);
    const job = await bench.create({ state: 'ready' });
    expect(await bench.find(job)).toEqual(job);
    expect(states).toEqual([`${job.id}: null to ready`]);
  });

  it('a move is found too, and so are several', async () => {
    const bench = new LogBench();
    const jobs = [await bench.jobIn('running'), await bench.jobIn('ready')];
    const states = announced(bench);
    loseAnswers(bench);
    const cancelled = await bench.log.cancelEach(
      jobs.map(({ id }) => id),
      'a test',
      'u',
    );
    expect(cancelled.map(({ id }) => id)).toEqual(jobs.map(({ id }) => id));
    expect(states).toEqual(jobs.map(({ id, state }) => `${id}: ${state} to cancelled`));
  });

  it('the change fails if the database cannot be read either', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('running');
    const states = announced(bench);
    loseAnswers(bench, 2);
    await expect(bench.move(job, 'failed')).rejects.toMatchObject({ code: 'log_unwritable' });
    expect(states).toEqual([]);
    // Nothing waits for it.
    await bench.log.change((changing) => {
      changing.moved(job, 'running');
      return Promise.resolve();
    });
    expect(states).toHaveLength(1);
  });
});

describe('if the database rejects a change', () => {
  it('it fails, and is not announced', async () => {
    const bench = new LogBench();
    const states = announced(bench);
    rejectNext(bench);
    await expect(bench.create()).rejects.toMatchObject({ code: 'log_unwritable' });
    expect([await bench.unfinished(), states]).toEqual([[], []]);
    const job = await bench.jobIn('running');
    rejectNext(bench);
    await expect(bench.move(job, 'failed')).rejects.toMatchObject({ code: 'log_unwritable' });
    expect((await bench.find(job)).state).toBe('running');
  });
});

/** Has the answers to these writes come in the other order. */
function swapAnswers({ store }: LogBench): void {
  const write = store.write.bind(store);
  const second = Promise.withResolvers<undefined>();
  store.write = async (piece, urgency) => {
    const first = write(piece, urgency);
    store.write = async (...parts) => {
      store.write = write;
      await first.catch(() => undefined);
      const result = await write(...parts);
      second.resolve(undefined);
      return result;
    };
    const result = await first;
    await second.promise;
    // After what the other one's answer causes.
    for (let turns = 0; turns < 50; turns += 1) await Promise.resolve();
    return result;
  };
}

describe('changes of one job', () => {
  it('are announced in the order of their commits, whichever answer comes first', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('queued');
    const states = announced(bench);
    swapAnswers(bench);
    await Promise.all([bench.move(job, 'running'), bench.move(job, 'completed')]);
    expect(states).toEqual([`${job.id}: queued to running`, `${job.id}: running to completed`]);
  });

  it('do not wait for those of another job', async () => {
    const bench = new LogBench();
    const [one, other] = [await bench.jobIn('queued'), await bench.jobIn('queued')];
    const states = announced(bench);
    swapAnswers(bench);
    await Promise.all([bench.move(one, 'running'), bench.move(other, 'running')]);
    expect(states).toEqual([`${other.id}: queued to running`, `${one.id}: queued to running`]);
  });

  it('do not wait for one that failed', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('queued');
    const states = announced(bench);
    swapAnswers(bench);
    const failed = bench.log.change(async (changing) => {
      changing.moved(job, 'queued');
      await Promise.reject(new Error('a bug'));
    });
    // The second one is announced first, for the first waits for it.
    const moved = bench.move(job, 'running');
    await expect(failed).rejects.toThrow('a bug');
    await moved;
    expect(states).toEqual([`${job.id}: queued to running`]);
  });

  it('are announced once if their piece runs again', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('queued');
    const states = announced(bench);
    const { store } = bench;
    const write = store.write.bind(store);
    const moved: Promise<unknown>[] = [];
    store.write = async (piece, urgency) => {
      store.write = write;
      const undone = write(async (trx, locks) => {
        await piece(trx, locks);
        throw new Error('a deadlock');
      }, urgency);
      await undone.catch(() => undefined);
      // Another one comes in between.
      const committed = Promise.withResolvers<undefined>();
      store.write = async (...parts) => {
        store.write = write;
        const result = await write(...parts);
        committed.resolve(undefined);
        return result;
      };
      moved.push(bench.move(job, 'running'));
      await committed.promise;
      return write(piece, urgency);
    };
    await bench.move(job, 'completed');
    await Promise.all(moved);
    expect(states).toEqual([`${job.id}: queued to running`, `${job.id}: running to completed`]);
  });
});
