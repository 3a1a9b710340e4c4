import { isWorkflow, type Params } from '../recipes/recipe.ts';
import type { Abilities } from '../workers/worker.ts';
import type { Job } from './job.ts';

/**
 * How many jobs at RunPod make a request. One, unless the worker's answer could not hold all of its pictures:
 * then one for each, and they follow one another in the same row, which keeps the pictures so far.
 *
 * One as well for workflows from a folder, which may save several pictures where one was requested. A job begun in parts goes on so, at any worker.
 */
export function partsOf(
  { count, wanted: { recipe }, madeSoFar }: Pick<Job, 'count' | 'wanted' | 'madeSoFar'>,
  { fitsAnswers }: Pick<Abilities, 'fitsAnswers'>,
): number {
  if (madeSoFar.length > 0) return count;
  return fitsAnswers || isWorkflow(recipe) ? 1 : count;
}

/** The params of the picture after the `made` first ones: alone, with a seed of its own. */
export function paramsOfPart(params: Params, made: number): Params {
  const first = Number(params.seed);
  const past = made - (Number.MAX_SAFE_INTEGER - first);
  return { ...params, count: 1, seed: past > 0 ? past - 1 : first + made };
}

/**
 * When a run would have begun if it had made the earlier parts as well, in milliseconds since the epoch.
 * `expectedMs`: of all parts.
 */
export function beganAt(
  { madeSoFar, count }: Pick<Job, 'madeSoFar' | 'count'>,
  startedAt: number,
  expectedMs = 0,
): number {
  return startedAt - (madeSoFar.length / count) * expectedMs;
}
