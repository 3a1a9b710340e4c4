import { ASPECT_RATIO_NAMES, sizeOf } from '../aspect-ratio.ts';
import type { OptionTable } from '../option.ts';
import type { Params } from '../recipe.ts';
import { problemWith } from '../settable.ts';
import type { FoundSettings } from './found-settings.ts';

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
