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

/** Everything but these can be a default option, since they belong to one picture. */
const OF_EACH_PICTURE: ReadonlySet<string> = new Set(['prompt', 'seed']);

/** Stored option values by internal name. They may be from an older version and name removed options. */
export type KeptValues = Readonly<Record<string, unknown>>;

/** The options of a recipe that a member can set defaults for, in order. */
export function settableOptions(
  table: OptionTable,
): readonly (readonly [name: string, option: ValueOption])[] {
  return valueOptions(table).filter(([name]) => !OF_EACH_PICTURE.has(name));
}

/** The stored values that are valid for the options today. */
export function fittingValues(table: OptionTable, kept: KeptValues): KeptValues {
  return Object.fromEntries(
    Object.entries(knownValues(table, kept)).filter(
      ([name, value]) => value !== undefined && !problemWith(table, name, value),
    ),
  );
}

/** The stored values whose options exist, valid or not. */
export function knownValues(table: OptionTable, kept: KeptValues): KeptValues {
  const names = new Set(settableOptions(table).map(([name]) => name));
  return Object.fromEntries(Object.entries(kept).filter(([name]) => names.has(name)));
}

/** What is wrong with a value for an option. `undefined` if it is valid or the option is unknown. */
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

/** The rule that a setting violates. */
type Rule =
  | {
      readonly problem: 'length' | 'number' | 'whole_number';
      readonly min: number;
      readonly max: number;
    }
  | { readonly problem: 'choice'; readonly choices: readonly string[] }
  | { readonly problem: 'yes_or_no' };

/** One problem with a request: the facts of `bad_option`. */
type SettingsProblem = {
  /** The Discord name, such as `negative_prompt`. Missing if it is not an option. */
  readonly option?: string;
} & (Rule | { readonly problem: 'missing' | 'unknown_option' });

/** The first problem that the options' schema found. */
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

/** A key that is no option may be any text. */
function named(key: PropertyKey | undefined): { readonly option?: string } {
  const option = snakeCase(String(key));
  return /^\w{1,32}$/.test(option) ? { option } : {};
}

/** Options with the same meaning in every recipe. */
const WORDS: ReadonlySet<string> = new Set(['prompt', 'negativePrompt']);
/** Options of a single picture, or with another meaning when starting from a picture. */
const OWN: ReadonlySet<string> = new Set(['seed', 'count', 'denoise', 'aspectRatio']);

/**
 * The part of a request that carries over to another recipe for a follow-up: the prompts, and between recipes
 * of the same models also the settings. Values that the other recipe does not accept fall back to its
 * defaults.
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

/** Keeps prompts and settings within one message. UTF-16 code units, as Discord counts. */
const LONGEST_WORDS = 1_500;

/** The largest accepted deviation from an offered aspect ratio: a fifth. */
const MAX_OFF = Math.log(6 / 5);

/** Found settings that a recipe accepts, and the names of those left at their defaults. */
export interface FittingSettings {
  readonly params: Params;
  readonly left: readonly string[];
  /** Whether the prompts were truncated. */
  readonly isCut: boolean;
}

/** The found settings that a recipe's options accept today. Settings without an option are ignored. */
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
  // Drop half a surrogate pair.
  return words.length <= longest ? words : words.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '');
}

/** The nearest offered aspect ratio, if one is close enough. */
function shapeOf(width: number, height: number): string | undefined {
  // 2:3 is as far from 9:16 as from 3:4. Prefer the one nearer to a square.
  const off = (name: string) => {
    const size = sizeOf(name);
    const shape = Math.log(size.width / size.height);
    return Math.abs(Math.log(width / height) - shape) + Math.abs(shape) * 1e-6;
  };
  const [nearest] = [...ASPECT_RATIO_NAMES].sort((a, b) => off(a) - off(b));
  return nearest !== undefined && off(nearest) <= MAX_OFF ? nearest : undefined;
}
