import type { Params, Recipe } from '../recipes/recipe.ts';
import type { Abilities } from '../workers/worker.ts';
import type { Job } from './job.ts';

/**
 * How many jobs at RunPod make a request. One, unless the worker's answer could not hold all of its pictures:
 * then one for each, and they follow one another in the same row, which keeps the pictures so far.
 *
 * One as well with an input picture, which the bot deletes once RunPod has it, and without a seed, by which
 * the pictures would differ.
 */
export function partsOf(
  { count, wanted }: Pick<Job, 'count' | 'wanted'>,
  { fitsAnswers }: Pick<Abilities, 'fitsAnswers'>,
): number {
  return fitsAnswers || wanted.picture || wanted.params.seed === undefined ? 1 : count;
}

/** The params of the picture after the `made` first ones: alone, with a seed of its own. */
export function paramsOfPart({ options: { seed } }: Recipe, params: Params, made: number): Params {
  const { min, max } = seed?.kind === 'whole' ? seed : { min: 0, max: Number.MAX_SAFE_INTEGER };
  const first = Number(params.seed);
  const past = made - (max - first);
  return { ...params, count: 1, seed: past > 0 ? Math.max(min, 0) + past - 1 : first + made };
}

/**
 * When a run would have begun if it had made the earlier parts as well, in milliseconds since the epoch.
 * `expectedMs`: of all parts.
 */
export function beganAt(
  { pictures, count }: Pick<Job, 'pictures' | 'count'>,
  startedAt: number,
  expectedMs = 0,
): number {
  return startedAt - (pictures.length / count) * expectedMs;
}
