import { pictureOptions, snakeCase } from '../recipes/option.ts';
import type { Recipe } from '../recipes/recipe.ts';
import type { Problem } from './problem.ts';
import { MANIFEST_FILE } from './reading.ts';

/** What is wrong with where a workflow's next steps lead. */
export function nextProblems({ next }: Recipe, all: readonly Recipe[]): readonly Problem[] {
  return next.flatMap(({ as, command, picture }, index) => {
    const at = { file: MANIFEST_FILE, place: `next[${index}]` };
    const same = next.findIndex((one) => one.as === undefined && one.command === command);
    if (as === undefined && same < index) {
      const says = `leads to /${command}, as next[${same}] does, and a button is known by its command: take one of them out`;
      return [{ ...at, says }];
    }
    const recipe = all.find((one) => one.command === command);
    if (!recipe) {
      const says = `leads to /${command}, which is no workflow that works: name one that does, or take this step out`;
      return [{ ...at, says }];
    }
    const names = pictureOptions(recipe.options).map(([name]) => snakeCase(name));
    if (names.includes(picture)) return [];
    const instead = names.length > 0 ? `name ${names.join(' or ')}` : 'it takes none at all';
    return [{ ...at, says: `/${command} takes no picture called ${picture}: ${instead}` }];
  });
}
