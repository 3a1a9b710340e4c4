import { snakeCase } from '../comfy/option-names.ts';
import { pictureOptions } from '../comfy/option.ts';
import type { Recipe } from '../comfy/recipe.ts';
import type { Problem } from './problem.ts';
import { MANIFEST_FILE } from './reading.ts';

/** What is wrong with where a workflow's next steps lead. */
export function nextProblems({ next }: Recipe, all: readonly Recipe[]): readonly Problem[] {
  return next.flatMap(({ command, picture }, index) => {
    const at = { file: MANIFEST_FILE, input: `next[${index}]` };
    const recipe = all.find((one) => one.command === command);
    if (!recipe) return [{ ...at, says: `leads to /${command}, which is no workflow that works` }];
    const names = pictureOptions(recipe.options).map(([name]) => snakeCase(name));
    if (names.includes(picture)) return [];
    const has = names.join(', ') || 'none';
    return [{ ...at, says: `/${command} takes no picture called ${picture} (it has ${has})` }];
  });
}
