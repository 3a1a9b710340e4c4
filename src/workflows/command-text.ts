import { type Option, snakeCase } from '../recipes/option.ts';
import { RANDOM_SEED, type Recipe } from '../recipes/recipe.ts';
import { PRESET_OPTION, recipeDefinition } from '../recipes/command-definition.ts';

/** A workflow's command as people will see it: its options in Discord's order, each with what it takes. */
export function commandText(recipe: Recipe): readonly string[] {
  const { command = '', title = command, rating, options } = recipe;
  const table = new Map(Object.entries(options).map(([name, option]) => [snakeCase(name), option]));
  const { description, options: defined } = recipeDefinition(recipe);
  const usage = defined.map(({ name, required }) =>
    required === true ? `${name}:…` : `[${name}:…]`,
  );
  const width = Math.max(0, ...defined.map(({ name }) => name.length)) + 2;
  const lines = defined.map(({ name, required, description: says }) => {
    const option = table.get(name);
    const takes = option ? takesText(name, option) : besides(name);
    const needed = required === true ? '; needed' : '';
    return `  ${name.padEnd(width)}${says} (${takes}${needed})`;
  });
  const where =
    rating === 'adult'
      ? 'adult: it is offered in age-restricted channels only'
      : 'general: it is offered in every channel';
  return [
    [`/${command}`, ...usage].join(' '),
    `  ${title}: ${description}`,
    `  Rated ${where}.`,
    '',
    ...lines,
  ];
}

/** What an option takes that is none of the workflow's own. */
function besides(name: string): string {
  return name === PRESET_OPTION ? 'a name' : 'yes or no';
}

function takesText(name: string, option: Option): string {
  switch (option.kind) {
    case 'text':
      return `words, up to ${option.max} characters${instead(shortened(option.default))}`;
    case 'whole':
    case 'number': {
      const kind = option.kind === 'whole' ? 'a whole number' : 'a number';
      const otherwise =
        name === 'seed' && option.default === RANDOM_SEED
          ? '; else a new one each time'
          : instead(String(option.default));
      return `${kind} from ${option.min} to ${option.max}${otherwise}`;
    }
    case 'boolean':
      return `yes or no${instead(option.default ? 'yes' : 'no')}`;
    case 'choice': {
      const label = option.label ?? ((name: string) => name);
      if (option.anyOf !== undefined)
        return `any file of ${option.anyOf}${instead(option.default)}`;
      return `${option.names.map(label).join(', ')}${instead(label(option.default))}`;
    }
    case 'picture': {
      const person = option.person ? 'counts as one that may show a person' : 'shows nobody';
      return `a picture, ${person}`;
    }
  }
}

function instead(value: string | undefined): string {
  return value === undefined || value === '' ? '' : `; else ${value}`;
}

const LONGEST = 40;

function shortened(text: string | undefined): string | undefined {
  return text !== undefined && text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
