import type { APIApplicationCommandBasicOption } from 'discord.js';
import {
  LONGEST_CHOICE,
  optionDefinitions,
  recipeDefinition,
} from '../recipes/command-definition.ts';
import { isRecord, own } from '../engines/record.ts';
import { inEveryLanguage } from '../recipes/localized-definition.ts';
import { camelCase, snakeCase } from '../recipes/option.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { say } from '../say/say.ts';
import type { Entry, EntryType } from './manifest.ts';
import type { Problem } from './problem.ts';
import { type InputsOf, MANIFEST_FILE, type Reading } from './reading.ts';

/** These have a meaning elsewhere in the bot, so they have fixed names that no other entry may use. */
const FIXED: ReadonlySet<EntryType> = new Set([
  'prompt',
  'negative_prompt',
  'seed',
  'cfg',
  'count',
]);
/** The option that confirms consent. */
const CONSENT = 'consent';

/** Discord's rule for names: lower-case letters, digits, `-` and `_`, at most 32. */
const NAME = /^[-_\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** Whether Discord accepts the name of a command or option. */
export function isDiscordName(name: string): boolean {
  return NAME.test(name) && name === name.toLowerCase();
}

/** An entry's internal option name, or the problem with its name. */
export function optionName(entry: Entry): { readonly name: string } | { readonly problem: string } {
  const { type, name: given } = entry;
  if (FIXED.has(type)) {
    return given === undefined || given === type
      ? { name: camelCase(type) }
      : { problem: `a ${type} is always called ${type}: leave its name out` };
  }
  const name = given ?? type;
  const problem = nameProblem(name);
  return problem === undefined ? { name: camelCase(name) } : { problem };
}

/** The problem with a custom name. */
export function nameProblem(name: string): string | undefined {
  if (!isDiscordName(name)) {
    return `Discord refuses the name ${JSON.stringify(name)}: take lower case letters, digits, - and _ only, at most 32`;
  }
  if (name === CONSENT || [...FIXED].some((fixed) => fixed === name)) {
    return `the name ${name} means something else: choose another`;
  }
  const inside = camelCase(name);
  return snakeCase(inside) !== name || inside in {}
    ? `the name ${name} cannot be used: choose another`
    : undefined;
}

/** Discord's documented limits for one command. */
export const MOST_OPTIONS = 25;
const MAX_CHARACTERS = 8_000;

/** What Discord would reject in a workflow's command. */
export function commandProblems(recipe: Recipe): readonly Problem[] {
  const definition = inEveryLanguage((words) => recipeDefinition(recipe, words));
  const { options = [] } = definition;
  const problems: Problem[] = [];
  const report = (says: string) => problems.push({ file: MANIFEST_FILE, about: 'size', says });
  if (options.length > MOST_OPTIONS) {
    const consent = recipe.person ? ' (one of them for the consent)' : '';
    report(
      `has ${options.length} options${consent}, and Discord takes ${MOST_OPTIONS}: leave some out`,
    );
  }
  const characters = countCharacters(definition);
  if (characters > MAX_CHARACTERS) {
    report(
      `its names, descriptions and choices have ${characters} characters, and Discord takes ${MAX_CHARACTERS}: shorten them`,
    );
  }
  return problems;
}

/** Counts names, descriptions and values in the command, its options and their choices. */
function countCharacters(value: unknown): number {
  if (Array.isArray(value))
    return value.reduce((sum: number, one) => sum + countCharacters(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, part]: [string, unknown]) => {
    const isCounted = COUNTED.has(key) && typeof part === 'string';
    const localized: unknown = own<unknown>({ ...value }, `${key}_localizations`);
    return sum + (isCounted ? longest(part, localized) : countCharacters(part));
  }, 0);
}

/** Only a field's longest language counts (Discord's reference, Slash commands). */
function longest(text: string, localized: unknown): number {
  const others = isRecord(localized) ? Object.values(localized) : [];
  return Math.max(...[text, ...others].map((one) => (typeof one === 'string' ? one.length : 0)));
}

const COUNTED: ReadonlySet<string> = new Set(['name', 'description', 'value']);

/** Discord documents 2^53, but numbers next to it are no longer exact. */
const WIDEST = Number.MAX_SAFE_INTEGER;

/**
 * Finds what Discord would reject in the registered options, by entry. Discord accepts all commands of a bot
 * at once or none.
 */
export function checkDefinitions(reading: Reading, inputsOf: InputsOf): void {
  for (const [index, inputs] of inputsOf.entries()) {
    if (reading.isBroken(index)) continue;
    const options = Object.fromEntries(inputs.map(({ name, option }) => [name, option]));
    const says = optionDefinitions(options, say())
      .map(refusalOf)
      .find((one) => one !== undefined);
    if (says !== undefined) reading.manifest(says, index);
  }
}

function refusalOf(option: APIApplicationCommandBasicOption): string | undefined {
  const { choices = [] } = 'choices' in option ? option : {};
  for (const { name, value } of choices) {
    const text = String(value);
    if ([name, text].some((one) => Array.from(one).length > LONGEST_CHOICE)) {
      return `its choice ${name.slice(0, 40)}… has more than the ${LONGEST_CHOICE} characters that Discord takes: shorten it`;
    }
    if (name.trim() === '') return `its choice ${JSON.stringify(name)} has no name: give it one`;
    if (text.trim() === '') {
      return `its choice ${name} has an empty value, which Discord does not take: give it another, or take it out`;
    }
  }
  const { min_value: min = 0, max_value: max = 0 } = 'min_value' in option ? option : {};
  return Math.abs(min) > WIDEST || Math.abs(max) > WIDEST
    ? `goes from ${min} to ${max}, and Discord takes -${WIDEST} to ${WIDEST}: narrow min and max`
    : undefined;
}
