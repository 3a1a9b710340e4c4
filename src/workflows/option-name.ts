import { camelCase, snakeCase } from '../recipes/option.ts';
import type { Entry, EntryType } from './manifest.ts';

/** Each means something to the rest of the bot, so it has one name, and nothing else has that. */
const FIXED: ReadonlySet<EntryType> = new Set([
  'prompt',
  'negative_prompt',
  'seed',
  'cfg',
  'count',
]);
/** How people say that they may use a picture. */
const CONSENT = 'consent';

/** As Discord takes a name: lower case letters, digits, `-` and `_`, at most 32. */
const NAME = /^[-_\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** Whether Discord takes a name of a command or an option. */
export function isDiscordName(name: string): boolean {
  return NAME.test(name) && name === name.toLowerCase();
}

/** The name inside of what an entry lets people set, or what is wrong with the one that it gives. */
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

/** What is wrong with a name for what has none of its own. */
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
