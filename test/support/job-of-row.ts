import { builtInRecipes } from '../../src/comfy/recipes/index.ts';
import { JobRows } from '../../src/record/job/job-rows.ts';
import type { JobRow } from '../../src/record/job/row.ts';
import type { Job } from '../../src/record/job/job.ts';

/** The job of a row, of a recipe that comes with the bot. */
export function jobOfRow(row: JobRow): Job {
  return new JobRows(builtInRecipes).job(row);
}
