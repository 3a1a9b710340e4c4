import type { Job } from '../../jobs/job.ts';
import { type CommonOption, commonOptions } from '../../recipes/command-definition.ts';
import {
  type ChoiceOption,
  snakeCase,
  type ValueOption,
  valueOptions,
} from '../../recipes/option.ts';
import type { Params, Recipe } from '../../recipes/recipe.ts';
import { problemWith } from '../../recipes/settings.ts';
import type { OptionValue } from '../interactions/option-values.ts';

/** What a command is told besides what its recipe asks for. */
export type BesidesValues = Readonly<Partial<Record<CommonOption, OptionValue | undefined>>>;

/** An option's name and a colon, at the beginning of a word. */
const NAMED = /(?<=^|\s)([\p{L}\p{N}_-]{1,32}):/gu;

/**
 * A request as one line that Discord's own box takes: every option, since somebody may have
 * defaults of their own. Pictures are to be attached again. Where words have an option's name with a colon, that stands
 * apart: the box would take it for the option, and CLIP reads the two alike.
 */
export function commandLine(
  command: string,
  recipe: Pick<Recipe, 'options' | 'person'>,
  params: Params,
  besides: BesidesValues = {},
): string {
  const others = commonOptions(recipe);
  const names = new Set<string>([...Object.keys(recipe.options).map(snakeCase), ...others]);
  const apart = (words: string) =>
    words.replace(NAMED, (mark, name: string) => (names.has(name) ? `${name} :` : mark));
  const textOf = (option: ValueOption, value: unknown) => {
    const text = typedText(option, value);
    return option.kind === 'text' ? apart(text) : text;
  };
  const parts = [
    ...valueOptions(recipe.options).map(
      ([name, option]) => [snakeCase(name), textOf(option, params[name])] as const,
    ),
    ...others.map((name) => [name, settingText(besides[name])] as const),
  ].flatMap(([name, text]) => (text === '' ? [] : [`${name}:${text}`]));
  return [`/${command}`, ...parts].join(' ');
}

/** What tells a command to show what it makes to nobody who does not see this job's pictures, and as covered as these. */
export function shownLike({
  private: isPrivate,
  covered,
}: Pick<Job, 'private' | 'covered'>): BesidesValues {
  return { ...(isPrivate && { private: true }), ...(covered && { spoiler: true }) };
}

/**
 * What an option holds as it would be typed; empty where it holds nothing. Discord's box knows choices by what people read,
 * and takes no value that is called something else there (discord-api-docs issues 2363 and 3782).
 */
export function typedText(option: ValueOption, value: unknown): string {
  const isOffered = option.kind === 'choice' && option.names.some((name) => name === value);
  return isOffered ? shownName(option, String(value)) : settingText(value);
}

/** Files that are offered as somebody types are called what they are. */
function shownName({ label, anyOf }: ChoiceOption, name: string): string {
  return anyOf === undefined ? (label?.(name) ?? name) : name;
}

function settingText(value: unknown): string {
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/**
 * What such a line asks for, as far as today's options take it. An option's name in the words of another is read as Discord's
 * own box would read it.
 */
export function readCommandLine(line: string, { options }: Pick<Recipe, 'options'>): Params {
  const found: [string, unknown][] = [];
  let end = line.length;
  for (const [name, option] of valueOptions(options).toReversed()) {
    const mark = ` ${snakeCase(name)}:`;
    const rest = line.slice(0, end);
    // Words come before what is counted or chosen, and may hold anything.
    const at = option.kind === 'text' ? rest.indexOf(mark) : rest.lastIndexOf(mark);
    if (at === -1) continue;
    const value = valueIn(option, rest.slice(at + mark.length));
    if (problemWith(options, name, value)) continue;
    found.push([name, value]);
    end = at;
  }
  return Object.fromEntries(found.reverse());
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
      // Lines of before have the names inside.
      return option.names.find((name) => shownName(option, name) === text) ?? text;
  }
}
