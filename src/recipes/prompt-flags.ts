import { own } from '../engines/record.ts';
import {
  camelCase,
  type ChoiceOption,
  type NumberOption,
  type Option,
  type OptionTable,
  snakeCase,
  type ValueOption,
} from './option.ts';
import type { Params, Recipe } from './recipe.ts';
import { notesOf, withNotes } from './request-notes.ts';

/** A prompt and what its flags say, by internal option name. */
export interface PromptFlags {
  /** The prompt without its flags. */
  readonly prompt: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Flags whose value became the nearest on offer, with that value: `--ar 16:9`. */
  readonly adjusted: Readonly<Record<string, string>>;
  /** Flags that set nothing, without their values: `--v`. */
  readonly ignored: readonly string[];
}

/** Short names of options, as members know them from other bots. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  ar: 'aspect_ratio',
  aspect: 'aspect_ratio',
  no: 'negative_prompt',
};

/** Names from Midjourney's parameter list that have no counterpart here. */
const FOREIGN: ReadonlySet<string> = new Set(
  [
    'bs|c|chaos|cref|cw|draft|exp|fast|hd|iw|loop|motion|niji|oref|ow|p|personalize',
    'profile|public|q|quality|r|raw|relax|repeat|s|sref|stealth|stop|style|stylize|sv|sw',
    'test|testp|tile|turbo|v|version|video|w|weird',
  ].flatMap((names) => names.split('|')),
);

/** In characters. Longer ones are words with dashes in front. */
const LONGEST_NAME = 24;

/** Phones turn two hyphens into a dash. */
const FLAG = /^(--|[—–]{1,2})(\p{L}[\p{L}\p{N}_-]*)(?:=(.+))?$/u;
const NUMBER = /^[-+]?\d{1,17}(?:\.\d{1,17})?$/;
const RATIO = /^(\d{1,5}(?:\.\d{1,5})?)[:x/](\d{1,5}(?:\.\d{1,5})?)$/i;

/**
 * Takes flags such as `--ar 16:9 --no text` out of a prompt. A flag is the name of an option or of a
 * Midjourney parameter, or any other name after two hyphens that ends the prompt or comes before a number or
 * another flag: dashes before ordinary words stay. The last of several counts; texts add up.
 */
export function readPromptFlags(prompt: string, table: OptionTable): PromptFlags {
  const words = wordsOf(prompt, table);
  if (words.every(({ flag }) => flag === undefined)) {
    return { prompt, values: {}, adjusted: {}, ignored: [] };
  }
  const kept: string[] = [];
  const values = new Map<string, unknown>();
  const adjusted = new Map<string, string>();
  const ignored = new Set<string>();
  for (let at = 0; at < words.length;) {
    const { flag, spaced } = words[at] ?? { spaced: '' };
    at += 1;
    if (!flag) {
      kept.push(spaced);
      continue;
    }
    let end = at;
    while (end < words.length && !words[end]?.flag) end += 1;
    const following = [
      ...(flag.value === undefined ? [] : [flag.value]),
      ...words.slice(at, end).map(({ text }) => text),
    ];
    const read = flag.set ? readValue(flag.set.option, following) : foreignValue(flag, following);
    at += Math.max(0, read.taken - (flag.value === undefined ? 0 : 1));
    if (!flag.set || read.value === undefined) {
      ignored.add(`--${flag.name}`);
      continue;
    }
    const { name, option } = flag.set;
    const before = option.kind === 'text' ? values.get(name) : undefined;
    values.set(name, typeof before === 'string' ? `${before}, ${read.value}` : read.value);
    adjusted.delete(name);
    if (read.isNearest) adjusted.set(name, `--${flag.name} ${String(read.value)}`);
  }
  return {
    prompt: withoutEnd(kept.join('').trim()),
    values: Object.fromEntries(values),
    adjusted: Object.fromEntries(adjusted),
    ignored: [...ignored],
  };
}

/**
 * Applies the flags in a prompt, once its alternatives are drawn, and notes them. They win over defaults and
 * presets, but not over `explicit` options; a negative prompt is put in front of the one there is. Params
 * without flags stay unchanged.
 */
export function withPromptFlags(
  params: Params,
  { options }: Pick<Recipe, 'options'>,
  explicit: ReadonlySet<string>,
): Params {
  const typed = params.prompt ?? '';
  const { prompt, values, adjusted, ignored } = readPromptFlags(typed, options);
  if (prompt === typed) return params;
  const set = Object.entries(values).filter(([name]) => !explicit.has(name));
  const overruled = Object.keys(values).filter((name) => explicit.has(name));
  const { negativePrompt = '' } = params;
  const { kept, ...notes } = notesOf(params);
  return withNotes(
    {
      ...params,
      ...Object.fromEntries(set),
      ...(set.some(([name]) => name === 'negativePrompt') && {
        negativePrompt: [values.negativePrompt, negativePrompt].filter(Boolean).join(', '),
      }),
      prompt,
    },
    {
      ...notes,
      kept: Object.fromEntries(Object.entries(kept).filter(([name]) => !(name in values))),
      flags: {
        typed,
        adjusted: Object.entries(adjusted).flatMap(([name, flag]) =>
          explicit.has(name) ? [] : [flag],
        ),
        ignored: [...ignored, ...overruled.map((name) => `--${snakeCase(name)}`)],
      },
    },
  );
}

/** The prompt as typed, if it had flags. It is screened too. */
export function typedWithFlags(params: Params): readonly string[] {
  const { flags } = notesOf(params);
  return flags ? [flags.typed] : [];
}

/** A prompt in two parts, the second one from its first flag on. */
export function splitAtFlags(prompt: string, table: OptionTable): readonly [string, string] {
  const words = wordsOf(prompt, table);
  const first = words.findIndex(({ flag }) => flag !== undefined);
  if (first === -1) return [prompt, ''];
  const textOf = (some: readonly Word[]) =>
    some
      .map(({ spaced }) => spaced)
      .join('')
      .trim();
  return [textOf(words.slice(0, first)), textOf(words.slice(first))];
}

interface Flag {
  /** As typed, in lower case. */
  readonly name: string;
  /** From the form `--name=value`. */
  readonly value: string | undefined;
  /** The option it sets; `undefined` if there is none. */
  readonly set: { readonly name: string; readonly option: ValueOption } | undefined;
}

interface Word {
  readonly text: string;
  /** With the space before it. */
  readonly spaced: string;
  readonly flag: Flag | undefined;
}

function wordsOf(prompt: string, table: OptionTable): readonly Word[] {
  const found = [...prompt.matchAll(/\s*(\S+)/gu)];
  return found.map(([spaced, text = ''], at) => ({
    spaced,
    text,
    flag: flagIn(text, found[at + 1]?.[1], table),
  }));
}

function flagIn(word: string, next: string | undefined, table: OptionTable): Flag | undefined {
  const [, dash, typed = '', value] = FLAG.exec(withoutEnd(word)) ?? [];
  if (dash === undefined || typed.length > LONGEST_NAME) return undefined;
  const name = typed.toLowerCase();
  const set = optionNamed(name, table);
  const isKnown = set !== undefined || FOREIGN.has(name);
  const looksLikeOne =
    dash === '--' && (value !== undefined || next === undefined || FLAG.test(next) || isCode(next));
  return isKnown || looksLikeOne ? { name, value, set } : undefined;
}

function optionNamed(name: string, table: OptionTable): Flag['set'] {
  const discordName = name.replaceAll('-', '_');
  const internal = camelCase(own(SHORT_NAMES, discordName) ?? discordName);
  const option = own<Option>(table, internal);
  if (!option || option.kind === 'picture' || internal === 'prompt') return undefined;
  return { name: internal, option };
}

interface ReadValue {
  /** How many of the following words it consists of. */
  readonly taken: number;
  /** Missing if there is no valid one. */
  readonly value?: string | number | boolean;
  /** Whether it is the nearest on offer to what was typed. */
  readonly isNearest?: boolean;
}

function readValue(option: ValueOption, following: readonly string[]): ReadValue {
  const [first] = following.map(withoutEnd);
  switch (option.kind) {
    case 'text': {
      const value = withoutEnd(following.join(' '));
      return value === '' ? { taken: 0 } : { taken: following.length, value };
    }
    case 'whole':
    case 'number':
      return first === undefined ? { taken: 0 } : readNumber(option, first);
    case 'boolean':
      if (/^(?:true|yes|on|1)$/i.test(first ?? '')) return { taken: 1, value: true };
      return /^(?:false|no|off|0)$/i.test(first ?? '')
        ? { taken: 1, value: false }
        : { taken: 0, value: true };
    case 'choice':
      return first === undefined ? { taken: 0 } : readChoice(option, following, first);
  }
}

function readNumber({ kind, min, max }: NumberOption, word: string): ReadValue {
  if (!NUMBER.test(word)) return { taken: isCode(word) ? 1 : 0 };
  const typed = Number(word);
  const value = Math.min(max, Math.max(min, kind === 'whole' ? Math.round(typed) : typed));
  return { taken: 1, value, isNearest: value !== typed };
}

/** A choice by its name or label, which may have spaces; for a ratio, the nearest one. */
function readChoice(
  { names, label, anyOf }: ChoiceOption,
  following: readonly string[],
  first: string,
): ReadValue {
  const typed = withoutEnd(following.join(' ')).toLowerCase();
  const spellings = names.flatMap((name) => [
    [name, name.toLowerCase()] as const,
    [name, (label?.(name) ?? name).toLowerCase()] as const,
  ]);
  const [longest] = spellings
    .filter(([, spelling]) => `${typed} `.startsWith(`${spelling} `))
    .sort(([, a], [, b]) => b.length - a.length);
  if (longest) return { taken: longest[1].split(/\s+/).length, value: longest[0] };
  const single = names.find((name) => name.toLowerCase() === first.toLowerCase());
  if (single !== undefined) return { taken: 1, value: single };
  const nearest = nearestRatio(names, first);
  if (nearest !== undefined) return { taken: 1, value: nearest, isNearest: true };
  return anyOf === undefined ? { taken: 1 } : { taken: 1, value: first };
}

function nearestRatio(names: readonly string[], typed: string): string | undefined {
  const meant = ratioOf(typed);
  if (meant === undefined) return undefined;
  const ratios = names.flatMap((name) => {
    const ratio = ratioOf(name);
    return ratio === undefined ? [] : [{ name, off: Math.abs(Math.log(ratio / meant)) }];
  });
  return ratios.sort((a, b) => a.off - b.off)[0]?.name;
}

function ratioOf(text: string): number | undefined {
  const [, width, height] = RATIO.exec(text) ?? [];
  const ratio = Number(width) / Number(height);
  return ratio > 0 && Number.isFinite(ratio) ? ratio : undefined;
}

/** Values of other bots' flags are numbers, codes and addresses, and a word after `--style`. */
function foreignValue({ name }: Flag, following: readonly string[]): ReadValue {
  const end = following.findIndex((word) => !isCode(word));
  const codes = end === -1 ? following.length : end;
  return { taken: codes === 0 && name === 'style' && following.length > 0 ? 1 : codes };
}

function isCode(word: string): boolean {
  return /^[-+]?\d|^https?:/i.test(word);
}

/** Without commas and the like at the end. A pattern would take quadratic time. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s,;]/u.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
