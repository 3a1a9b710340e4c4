import type { Recipe } from './recipe.ts';
import { workerOf, type WorkerChoice } from './worker-kinds.ts';

/** Where the pictures of these recipes may be fetched from, besides the hosts that an operator names. */
export function pictureOrigins(recipes: Iterable<Recipe>, own: WorkerChoice): readonly string[] {
  const kinds = new Set([own.kind]);
  for (const { worker } of recipes) if (worker !== undefined) kinds.add(worker);
  return [...kinds].flatMap((kind) => workerOf({ ...own, kind }).pictureOrigins);
}
