import type { Recipe } from '../recipes/recipe.ts';
import { recipeDefinition } from '../recipes/command-definition.ts';
import type { Problem } from './problem.ts';
import { MANIFEST_FILE } from './reading.ts';

/** Discord's bounds for one command, by its documentation. */
export const MOST_OPTIONS = 25;
const MOST_CHARACTERS = 8_000;

/** What Discord would refuse about a workflow's command. */
export function commandProblems(recipe: Recipe): readonly Problem[] {
  const definition = recipeDefinition(recipe);
  const { options } = definition;
  const problems: Problem[] = [];
  const say = (says: string) => problems.push({ file: MANIFEST_FILE, about: 'size', says });
  if (options.length > MOST_OPTIONS) {
    const consent = recipe.person ? ' (one of them for the consent)' : '';
    say(
      `has ${options.length} options${consent}, and Discord takes ${MOST_OPTIONS}: leave some out`,
    );
  }
  const characters = countCharacters(definition);
  if (characters > MOST_CHARACTERS) {
    say(
      `its names, descriptions and choices have ${characters} characters, and Discord takes ${MOST_CHARACTERS}: shorten them`,
    );
  }
  return problems;
}

/** Of names, descriptions and values, in the command, its options and their choices. */
function countCharacters(value: unknown): number {
  if (Array.isArray(value))
    return value.reduce((sum: number, one) => sum + countCharacters(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, part]) => {
    const isCounted = COUNTED.has(key) && typeof part === 'string';
    return sum + (isCounted ? part.length : countCharacters(part));
  }, 0);
}

const COUNTED: ReadonlySet<string> = new Set(['name', 'description', 'value']);
