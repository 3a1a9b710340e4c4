import { beforeEach, describe, expect, it } from 'vitest';
import { builtInRecipes } from '../../../src/recipes/built-in.ts';
import { JobRows } from '../../../src/jobs/sql/job-rows.ts';
import { JOB_COLUMNS, type JobRow } from '../../../src/jobs/sql/job-row.ts';
import { LogBench } from '../../support/log-bench.ts';

let rows: JobRows;
let row: JobRow;

beforeEach(async () => {
  const bench = new LogBench();
  const { id } = await bench.jobIn('running');
  rows = new JobRows(builtInRecipes);
  row = await bench.db
    .selectFrom('jobs')
    .select(JOB_COLUMNS)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
});

/** What a column may hold instead, of the type that it holds now. */
function other(value: JobRow[keyof JobRow]): unknown {
  if (typeof value === 'number') return value === 0 ? 1 : 0;
  return value === null ? undefined : `${value}?`;
}

describe('a row that was read before', () => {
  it('is not read anew while every column is as it was', () => {
    expect(rows.job({ ...row })).toBe(rows.job(row));
  });

  it('is read as anybody reads it once any of its columns has changed', () => {
    for (const column of JOB_COLUMNS.filter((name) => name !== 'id')) {
      rows.job(row);
      const changed: JobRow = { ...row, [column]: other(row[column]) };
      const read = rows.readable(changed);
      expect(read, column).toEqual(new JobRows(builtInRecipes).readable(changed));
      expect(read, column).not.toBe(rows.job(row));
    }
  });

  it('is not kept once its job is over', () => {
    const over: JobRow = { ...row, state: 'cancelled', finishedAt: 1 };
    const before = rows.job(row);
    expect(rows.job(over)).not.toBe(rows.job(over));
    expect(rows.job(row)).toEqual(before);
    expect(rows.job({ ...over })).not.toBe(before);
  });

  it('makes way for those of other jobs', () => {
    const before = rows.job(row);
    for (let other = 0; other < 1_000; other += 1) rows.job({ ...row, id: `other-${other}` });
    expect(rows.job(row)).not.toBe(before);
  });
});
