import type { Recipes } from '../../comfy/recipe.ts';
import { isWorkflow } from '../../comfy/workflow-name.ts';

/** What to say where a request cannot be read. */
export type WhyUnreadable = 'other_version' | 'workflow_changed' | 'workflow_gone';

/** What to say of a request that cannot be read: an operator's workflow comes and goes without a new version. */
export function whyUnreadable(recipe: string, recipes: Recipes): WhyUnreadable {
  if (!isWorkflow(recipe)) return 'other_version';
  return recipes.has(recipe) ? 'workflow_changed' : 'workflow_gone';
}
