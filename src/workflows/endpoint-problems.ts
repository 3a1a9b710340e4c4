import type { Recipe } from '../recipes/recipe.ts';
import type { Problem } from './problem.ts';
import { MANIFEST_FILE } from './reading.ts';

/**
 * What is wrong with the endpoint that a workflow names, beside those that were read before it: every worker
 * of an endpoint is of one kind, so jobs of another would only fail there. A manifest that says no kind
 * means the bot's own, which is not known here; that one of RunPod's public endpoints is none is.
 */
export function endpointProblems(recipe: Recipe, before: readonly Recipe[]): readonly Problem[] {
  const { endpoint } = recipe;
  if (endpoint === undefined) return [];
  const other = before.find(
    (one) => one.name !== recipe.name && one.endpoint === endpoint && !areAlike(one, recipe),
  );
  if (!other) return [];
  const says = `is ${kindOf(recipe)} at the endpoint ${endpoint}, and /${other.command ?? other.name} says that ${kindOf(other)} is there: write the same worker in both, or name another endpoint`;
  return [{ file: MANIFEST_FILE, place: 'worker', says }];
}

function areAlike({ worker: one }: Recipe, { worker: other }: Recipe): boolean {
  if (one === other) return true;
  const isEitherUnsaid = one === undefined || other === undefined;
  return isEitherUnsaid && one !== 'runpod-public' && other !== 'runpod-public';
}

function kindOf({ worker }: Recipe): string {
  return worker ?? "the bot's own kind";
}
