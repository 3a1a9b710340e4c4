import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { Turns } from '../../src/engines/turns.ts';
import type { Job } from '../../src/jobs/job.ts';
import { JobLog } from '../../src/jobs/job-log.ts';
import { OtherProcesses } from '../../src/jobs/other-processes.ts';
import { NO_LIMITS } from '../../src/jobs/sql/limits.ts';
import { LogBench, pseudonym } from '../support/log-bench.ts';
import { openPostgresFor } from '../support/postgres-databases.ts';
import { processNamed, SomeProcesses } from '../support/some-processes.ts';

/** Two processes: the first one has the jobs, and the second one is looked at. */
async function open() {
  const first = new LogBench((path) => openPostgresFor(path, 'one'));
  const { store } = openPostgresFor(first.path, 'two');
  const log = new JobLog(store, first.clock, NO_LIMITS, pseudonym);
  const processes = new SomeProcesses('two', 'one', 'two');
  const live = async (...ids: readonly string[]) => {
    await first.db.deleteFrom('processes').execute();
    for (const id of ids) {
      const row = {
        id,
        machine: id,
        pid: 1,
        keyPrint: '',
        intake: '',
        startedAt: 1,
        aliveUntil: 1,
      };
      await first.db.insertInto('processes').values(row).execute();
    }
    processes.become(...ids);
  };
  await live('one', 'two');
  const others = new OtherProcesses({
    log,
    processes,
    turns: new Turns(),
    clock: first.clock,
    logger: pino({ level: 'silent' }),
  });
  const taken: string[] = [];
  const checked: string[] = [];
  others.start({
    taken: (jobs) => {
      taken.push(...jobs.map((job) => ('id' in job ? job.id : job.unreadable)));
      return Promise.resolve();
    },
    all: () => {
      checked.push('all');
      return Promise.resolve();
    },
  });
  onTestFinished(() => others.stop());
  const changed: Job[] = [];
  log.events.on('changed', (job) => changed.push(job));
  return { first, log, processes, others, live, taken, checked, changed };
}

it('the driver is told what another process changes', async () => {
  const { first, log, processes } = await open();
  const job = await first.jobIn('running');
  await log.cancel(job.id, 'cancelled by a click', 'a');
  expect(processes.told).toEqual([{ jobs: [`one/${job.id}`] }]);
});

it('what others have changed of its own jobs is announced here', async () => {
  const { first, log, processes, changed } = await open();
  const own = await log.create(first.request());
  const other = await first.create();
  const before = changed.length;
  processes.events.emit('heard', { jobs: [`two/${own?.id}`, `one/${other.id}`, 'two/unknown'] });
  await expect.poll(() => changed.slice(before).map(({ id }) => id)).toEqual([own?.id]);
});

it('the jobs of an ended process are taken over, and its own are checked', async () => {
  const { first, live, taken, checked } = await open();
  const jobs = [];
  for (let n = 0; n < 60; n += 1) jobs.push(await first.create({ userId: `a${n}` }));
  await first.clock.advance(6_000);
  await live('two');
  await first.clock.advance(2_000);
  await expect.poll(() => taken.length).toBe(60);
  expect(taken.toSorted()).toEqual(jobs.map(({ id }) => id).toSorted());
  await expect.poll(() => checked).toEqual(['all', 'all']);
});

it('what a process sent before it died arrives first', async () => {
  const { first, live, taken, checked } = await open();
  const job = await first.create();
  await first.clock.advance(6_000);
  await live('two');
  await expect.poll(() => checked).toHaveLength(2);
  await first.clock.advance(1_999);
  expect(taken).toEqual([]);
  await first.clock.advance(1);
  await expect.poll(() => taken).toEqual([job.id]);
});

it('the jobs of a process that stops in good order are taken over at once', async () => {
  const { first, live, taken, processes } = await open();
  const job = await first.create();
  await first.clock.advance(6_000);
  processes.become(processNamed('one', { isLeaving: true }), 'two');
  await live('two');
  await expect.poll(() => taken).toEqual([job.id]);
});

it('nothing is taken over by a process that may be taken for dead itself', async () => {
  const { first, live, taken, processes } = await open();
  await first.create();
  await first.clock.advance(6_000);
  processes.isLeased = false;
  await live('two');
  await first.clock.advance(5_000);
  await first.clock.advance(5_000);
  expect(taken).toEqual([]);
  processes.isLeased = true;
  await first.clock.advance(5_000);
  await expect.poll(() => taken).toHaveLength(1);
});

it('a finished job that changes again is taken over with its message', async () => {
  const { first, log, live, taken } = await open();
  const job = await first.jobIn('completed', {}, { remoteOpen: false });
  await first.clock.advance(6_000);
  await first.log.note.shown(job.id, job.revision);
  await live('two');
  await first.clock.advance(2_000);
  expect(taken).toEqual([]);
  await log.change(async (changing) => {
    const row = await changing.trx
      .updateTable('jobs')
      .set((eb) => ({ revision: eb('revision', '+', 1), visibility: 'removed' }))
      .where('id', '=', job.id)
      .returningAll()
      .executeTakeFirst();
    changing.changed(row);
  });
  await expect.poll(() => taken).toEqual([job.id]);
});
