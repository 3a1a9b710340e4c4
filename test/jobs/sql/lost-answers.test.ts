import { describe, expect, it } from 'vitest';
import { OutcomeUnknown, PostgresFault, unwritable } from '../../../src/store/unwritable.ts';
import { LogBench } from '../../support/log-bench.ts';

const fault = () => new PostgresFault('passing', '57P01', new Error('lost'));

/** Has the next piece written, but the answer to its COMMIT lost. */
function loseAnswer({ store }: LogBench): PromiseWithResolvers<boolean> {
  const write = store.write.bind(store);
  const outcome = Promise.withResolvers<boolean>();
  store.write = async (piece, urgency) => {
    store.write = write;
    await write(piece, urgency);
    throw new OutcomeUnknown(fault(), outcome.promise);
  };
  return outcome;
}

/** Has the next piece rejected by the database. */
function rejectNext({ store }: LogBench): void {
  const write = store.write.bind(store);
  store.write = async (piece, urgency) => {
    store.write = write;
    const undone = write(async (trx, locks) => {
      await piece(trx, locks);
      throw unwritable(fault());
    }, urgency);
    await undone;
    throw unwritable(fault());
  };
}

/** What is announced from now on. */
function announced({ log }: LogBench): string[] {
  const states: string[] = [];
  log.events.on('changed', ({ id, state }, from) => states.push(`${id}: ${from} to ${state}`));
  return states;
}

const UNKNOWN = { code: 'outcome_unknown' };

describe('while the outcome of a commit is unknown', () => {
  it('a new job is not announced, and shown as a new message once it is known', async () => {
    const bench = new LogBench();
    const states = announced(bench);
    const outcome = loseAnswer(bench);
    await expect(bench.create({ id: 'new', state: 'ready' })).rejects.toMatchObject(UNKNOWN);
    expect(states).toEqual([]);
    outcome.resolve(true);
    // The second one has its message shown.
    await expect.poll(() => states).toEqual(['new: null to ready', 'new: undefined to ready']);
    expect(await bench.log.jobs.find('new')).toMatchObject({ deferral: 'update' });
  });

  it('several moves are announced once it is known', async () => {
    const bench = new LogBench();
    const jobs = [await bench.jobIn('running'), await bench.jobIn('ready')];
    const ids = jobs.map(({ id }) => id);
    const states = announced(bench);
    const outcome = loseAnswer(bench);
    await expect(bench.log.cancelEach(ids, 'a test', 'u')).rejects.toMatchObject(UNKNOWN);
    outcome.resolve(true);
    await expect
      .poll(() => states.toSorted())
      .toEqual(
        [
          ...jobs.map(({ id, state }) => `${id}: ${state} to cancelled`),
          ...ids.map((id) => `${id}: undefined to cancelled`),
        ].sort(),
      );
  });

  it.each(['aborted', 'the bot stops'])('nothing waits for it afterwards (%s)', async (end) => {
    const bench = new LogBench();
    const job = await bench.jobIn('running');
    const states = announced(bench);
    const outcome = loseAnswer(bench);
    await expect(bench.move(job, 'failed')).rejects.toMatchObject(UNKNOWN);
    if (end === 'aborted') outcome.resolve(false);
    else outcome.reject(new Error('the bot stops'));
    await bench.log.change((changing) => {
      changing.moved(job, 'running');
      return Promise.resolve();
    });
    expect(states).toEqual([`${job.id}: running to ${job.state}`]);
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

it('a change is proven by its moves: a killed server may give its number to another one', async () => {
  const bench = new LogBench();
  const { store } = bench;
  const write = store.write.bind(store);
  const proofs: (boolean | undefined)[] = [];
  let isLost = false;
  store.write = async (piece, urgency, proof) => {
    const done = write(async (trx, locks) => {
      const result = await piece(trx, locks);
      if (isLost) throw unwritable(fault());
      return result;
    }, urgency);
    await done.catch(() => undefined);
    proofs.push(await proof?.(store.read));
    return done;
  };
  const job = await bench.create({ state: 'ready' });
  isLost = true;
  await expect(bench.create({ state: 'ready' })).rejects.toMatchObject({ code: 'log_unwritable' });
  await expect(bench.log.move(job.id, 'failed', 'test')).rejects.toMatchObject({
    code: 'log_unwritable',
  });
  expect(proofs).toEqual([true, false, false]);
});
