import { describe, expect, it } from 'vitest';
import { defineRecipe, recipesOf } from '../../../src/recipes/recipe.ts';
import { text, TEXT_OPTIONS } from '../../../src/recipes/text.ts';
import { JobRows } from '../../../src/jobs/sql/job-rows.ts';
import { isTerminal, type Job } from '../../../src/jobs/job.ts';
import { JOB_COLUMNS, type JobRow } from '../../../src/jobs/sql/job-row.ts';
import { base64, PNG } from '../../comfy/pictures.ts';
import { RunnerBench } from '../../support/runner-bench.ts';
import { writeBeside } from '../../support/write-beside.ts';

const output = { images: [{ data: base64(PNG) }] };

const over = ({ state }: Job) => isTerminal(state);

/** Writes something into a job's row that another version might have. */
function rewrite({ databasePath }: RunnerBench, { id }: Job, set: string): Promise<void> {
  return writeBeside(databasePath, `UPDATE jobs SET ${set} WHERE id = ?`, id);
}

/** The row of a job of that request, as one that waits. */
async function waitingRow(params: object): Promise<JobRow> {
  const bench = await RunnerBench.open();
  bench.runpod.script({ stuck: true });
  const job = await bench.ask();
  await rewrite(bench, job, `params = '${JSON.stringify(params)}'`);
  return bench.db
    .selectFrom('jobs')
    .select(JOB_COLUMNS)
    .where('id', '=', job.id)
    .executeTakeFirstOrThrow();
}

describe('a job that is over in a state of another version', () => {
  it('reads as one that failed, of another version', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ output });
    const job = await bench.until(await bench.ask(), over);
    await rewrite(bench, job, `state = 'refunded'`);
    const read = await bench.log.jobs.find(job.id);
    expect(read).toMatchObject({ state: 'failed', errorCode: 'other_version' });
    expect(read?.pictures).toEqual(job.pictures);
  });

  it('is not looked at over and over where it is still to be shown', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ output });
    const job = await bench.until(await bench.ask(), over);
    await bench.stop();
    await rewrite(bench, job, `state = 'refunded', shown_revision = 0`);
    await bench.start();
    await expect.poll(() => bench.runner.size).toBe(0);
  });
});

describe('a job that waits', () => {
  it('goes on although another version had it in a state that is not known', async () => {
    const bench = await RunnerBench.open({ context: { maxJobsInFlight: 1 } });
    bench.runpod.script({ stuck: true });
    await bench.until(await bench.ask(), ({ state }) => state === 'running');
    const waiting = await bench.ask();
    await rewrite(bench, waiting, `previous_state = 'paused'`);
    expect(await bench.log.jobs.find(waiting.id)).toMatchObject({
      state: 'ready',
      previousState: undefined,
    });
  });
});

describe('a recipe that fails on what an older one wrote', () => {
  const failing = () => {
    throw new TypeError('no such size');
  };
  const parts = {
    name: 'text',
    options: TEXT_OPTIONS,
    models: [],
    work: () => 1,
    graph: () => ({}),
  } as const;

  it.each([
    ['as it counts the work', defineRecipe({ ...parts, work: failing })],
    ['as it brings it up to date', defineRecipe({ ...parts, upgrades: [failing] })],
    [
      'as it puts it into words',
      defineRecipe({
        ...parts,
        options: {
          ...TEXT_OPTIONS,
          aspectRatio: { ...TEXT_OPTIONS.aspectRatio, shown: failing },
        },
      }),
    ],
  ])('%s cannot read that row, and stands in the way of no other', async (_, recipe) => {
    const row = await waitingRow({ prompt: 'a fox', aspectRatio: '16:9' });
    const rows = new JobRows(recipesOf([recipe]));
    expect(rows.allReadable([row])).toEqual([]);
    expect(() => rows.job(row)).toThrow('cannot be read: recipe, params, paramsVersion');
    expect(rows.allReadable([{ ...row, state: 'failed' }])).toMatchObject([
      { wanted: { readable: false, prompt: 'a fox' } },
    ]);
    // Of one that can be read, the same row.
    expect(new JobRows(recipesOf([text])).allReadable([row])).toHaveLength(1);
  });
});
