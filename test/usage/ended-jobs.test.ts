import { describe, expect, it } from 'vitest';
import { eraseOneJob } from '../../src/jobs/sql/erase-jobs.ts';
import { PersonSettings } from '../../src/privacy/sql/member-settings.ts';
import type { EndedJob } from '../../src/usage/figures.ts';
import { type EndedIn, EndedJobs } from '../../src/usage/sql/ended-jobs.ts';
import { LogBench } from '../support/log-bench.ts';
import { slicing } from '../support/slicing.ts';

const GUILD = '200000000000000001';
const USER = '400000000000000001';
const LONGEST_MS = 60_000;

async function read(bench: LogBench, where: Partial<EndedIn> = {}): Promise<EndedJob[]> {
  const found: EndedJob[] = [];
  const ended = new EndedJobs(bench.store, LONGEST_MS);
  const until = bench.clock.now() + 1;
  await ended.each(
    { guildId: GUILD, since: 0, until, ...where },
    (job) => found.push(job),
    slicing(),
  );
  return found;
}

describe('jobs that have ended', () => {
  it('are read with what they made, took and cost, and how long they were waited for', async () => {
    const bench = new LogBench();
    const running = await bench.jobIn('running', { count: 2 });
    await bench.clock.advance(9_000);
    const pictures = [{ file: 'a.png', format: 'png' }] as const;
    await bench.move(running, 'completed', { pictures, executionMs: 4_000 });
    await bench.jobIn('failed', {}, { error: { code: 'worker_died' } });
    await bench.jobIn('queued');
    expect(await read(bench)).toMatchObject([
      {
        userId: USER,
        recipe: 'text',
        outcome: 'completed',
        pictures: 1,
        gpuMs: 4_000,
        micros: undefined,
        waitMs: 9_000,
      },
      { outcome: 'failed', pictures: 0, waitMs: undefined },
    ]);
  });

  it('cost what RunPod said, else the price', async () => {
    const bench = new LogBench();
    await bench.jobIn('completed', { price: 0.003 }, { costMicros: 2_000 });
    await bench.jobIn('completed', { price: 0.003 }, { attempt: 1 });
    expect((await read(bench)).map(({ micros }) => micros)).toEqual([2_000, 3_000]);
  });

  it('are of one server, or all, and of the time that is asked for', async () => {
    const bench = new LogBench();
    await bench.jobIn('failed');
    await bench.clock.advance(1_000);
    const since = bench.clock.now();
    await bench.jobIn('failed', { guildId: '200000000000000002' });
    await bench.jobIn('failed');
    const count = async (where: Partial<EndedIn>) => (await read(bench, where)).length;
    expect(await count({})).toBe(2);
    expect(await count({ guildId: undefined })).toBe(3);
    expect(await count({ since })).toBe(1);
    expect(await count({ guildId: undefined, since })).toBe(2);
    expect(await count({ until: since })).toBe(1);
  });

  it('are each read once, however many ended at the same time', async () => {
    const bench = new LogBench();
    const { db } = bench;
    const { id } = await bench.jobIn('failed');
    const row = await db
      .selectFrom('jobs')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const copies = Array.from({ length: 1_203 }, (_, index) => ({
      ...row,
      // PostgreSQL numbers them itself.
      rowid: undefined,
      id: `copy${index}`,
      interactionId: null,
    }));
    for (let from = 0; from < copies.length; from += 200) {
      await bench.store.write(
        (trx) =>
          trx
            .insertInto('jobs')
            .values(copies.slice(from, from + 200))
            .execute(),
        'person',
      );
    }
    expect(await read(bench)).toHaveLength(1_204);
  });

  it('name nobody once they are erased, or are to be after a report', async () => {
    const bench = new LogBench();
    const erased = await bench.jobIn('failed');
    const held = await bench.jobIn('failed');
    await bench.log.change((changing) => eraseOneJob(changing, erased));
    await bench.store.write(
      (trx) => trx.updateTable('jobs').set({ eraseAskedAt: 1 }).where('id', '=', held.id).execute(),
      'person',
    );
    expect((await read(bench)).map(({ userId }) => userId)).toEqual([undefined, undefined]);
  });

  it('are no longer read once the signal aborts', async () => {
    const bench = new LogBench();
    await bench.jobIn('failed');
    const ended = new EndedJobs(bench.store, LONGEST_MS);
    const over = slicing(AbortSignal.abort(new Error('over')));
    await expect(ended.each({ since: 0, until: 1 }, () => undefined, over)).rejects.toThrow('over');
  });
});

it('members are not named who chose that, or whose data is being erased', async () => {
  const bench = new LogBench();
  const settings = new PersonSettings(bench.store);
  await settings.change('1', { named: false });
  await settings.change('2', { notify: false });
  await bench.store.write(
    (trx) => trx.insertInto('erasures').values({ userId: '3', askedAt: 1 }).execute(),
    'person',
  );
  const ended = new EndedJobs(bench.store, LONGEST_MS);
  expect(await ended.unnamedAmong(['1', '2', '3', '4'])).toEqual(new Set(['1', '3']));
  expect(await ended.unnamedAmong([])).toEqual(new Set());
});
