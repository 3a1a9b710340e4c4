import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { isTerminal, type Job, JOB_STATES, TERMINAL_STATES } from '../../../src/jobs/job.ts';
import type { Unreadable } from '../../../src/jobs/sql/job-queries.ts';
import { LogBench } from '../../support/log-bench.ts';
import { facePicture } from '../../support/face-picture.ts';

const idsOf = (jobs: readonly (Job | Unreadable)[]) =>
  jobs.map((job) => ('id' in job ? job.id : job.unreadable));

describe('unfinished', () => {
  it.each(JOB_STATES.filter((state) => !isTerminal(state)))(
    'holds a job that is %s, though it is shown',
    async (state) => {
      const bench = new LogBench();
      const job = await bench.jobIn(state);
      await bench.log.note.shown(job.id, job.revision);
      expect(idsOf(await bench.unfinished())).toEqual([job.id]);
    },
  );

  it.each(TERMINAL_STATES)('holds a job that is %s until that is shown', async (state) => {
    const bench = new LogBench();
    const job = await bench.jobIn(state);
    await bench.log.note.shown(job.id, job.revision - 1);
    expect(idsOf(await bench.unfinished())).toEqual([job.id]);
    await bench.log.note.shown(job.id, job.revision);
    expect(await bench.unfinished()).toEqual([]);
  });

  it('holds a job that is over here and shown, while it may go on at RunPod', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('cancelled');
    await bench.log.note.shown(job.id, job.revision);
    await bench.log.note.lateSubmission(job, 'ep', 'runpod-1');
    expect(idsOf(await bench.unfinished())).toEqual([job.id]);
    await bench.log.note.remoteClosed(job.id);
    expect(await bench.unfinished()).toEqual([]);
  });

  it('holds no job that is over and can be shown to nobody', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('completed');
    await bench.log.note.undeliverable(job.id);
    expect(await bench.unfinished()).toEqual([]);
  });

  it('is in the order in which the jobs were asked for, and survives a restart', async () => {
    const bench = new LogBench();
    const ids: string[] = [];
    for (const state of ['running', 'awaiting_consent', 'ready'] as const) {
      ids.push((await bench.jobIn(state)).id);
      await bench.clock.advance(1);
    }
    await bench.reopen();
    expect(idsOf(await bench.unfinished())).toEqual(ids);
  });
});

describe('latestOf', () => {
  it("gives a person's own jobs, newest first, as many as asked for", async () => {
    const bench = new LogBench();
    const userId = '400000000000000009';
    const ids: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      await bench.clock.advance(1_000);
      ids.push((await bench.create({ userId })).id);
      await bench.create();
    }
    expect(idsOf(await bench.log.jobs.latestOf(userId, 3))).toEqual(ids.toReversed().slice(0, 3));
    expect(await bench.log.jobs.latestOf('1', 3)).toEqual([]);
  });
});

describe('countByState', () => {
  it('counts the jobs in each state that there is a job in', async () => {
    const bench = new LogBench();
    for (const state of ['queued', 'queued', 'failed'] as const) await bench.jobIn(state);
    expect([...(await bench.log.jobs.countByState())].toSorted()).toEqual([
      ['failed', 1],
      ['queued', 2],
    ]);
  });
});

describe('countAhead', () => {
  it("counts the bot's jobs that RunPod got before and still has in the endpoint's queue", async () => {
    const bench = new LogBench();
    const queued = async (runpodEndpointId = 'ep') => {
      await bench.clock.advance(1_000);
      return bench.jobIn('queued', {}, { submittedAt: bench.clock.now(), runpodEndpointId });
    };
    await queued();
    await queued('another');
    const job = await queued();
    await queued();
    for (const state of ['running', 'completed', 'submitting', 'ready', 'cancelled'] as const) {
      await bench.jobIn(state);
    }
    expect(await bench.log.jobs.countAhead(job)).toBe(1);
  });

  it('counts no further than a hundred', async () => {
    const bench = new LogBench();
    const submittedAt = bench.clock.now();
    const { id } = await bench.jobIn('queued', {}, { submittedAt, runpodEndpointId: 'ep' });
    await sql`WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 199)
      INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id,
        user_id, state, recipe, params, models, created_at, submitted_at,
        runpod_endpoint_id)
      SELECT 'j' || n, 'i' || n, 'i' || n, token_expires_at, guild_id, channel_id,
        user_id, state, recipe, params, models, created_at, submitted_at + n,
        runpod_endpoint_id
      FROM jobs, numbers WHERE id = ${id}`.execute(bench.db);
    const ahead = (n: number) =>
      bench.log.jobs.countAhead({ runpodEndpointId: 'ep', submittedAt: submittedAt + n });
    expect([await ahead(99), await ahead(100), await ahead(199)]).toEqual([99, 100, 100]);
  });
});

describe('pastRuns', () => {
  const kind = (recipe: string) => ({ recipe, endpointId: 'ep', worker: 'contract' });

  it.each([
    ['other endpoint', { runpodEndpointId: 'another' }],
    ['other kind of worker', { worker: 'worker-comfyui' }],
  ])('leaves out those of any %s', async (_, other) => {
    const bench = new LogBench();
    const here = { runpodEndpointId: 'ep', worker: 'contract' };
    await bench.jobIn('completed', {}, { executionMs: 1_000, ...here });
    await bench.jobIn('completed', {}, { executionMs: 2_000, ...here, ...other });
    const runs = await bench.log.gpuUse.pastRuns(kind('text'), 9);
    expect(runs.map(({ executionMs }) => executionMs)).toEqual([1_000]);
  });

  it('gives the latest completed runs that were measured, newest first', async () => {
    const bench = new LogBench();
    for (const executionMs of [1_000, 2_000, undefined, 3_000]) {
      await bench.jobIn('completed', {}, { executionMs });
      await bench.clock.advance(1_000);
    }
    await bench.jobIn('failed', {}, { executionMs: 4_000 });
    const runs = await bench.log.gpuUse.pastRuns(kind('text'), 2);
    expect(runs.map(({ executionMs }) => executionMs)).toEqual([3_000, 2_000]);
    expect(runs[0]?.work).toBe(20 * 1024 * 1024);
  });

  it('leaves out settings that are no longer known', async () => {
    const bench = new LogBench();
    const { id } = await bench.jobIn('completed', {}, { executionMs: 1_000 });
    await bench.jobIn('completed', {}, { executionMs: 2_000 });
    await bench.db.updateTable('jobs').set({ params: '{}' }).where('id', '=', id).execute();
    const runs = await bench.log.gpuUse.pastRuns(kind('text'), 9);
    expect(runs.map(({ executionMs }) => executionMs)).toEqual([2_000]);
  });

  it('keeps those with a face apart from those without', async () => {
    const bench = new LogBench();
    const pictures = [facePicture({ url: 'https://cdn.test/me.jpg', size: 5 })];
    await bench.jobIn('completed', {}, { executionMs: 1_000 });
    await bench.jobIn('completed', { pictures }, { executionMs: 2_000 });
    const times = async (recipe: string) =>
      (await bench.log.gpuUse.pastRuns(kind(recipe), 9)).map(({ executionMs }) => executionMs);
    expect([await times('text'), await times('face')]).toEqual([[1_000], [2_000]]);
  });
});

describe('filesInUse', () => {
  const picture = (file: string) => ({ file, format: 'png' }) as const;

  it('knows every picture of every job, and no other file', async () => {
    const bench = new LogBench();
    const [a, b] = [[picture('a-1.png'), picture('a-2.png')], [picture('b-1.png')]];
    await bench.jobIn('completed', { id: 'a' }, { pictures: a });
    await bench.jobIn('completed', { id: 'b' }, { pictures: b });
    await bench.jobIn('running', { id: 'c' });
    const files = [
      'a-1.png',
      'a-2.png',
      'b-1.png',
      'b-2.png',
      'a-1.png.tmp',
      'c-1.png',
      'x',
      'd-1.png',
    ];
    const { named, unfinished } = await bench.log.jobs.filesInUse(files);
    expect([...named]).toEqual(['a-1.png', 'a-2.png', 'b-1.png']);
    expect([...unfinished]).toEqual(['c-1.png']);
  });

  it('keeps the files of a row that does not say which they are', async () => {
    const bench = new LogBench();
    const { id } = await bench.jobIn('completed', {}, { pictures: [picture('a-1.png')] });
    await bench.db.updateTable('jobs').set({ pictures: '["x"' }).execute();
    const { named } = await bench.log.jobs.filesInUse([`${id}-1.png`, 'a-1.png']);
    expect([...named]).toEqual([`${id}-1.png`]);
  });
});

describe('a row that this version cannot read', () => {
  it.each([
    ['state', 'dreaming'],
    ['params', 'no JSON'],
    ['params', '{"steps":20}'],
    ['recipe', 'a-recipe-from-the-future'],
    ['paramsVersion', 99],
    ['paramsVersion', 0],
    ['errorCode', 'a_code_from_the_future'],
  ] as const)('is refused for its %s', async (column, value) => {
    const bench = new LogBench();
    const { id } = await bench.create();
    await bench.db
      .updateTable('jobs')
      .set({ [column]: value })
      .where('id', '=', id)
      .execute();
    await expect(bench.log.jobs.find(id)).rejects.toThrow(column);
  });
});
