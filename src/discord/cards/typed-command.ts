import type { Job } from '../../jobs/job.ts';
import { type CommonOption, commonOptions } from '../../recipes/command-definition.ts';
import { type ChoiceOption, type ValueOption, valueOptions } from '../../recipes/option.ts';
import type { Params, Recipe } from '../../recipes/recipe.ts';
import { choiceLabel, optionName } from '../../recipes/option-words.ts';
import { problemWith } from '../../recipes/settings.ts';
import { LANGUAGES } from '../../say/languages.ts';
import type { Catalogue } from '../../say/say.ts';
import type { OptionValue } from '../interactions/option-values.ts';

/** Values of the options that commands share. */
export type BesidesValues = Readonly<Partial<Record<CommonOption, OptionValue | undefined>>>;

/** An option name and a colon, at the start of a word. */
const NAMED = /(?<=^|\s)([\p{L}\p{N}_-]{1,32}):/gu;

/** A command, and the recipe of its options. */
interface Typed {
  readonly command: string;
  readonly recipe: Pick<Recipe, 'options' | 'person'>;
}

/**
 * A request as one line to paste into Discord's command box, with the names and labels that the box has in the
 * member's language. It names every option, since the member may have defaults; pictures must be attached
 * again. An option name with a colon inside the prompt is split: the box would parse it as the option, and CLIP
 * reads both alike.
 */
export function commandLine(
  { command, recipe }: Typed,
  params: Params,
  {
    words,
    besides = {},
  }: { readonly words: Catalogue; readonly besides?: BesidesValues | undefined },
): string {
  const others = commonOptions(recipe).map((name) => [name, optionName(name, {}, words)] as const);
  const names = new Set([
    ...Object.entries(recipe.options).map(([name, option]) => optionName(name, option, words)),
    ...others.map(([, shown]) => shown),
  ]);
  const apart = (text: string) =>
    text.replace(NAMED, (mark, name: string) => (names.has(name) ? `${name} :` : mark));
  const textOf = (option: ValueOption, value: unknown) => {
    const text = typedText(option, value, words);
    return option.kind === 'text' ? apart(text) : text;
  };
  const parts = [
    ...valueOptions(recipe.options).map(
      ([name, option]) => [optionName(name, option, words), textOf(option, params[name])] as const,
    ),
    ...others.map(([name, shown]) => [shown, valueAsText(besides[name])] as const),
  ].flatMap(([name, text]) => (text === '' ? [] : [`${name}:${text}`]));
  return [`/${command}`, ...parts].join(' ');
}

/** Options that keep a command's result as private and spoilered as this job. */
export function shownLike({
  private: isPrivate,
  covered,
}: Pick<Job, 'private' | 'covered'>): BesidesValues {
  return { ...(isPrivate && { private: true }), ...(covered && { spoiler: true }) };
}

/**
 * An option's value as typed; empty if none. Discord's box matches choices by label, and rejects
 * values with another label (discord-api-docs issues 2363 and 3782).
 */
export function typedText(
  option: ValueOption,
  value: unknown,
  words: Pick<Catalogue, 'language'>,
): string {
  const isOffered = option.kind === 'choice' && option.names.some((name) => name === value);
  return isOffered ? shownName(option, String(value), words) : valueAsText(value);
}

/** Autocompleted files go by their own names. */
function shownName(option: ChoiceOption, name: string, words: Pick<Catalogue, 'language'>): string {
  return option.anyOf === undefined ? choiceLabel(option, name, words) : name;
}

function valueAsText(value: unknown): string {
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/**
 * Parses such a line, as far as today's options allow. An option name inside a prompt is read as Discord's box
 * would. The line may be in any language: of the names that an option has, the one that is there counts.
 */
export function readCommandLine(line: string, { options }: Pick<Recipe, 'options'>): Params {
  const found: [string, unknown][] = [];
  let end = line.length;
  for (const [name, option] of valueOptions(options).toReversed()) {
    const rest = line.slice(0, end);
    for (const mark of marksOf(name, option)) {
      // The prompt comes before numbers and choices, and may contain anything.
      const at = option.kind === 'text' ? rest.indexOf(mark) : rest.lastIndexOf(mark);
      if (at === -1) continue;
      const value = valueIn(option, rest.slice(at + mark.length));
      if (problemWith(options, name, value)) continue;
      found.push([name, value]);
      end = at;
      break;
    }
  }
  return Object.fromEntries(found.reverse());
}

/** What an option's value follows, in each language. */
function marksOf(name: string, option: ValueOption): ReadonlySet<string> {
  return new Set(LANGUAGES.map(({ catalogue }) => ` ${optionName(name, option, catalogue)}:`));
}

function valueIn(option: ValueOption, text: string): unknown {
  switch (option.kind) {
    case 'whole':
    case 'number':
      return /^-?[\d.]{1,32}(e-\d{1,3})?$/.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' || (text === 'false' ? false : text);
    case 'text':
      return text;
    case 'choice':
      // Older lines have the internal names.
      return option.names.find((name) => labelsOf(option, name).has(text)) ?? text;
  }
}

/** A choice's labels in every language. */
function labelsOf(option: ChoiceOption, name: string): ReadonlySet<string> {
  return new Set(LANGUAGES.map(({ catalogue }) => shownName(option, name, catalogue)));
}
