import { expect, it } from 'vitest';
import type { Job } from '../../../src/jobs/job.ts';
import { JobLog } from '../../../src/jobs/job-log.ts';
import { NO_LIMITS } from '../../../src/jobs/sql/limits.ts';
import { LogBench, pseudonym } from '../../support/log-bench.ts';
import { openPostgresFor } from '../../support/postgres-databases.ts';

/** Two processes, with the rows of those that live. */
async function twoProcesses() {
  const one = new LogBench((path) => openPostgresFor(path, 'one'));
  const other = openPostgresFor(one.path, 'two');
  const log = new JobLog(other.store, one.clock, NO_LIMITS, pseudonym);
  const live = async (...ids: readonly string[]) => {
    await one.db.deleteFrom('processes').execute();
    for (const id of ids) {
      await one.db
        .insertInto('processes')
        .values({ id, machine: id, pid: 1, keyPrint: '', intake: '', startedAt: 1, aliveUntil: 1 })
        .execute();
    }
  };
  await live('one', 'two');
  return { one, two: log, live };
}

const idsOf = (jobs: readonly (Partial<Job> | object)[]) =>
  jobs.map((job) => ('id' in job ? job.id : job));

it('a process drives the jobs that it created, and no others', async () => {
  const { one, two } = await twoProcesses();
  const job = await one.jobIn('running');
  expect(job.driver).toBe('one');
  expect(idsOf(await one.unfinished())).toEqual([job.id]);
  expect(await two.move(job.id, 'completed', 'test')).toBeUndefined();
  expect(await two.cancel(job.id, 'cancelled by a click', 'a')).toMatchObject({
    state: 'cancelled',
    driver: 'one',
  });
});

it('only jobs of ended processes are taken over, and only unfinished ones', async () => {
  const { one, two, live } = await twoProcesses();
  const running = await one.jobIn('running');
  const ended = await one.jobIn('completed', {}, { remoteOpen: false });
  await one.log.note.shown(ended.id, ended.revision);
  expect(await two.jobs.driversGone()).toEqual([]);
  await one.clock.advance(6_000);
  await live('two');
  expect(await two.jobs.driversGone()).toEqual(['one']);
  const announced: string[] = [];
  two.events.on('changed', ({ id }) => announced.push(id));
  expect(idsOf(await two.takeOver('one', 10))).toEqual([running.id]);
  expect(announced).toEqual([running.id]);
  expect(await two.takeOver('one', 10)).toEqual([]);
  // Whoever has lost it changes nothing any more.
  expect(await one.log.move(running.id, 'completed', 'test')).toBeUndefined();
  expect(await two.move(running.id, 'completed', 'test')).toMatchObject({ driver: 'two' });
});

it('a late answer of RunPod counts only for the driver', async () => {
  const { one, two, live } = await twoProcesses();
  const sent = await one.jobIn('submitting');
  await one.clock.advance(6_000);
  await live('two');
  await two.takeOver('one', 10);
  expect(await one.log.moveSubmitting(sent, 'queued', 'test', { runpodId: 'r1' })).toBeUndefined();
  expect(await one.log.note.lateSubmission(sent, 'e', 'r1')).toBe(false);
  expect(await two.moveSubmitting(sent, 'queued', 'test', { runpodId: 'r2' })).toMatchObject({
    runpodId: 'r2',
  });
});

it('a process claims what it drives, and names the drivers of what is next', async () => {
  const { one, two } = await twoProcesses();
  const first = await one.jobIn('ready');
  await one.clock.advance(1);
  const second = await two.create(one.request({ state: 'ready', userId: 'b' }));
  const room = { maxJobsInFlight: 1 };
  expect((await two.claimNext(room, 10)).jobs).toEqual([]);
  expect(await two.queues.next(room, 10)).toEqual({ own: [], otherDrivers: ['one'] });
  const claimed = await one.log.claimNext(room, 10);
  expect(idsOf(claimed.jobs)).toEqual([first.id]);
  await one.move(first, 'failed', { remoteOpen: false });
  expect(idsOf((await two.claimNext(room, 10)).jobs)).toEqual([second?.id]);
});

it('a new job without a message is left for a moment, as its answer may be on its way', async () => {
  const { one, two, live } = await twoProcesses();
  const job = await one.create();
  const shown = await one.create();
  await one.log.note.message(shown, '5');
  await live('two');
  expect(idsOf(await two.takeOver('one', 10))).toEqual([shown.id]);
  await one.clock.advance(5_999);
  expect(await two.takeOver('one', 10)).toEqual([]);
  await one.clock.advance(1);
  expect(idsOf(await two.takeOver('one', 10))).toEqual([job.id]);
});

it('only its driver can say that nobody can be told of a job', async () => {
  const { one, two, live } = await twoProcesses();
  const job = await one.jobIn('running');
  await one.clock.advance(6_000);
  await live('two');
  await two.takeOver('one', 10);
  await one.log.note.undeliverable(job.id);
  expect((await one.find(job)).undeliverableAt).toBeUndefined();
  await two.note.undeliverable(job.id);
  expect((await one.find(job)).undeliverableAt).toBeDefined();
});

it('a job whose end was overwritten by a process that stood still is shown once more', async () => {
  const { one, two, live } = await twoProcesses();
  const job = await one.jobIn('running');
  await one.clock.advance(6_000);
  await live('two');
  await two.takeOver('one', 10);
  await one.log.note.overwritten(job.id);
  expect(await two.jobs.driversGone()).toEqual([]);
  const ended = await two.move(job.id, 'completed', 'test', { remoteOpen: false });
  const revision = ended?.revision ?? 0;
  // Before or after the other process has recorded that the end is shown.
  await one.log.note.overwritten(job.id);
  await two.note.shown(job.id, revision);
  expect(await two.jobs.driversGone()).toEqual(['one']);
  const [again] = await two.takeOver('one', 10);
  expect(again).toMatchObject({ state: 'completed', driver: 'two', revision: revision + 1 });
  await two.note.shown(job.id, revision + 1);
  // Its own jobs are its own.
  await two.note.overwritten(job.id);
  expect(await two.jobs.driversGone()).toEqual([]);
});
