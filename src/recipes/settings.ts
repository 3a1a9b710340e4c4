import type { z } from 'zod';
import type { FoundSettings } from '../comfy/settings-in-picture.ts';
import {
  knownSchema,
  type OptionTable,
  snakeCase,
  type ValueOption,
  valueOptions,
} from './option.ts';
import type { Params, Recipe } from './recipe.ts';
import { ASPECT_RATIO_NAMES, sizeOf } from './text.ts';

/** What people may choose beforehand: anything but what each picture has of its own. */
const OF_EACH_PICTURE: ReadonlySet<string> = new Set(['prompt', 'seed']);

/** Values of options by their names inside, as they were kept: of any version, so perhaps of no option today. */
export type KeptValues = Readonly<Record<string, unknown>>;

/** The options of a recipe that somebody may have chosen for beforehand, in their order. */
export function settableOptions(
  table: OptionTable,
): readonly (readonly [name: string, option: ValueOption])[] {
  return valueOptions(table).filter(([name]) => !OF_EACH_PICTURE.has(name));
}

/** Those of the values that a recipe's options have and take today. */
export function fittingValues(table: OptionTable, kept: KeptValues): KeptValues {
  return Object.fromEntries(
    Object.entries(knownValues(table, kept)).filter(
      ([name, value]) => value !== undefined && !problemWith(table, name, value),
    ),
  );
}

/** Those that its options have, whether they take them or not. */
export function knownValues(table: OptionTable, kept: KeptValues): KeptValues {
  const names = new Set(settableOptions(table).map(([name]) => name));
  return Object.fromEntries(Object.entries(kept).filter(([name]) => names.has(name)));
}

/** What is wrong with a value for an option; `undefined` where nothing is, or where there is no such option. */
export function problemWith(
  table: OptionTable,
  name: string,
  value: unknown,
): SettingsProblem | undefined {
  const option = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!option || option.kind === 'picture') return undefined;
  const { error } = knownSchema({ [name]: option }).safeParse({ [name]: value });
  return error && settingsProblem(table, error);
}

/** What a setting has to be. */
type Rule =
  | {
      readonly problem: 'length' | 'number' | 'whole_number';
      readonly min: number;
      readonly max: number;
    }
  | { readonly problem: 'choice'; readonly choices: readonly string[] }
  | { readonly problem: 'yes_or_no' };

/** One thing that is wrong with a request: the facts of `bad_option`. */
type SettingsProblem = {
  /** The option's name as people see it, `negative_prompt`; left out where it is none. */
  readonly option?: string;
} & (Rule | { readonly problem: 'missing' | 'unknown_option' });

/** The first thing that the schema of these options found wrong. */
export function settingsProblem(table: OptionTable, error: z.ZodError): SettingsProblem {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') {
    return { ...named(issue.keys[0]), problem: 'unknown_option' };
  }
  const key = issue?.path[0];
  const [, option] = valueOptions(table).find(([name]) => name === key) ?? [];
  return option ? { ...named(key), ...ruleOf(option) } : { option: 'prompt', problem: 'missing' };
}

function ruleOf(option: ValueOption): Rule {
  switch (option.kind) {
    case 'text':
      return { problem: 'length', min: option.min, max: option.max };
    case 'number':
      return { problem: 'number', min: option.min, max: option.max };
    case 'whole':
      return { problem: 'whole_number', min: option.min, max: option.max };
    case 'boolean':
      return { problem: 'yes_or_no' };
    case 'choice':
      return { problem: 'choice', choices: option.names };
  }
}

/** A name that is no option's own may be anything at all. */
function named(key: PropertyKey | undefined): { readonly option?: string } {
  const option = snakeCase(String(key));
  return /^\w{1,32}$/.test(option) ? { option } : {};
}

/** What means the same whatever makes a picture. */
const WORDS: ReadonlySet<string> = new Set(['prompt', 'negativePrompt']);
/** What each picture has of its own, or what means something else where there is a picture to start from. */
const OWN: ReadonlySet<string> = new Set(['seed', 'count', 'denoise', 'aspectRatio']);

/**
 * What of a request goes over into one of another recipe, for what is made from its picture: the words, and between
 * recipes of the same models the settings too. What the other one does not take today is left to its default.
 */
export function carriedOver(
  params: Params,
  from: Pick<Recipe, 'rating'> | undefined,
  to: Pick<Recipe, 'rating' | 'options'>,
): Params {
  const isSameModel = from?.rating === 'by_checkpoint' && to.rating === 'by_checkpoint';
  const isMeant = (name: string) => WORDS.has(name) || (isSameModel && !OWN.has(name));
  return Object.fromEntries(
    valueOptions(to.options).flatMap(([name]) => {
      const value = Object.hasOwn(params, name) ? params[name] : undefined;
      if (!isMeant(name) || value === undefined) return [];
      return problemWith(to.options, name, value) ? [] : [[name, value]];
    }),
  );
}

/** So that words and settings fit into one message. UTF-16 code units, as Discord counts. */
const LONGEST_WORDS = 1_500;

/** How far a shape may be from one that is offered: a fifth. */
const MOST_OFF = Math.log(6 / 5);

/** What of the settings that were found an option takes, and the names of those that are left to their defaults. */
export interface FittingSettings {
  readonly params: Params;
  readonly left: readonly string[];
  /** Whether some of the words were cut off. */
  readonly isCut: boolean;
}

/** The settings as far as a recipe's options take them today. What it has no option for goes unmentioned. */
export function fittingSettings(options: OptionTable, found: FoundSettings): FittingSettings {
  const { width, height, prompt, negativePrompt, ...others } = found;
  const isSized = width !== undefined && height !== undefined;
  const values = {
    ...(prompt !== undefined && { prompt: shortened(options, 'prompt', prompt) }),
    ...(negativePrompt !== undefined && {
      negativePrompt: shortened(options, 'negativePrompt', negativePrompt),
    }),
    ...(isSized && { aspectRatio: shapeOf(width, height) ?? `${width}:${height}` }),
    ...others,
  };
  const known = Object.entries(values).filter(
    ([name, value]) => value !== undefined && Object.hasOwn(options, name),
  );
  const isLeft = ([name, value]: readonly [string, unknown]) =>
    problemWith(options, name, value) !== undefined;
  return {
    params: Object.fromEntries(known.filter((one) => !isLeft(one))),
    left: known.filter(isLeft).map(([name]) => name),
    isCut: [
      [prompt, values.prompt],
      [negativePrompt, values.negativePrompt],
    ].some(([before, now]) => before !== now),
  };
}

function shortened(options: OptionTable, name: string, words: string): string {
  const option = options[name];
  const longest = Math.min(option?.kind === 'text' ? option.max : LONGEST_WORDS, LONGEST_WORDS);
  // Half of a character is none.
  return words.length <= longest ? words : words.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '');
}

/** The nearest of the shapes that are offered, where one is near. */
function shapeOf(width: number, height: number): string | undefined {
  // 2:3 is as far from 9:16 as from 3:4, and is taken for the one that is nearer to a square.
  const off = (name: string) => {
    const size = sizeOf(name);
    const shape = Math.log(size.width / size.height);
    return Math.abs(Math.log(width / height) - shape) + Math.abs(shape) * 1e-6;
  };
  const [nearest] = [...ASPECT_RATIO_NAMES].sort((a, b) => off(a) - off(b));
  return nearest !== undefined && off(nearest) <= MOST_OFF ? nearest : undefined;
}
