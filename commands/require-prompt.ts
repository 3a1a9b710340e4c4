import type { Params, Recipe } from '../src/comfy/recipe.ts';
import { problemWith } from '../src/comfy/settable.ts';
import { BotError } from '../src/errors/errors.ts';

/**
 * What was drawn from a prompt may be nothing at all.
 *
 * @throws BotError where the recipe takes no such prompt.
 */
export function requirePrompt(
  { options }: Pick<Recipe, 'options'>,
  { prompt }: Pick<Params, 'prompt'>,
): void {
  const problem = problemWith(options, 'prompt', prompt);
  if (problem) throw new BotError('bad_option', { facts: problem });
}
