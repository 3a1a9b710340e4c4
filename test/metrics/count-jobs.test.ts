import { describe, expect, it, onTestFinished } from 'vitest';
import { countJobs } from '../../src/metrics/count-jobs.ts';
import { LogBench } from '../support/log-bench.ts';
import { openFigures } from './figures-bench.ts';

function open(recipes: readonly string[] = ['text'], mostRemembered?: number) {
  const bench = new LogBench();
  const { figures, of } = openFigures();
  const text = async (name: string) =>
    (await figures.registry.getSingleMetricAsString(name)).split('\n');
  const { log, clock } = bench;
  const end = countJobs(figures, {
    ...{ log, clock, recipes: new Set(recipes) },
    ...(mostRemembered !== undefined && { mostRemembered }),
  });
  onTestFinished(end);
  return { bench, of, text, end };
}

/** What of a histogram tells how many there were, and how long in all. */
function sums(series: Readonly<Record<string, number>>) {
  return Object.fromEntries(Object.entries(series).filter(([name]) => /^_(sum|count)/.test(name)));
}

describe('jobs', () => {
  it('are counted as they are asked for, and as they end', async () => {
    const { bench, of } = open();
    await bench.jobIn('completed');
    await bench.jobIn('cancelled');
    await bench.jobIn('running');
    expect(await of('darkroom_jobs_created_total')).toEqual({ 'recipe=text': 3 });
    expect(await of('darkroom_jobs_ended_total')).toEqual({
      'state=completed,recipe=text': 1,
      'state=cancelled,recipe=text': 1,
    });
  });

  it('of a recipe that there is no more are told as others', async () => {
    const { bench, of } = open([]);
    await bench.jobIn('completed');
    expect(await of('darkroom_jobs_ended_total')).toEqual({ 'state=completed,recipe=other': 1 });
  });

  it('that fail are counted by their error, and by who can put that right', async () => {
    const { bench, of } = open();
    await bench.jobIn('failed', {}, { error: { code: 'worker_died' } });
    await bench.jobIn('expired', {}, { error: { code: 'took_too_long' } });
    await bench.jobIn('expired', {}, { error: { code: 'consent_lapsed' } });
    expect(await of('darkroom_jobs_failed_total')).toEqual({
      'code=worker_died,who=worker': 1,
      'code=took_too_long,who=passing': 1,
      'code=consent_lapsed,who=person': 1,
    });
  });

  it('that fail through no fault of their person begin at none, so that the first is an increase too', async () => {
    const { text } = open();
    const lines = await text('darkroom_jobs_failed_total');
    expect(lines).toContain('darkroom_jobs_failed_total{code="result_lost",who="passing"} 0');
    expect(lines).toContain('darkroom_jobs_failed_total{code="worker_died",who="worker"} 0');
    expect(lines.filter((line) => line.includes('who="person"'))).toEqual([]);
  });

  it('are counted with the GPU time that RunPod told', async () => {
    const { bench, of } = open();
    await bench.jobIn('completed', {}, { executionMs: 4_500 });
    await bench.jobIn('completed');
    expect(await of('darkroom_gpu_seconds_total')).toEqual({ 'recipe=text': 4.5 });
  });

  it('that were ended here count with what RunPod tells once it has ended them too', async () => {
    const { bench, of } = open();
    const submittedAt = bench.clock.now();
    for (const state of ['cancelled', 'expired'] as const) {
      const running = await bench.jobIn('queued', {}, { submittedAt, remoteOpen: true });
      const { id } = await bench.move(running, state, { error: { code: 'took_too_long' } });
      expect(await of('darkroom_gpu_seconds_total')).toEqual(
        state === 'cancelled' ? {} : { 'recipe=text': 9 },
      );
      await bench.log.note.remoteClosed(id, { executionMs: 9_000 });
      await bench.log.note.remoteClosed(id);
    }
    expect(await of('darkroom_gpu_seconds_total')).toEqual({ 'recipe=text': 18 });
  });

  it('that were cancelled before RunPod said that it has them count so too', async () => {
    const { bench, of } = open();
    const job = await bench.move(await bench.jobIn('submitting'), 'cancelled');
    const { id } = job;
    await bench.log.note.lateSubmission(job, 'an-endpoint', 'a-job');
    await bench.log.note.remoteClosed(id, { executionMs: 9_000 });
    expect(await of('darkroom_gpu_seconds_total')).toEqual({ 'recipe=text': 9 });
  });

  it('that were cancelled in a later part count its time under the same recipe', async () => {
    const { bench, of } = open();
    const made = { executionMs: 4_000, remoteOpen: true };
    const { id, executionMs } = await bench.move(await bench.jobIn('running'), 'cancelled', made);
    await bench.log.note.remoteClosed(id, { executionMs: 9_000 }, executionMs);
    expect(await of('darkroom_gpu_seconds_total')).toEqual({ 'recipe=text': 13 });
    expect(await bench.log.jobs.find(id)).toMatchObject({ executionMs: 13_000 });
  });

  it('that an earlier run ended here count as others', async () => {
    const { bench, of } = open();
    await bench.log.note.remoteClosed('k3f9x2ab', { executionMs: 9_000 });
    expect(await of('darkroom_gpu_seconds_total')).toEqual({ 'recipe=other': 9 });
  });

  it('are timed in each of their states', async () => {
    const { bench, of } = open();
    const job = await bench.jobIn('submitting');
    await bench.clock.advance(1_000);
    await bench.move(job, 'queued');
    await bench.clock.advance(4_000);
    await bench.move(job, 'running');
    const series = sums(await of('darkroom_job_state_seconds'));
    expect(series).toMatchObject({
      '_sum,state=submitting': 1,
      '_sum,state=queued': 4,
      '_count,state=queued': 1,
    });
    expect(series['_count,state=running']).toBeUndefined();
  });
});

describe('the lag of a result', () => {
  /** A job that was over at RunPod a second ago, and is completed just now. */
  async function completed({ bench }: ReturnType<typeof open>) {
    const job = await bench.jobIn('queued', {}, { submittedAt: bench.clock.now() });
    await bench.clock.advance(6_000);
    return bench.move(job, 'completed', { delayMs: 2_000, executionMs: 3_000 });
  }

  it('is from the end at RunPod to the message that shows it', async () => {
    const parts = open();
    const { bench, of } = parts;
    const job = await completed(parts);
    await bench.clock.advance(250);
    await bench.log.note.shown(job.id, job.revision);
    expect(sums(await of('darkroom_result_lag_seconds'))).toEqual({ _sum: 1.25, _count: 1 });
  });

  it('does not end with a message that shows an earlier state', async () => {
    const parts = open();
    const { bench, of } = parts;
    const job = await completed(parts);
    await bench.log.note.shown(job.id, job.revision - 1);
    expect(sums(await of('darkroom_result_lag_seconds'))).toEqual({});
  });

  it('is counted once', async () => {
    const parts = open();
    const { bench, of } = parts;
    const job = await completed(parts);
    for (const revision of [job.revision, job.revision + 1]) {
      await bench.log.note.shown(job.id, revision);
    }
    expect(sums(await of('darkroom_result_lag_seconds'))._count).toBe(1);
  });

  it('is not told where RunPod told no times, or nobody can be shown the result', async () => {
    const parts = open();
    const { bench, of } = parts;
    const untimed = await bench.jobIn('completed');
    await bench.log.note.shown(untimed.id, untimed.revision);
    const lost = await completed(parts);
    await bench.log.note.undeliverable(lost.id);
    await bench.log.note.shown(lost.id, lost.revision);
    expect(sums(await of('darkroom_result_lag_seconds'))).toEqual({});
  });
});

describe('counting', () => {
  it('remembers the latest jobs, where there are more than it remembers', async () => {
    const { bench, of } = open(['text'], 2);
    const [first, , third] = [
      await bench.jobIn('ready'),
      await bench.jobIn('ready'),
      await bench.jobIn('ready'),
    ];
    for (const job of [third, first]) await bench.move(job, 'submitting');
    const timed = await of('darkroom_job_state_seconds');
    expect(timed['_count,state=ready']).toBe(1);
  });

  it('ends when it is told to', async () => {
    const { bench, of, end } = open();
    end();
    await bench.jobIn('completed');
    expect(await of('darkroom_jobs_created_total')).toEqual({});
    expect(bench.log.events.listenerCount('changed')).toBe(0);
  });
});
