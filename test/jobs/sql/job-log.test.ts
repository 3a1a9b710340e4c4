import { describe, expect, it } from 'vitest';
import {
  type Job,
  JOB_STATES,
  phaseOf,
  statesBefore,
  TERMINAL_STATES,
} from '../../../src/jobs/job.ts';
import { BY_BUTTON, LogBench } from '../../support/log-bench.ts';
import { wantedOf } from '../../../packages/stand-ins/playground/cards/sample-job.ts';
import { facePicture } from '../../support/face-picture.ts';

const steps = JOB_STATES.flatMap((from) => JOB_STATES.map((to) => [from, to] as const));
const allowed = steps.filter(([from, to]) => statesBefore(to).includes(from));
const forbidden = steps.filter(([from, to]) => !statesBefore(to).includes(from));

describe('a new job', () => {
  it('is written with everything that was asked for', async () => {
    const bench = new LogBench();
    const asked = bench.request({ pictures: [facePicture()], count: 3 });
    const created = await bench.log.create(asked);
    const { request, pictures, ...same } = asked;
    const sent = pictures?.flatMap((one) => ('attachment' in one ? [one] : []));
    expect(created).toEqual({
      ...same,
      answeredInteractionId: asked.interactionId,
      driver: '',
      wanted: wantedOf(request, [{ option: 'face', person: true }]),
      count: 3,
      credits: 0,
      attachments: sent?.map(({ option, attachment }) => ({ option, ...attachment })),
      queue: '',
      ephemeral: false,
      revision: 1,
      shownRevision: 0,
      attempt: 0,
      remoteOpen: false,
      createdAt: bench.clock.now(),
      acceptedAt: bench.clock.now(),
      pictures: [],
      madeSoFar: [],
      errorFacts: {},
      visibility: 'shown',
      covered: false,
      coveredByReport: undefined,
      private: false,
      byUserInstall: false,
    });
    await bench.reopen();
    expect(await bench.log.jobs.find(asked.id)).toEqual(created);
  });

  it('is for the eyes of its requester only while it waits for consent', async () => {
    const bench = new LogBench();
    expect((await bench.create({ state: 'awaiting_consent' })).ephemeral).toBe(true);
    expect((await bench.create()).ephemeral).toBe(false);
  });

  it('is accepted at once, unless it waits for consent', async () => {
    const bench = new LogBench();
    expect((await bench.create()).acceptedAt).toBe(bench.clock.now());
    expect((await bench.create({ state: 'awaiting_consent' })).acceptedAt).toBeUndefined();
  });

  it('is found by its id', async () => {
    const bench = new LogBench();
    const job = await bench.create();
    expect(await bench.log.jobs.find(job.id)).toEqual(job);
    expect(await bench.log.jobs.find('another')).toBeUndefined();
  });

  it('is written once for an interaction, however often that is delivered', async () => {
    const bench = new LogBench();
    const job = await bench.create();
    const again = bench.request({ interactionId: job.answeredInteractionId });
    expect(await bench.log.create(again, { ...BY_BUTTON, givenBy: 'option' })).toBeUndefined();
    expect(await bench.log.jobs.find(again.id)).toBeUndefined();
    expect(await bench.eventsOf(again)).toEqual([]);
    expect(await bench.db.selectFrom('consents').selectAll().execute()).toEqual([]);
  });

  it('is written once for two deliveries at the same time', async () => {
    const bench = new LogBench();
    const interactionId = '100000000000000099';
    const created = await Promise.all(
      [1, 2, 3].map(() => bench.log.create(bench.request({ interactionId }))),
    );
    expect(created.filter((job) => job !== undefined)).toHaveLength(1);
  });

  it('is the only retry of the one that failed', async () => {
    const bench = new LogBench();
    const { id: retryOf } = await bench.jobIn('failed');
    const retry = await bench.create({ retryOf });
    expect(await bench.log.create(bench.request({ retryOf }))).toBeUndefined();
    expect(await bench.log.jobs.findRetryOf(retryOf)).toEqual(retry);
    expect(await bench.log.jobs.findRetryOf(retry.id)).toBeUndefined();
  });
});

describe('a move', () => {
  it.each(allowed)('leads from %s to %s', async (from, to) => {
    const bench = new LogBench();
    const before = await bench.jobIn(from);
    await bench.clock.advance(1_000);
    const after = await bench.log.move(before.id, to, 'a reason');
    expect(after).toMatchObject({ state: to, previousState: from });
    expect(await bench.find(before)).toEqual(after);
    expect((await bench.eventsOf(before)).at(-1)).toEqual({
      jobId: before.id,
      at: bench.clock.now(),
      fromState: from,
      toState: to,
      cause: 'a reason',
    });
  });

  it.each(allowed)('from %s to %s is a revision where it changes the phase', async (from, to) => {
    const bench = new LogBench();
    const before = await bench.jobIn(from);
    const { revision } = await bench.move(before, to);
    expect(revision - before.revision).toBe(phaseOf(from) === phaseOf(to) ? 0 : 1);
  });

  it.each(forbidden)('never leads from %s to %s', async (from, to) => {
    const bench = new LogBench();
    const before = await bench.jobIn(from);
    const events = await bench.eventsOf(before);
    await bench.clock.advance(1_000);
    const error = { code: 'unexpected' } as const;
    expect(
      await bench.log.move(before.id, to, 'a reason', { error, attempt: 9, runpodId: 'x' }),
    ).toBeUndefined();
    expect(await bench.find(before)).toEqual(before);
    expect(await bench.eventsOf(before)).toEqual(events);
  });

  it('of a job that there is not changes nothing', async () => {
    const bench = new LogBench();
    const other = await bench.create();
    expect(await bench.log.move('another', 'cancelled', 'a reason')).toBeUndefined();
    expect(await bench.find(other)).toEqual(other);
  });

  it('changes this job and no other', async () => {
    const bench = new LogBench();
    const [job, other] = [await bench.create(), await bench.create()];
    await bench.move(job, 'cancelled');
    expect(await bench.find(other)).toEqual(other);
  });

  it('brings its changes in the same commit', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('running');
    const changes = {
      executionMs: 8_000,
      delayMs: 200,
      remoteOpen: true,
      pictures: [{ file: 'job1-1.png', format: 'png' }],
    } as const;
    expect(await bench.move(job, 'completed', changes)).toMatchObject(changes);
  });

  it('keeps what went wrong, with its facts', async () => {
    const bench = new LogBench();
    const error = { code: 'took_too_long', facts: { minutes: '10' } } as const;
    expect(await bench.jobIn('failed', {}, { error })).toMatchObject({
      errorCode: 'took_too_long',
      errorFacts: { minutes: '10' },
    });
  });

  it.each(TERMINAL_STATES)('to %s notes when that was', async (state) => {
    const bench = new LogBench();
    expect((await bench.jobIn(state)).finishedAt).toBe(bench.clock.now());
  });

  it('notes when the wait began, and keeps that where RunPod did not take the job', async () => {
    const bench = new LogBench();
    const readyAt = bench.clock.now();
    const job = await bench.jobIn('submitting');
    await bench.clock.advance(5_000);
    expect((await bench.move(job, 'ready')).readyAt).toBe(readyAt);
  });

  it('notes a new wait of a job that has to be made once more', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('queued');
    await bench.clock.advance(5_000);
    expect((await bench.move(job, 'ready')).readyAt).toBe(bench.clock.now());
  });
});

describe('listeners', () => {
  it('are told of every commit, once it is one, with the row as it then is', async () => {
    const bench = new LogBench();
    const told: Job[] = [];
    const finds: Promise<Job>[] = [];
    bench.log.events.on('changed', (job) => {
      told.push(job);
      finds.push(bench.find(job));
    });
    const job = await bench.jobIn('queued');
    await bench.log.confirm(job.id, BY_BUTTON, {
      interactionId: '7',
      interactionToken: 't',
      tokenExpiresAt: 1,
    });
    const found = await Promise.all(finds);
    expect(told.map(({ state }) => state)).toEqual(['ready', 'submitting', 'queued']);
    expect(found.at(-1)).toEqual(told.at(-1));
  });

  it('are not told of what changed nothing', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('cancelled');
    const told: Job[] = [];
    bench.log.events.on('changed', (changed) => told.push(changed));
    await bench.log.move(job.id, 'completed', 'too late');
    await bench.log.create(bench.request({ interactionId: job.answeredInteractionId }));
    expect(told).toEqual([]);
  });
});
