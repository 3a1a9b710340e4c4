import type { OptionTable } from './option.ts';
import { splitAtFlags } from './prompt-flags.ts';
import type { KeptIn, RequestNotes } from './request-notes.ts';
import { type KeptValues, knownValues } from './settings.ts';

/** A prompt prefix and suffix and options saved under a name. */
export interface PresetParts {
  readonly name: string;
  /** Added before and after the prompt. Empty for none. */
  readonly before: string;
  readonly after: string;
  readonly options: KeptValues;
}

/** The sources of a request. Values by internal option name. */
export interface RequestParts {
  readonly typed: KeptValues;
  /** What a style sets. */
  readonly style?: KeptValues | undefined;
  readonly preset?: PresetParts | undefined;
  /** The member's default options that this recipe takes. */
  readonly defaults: KeptValues;
  /** What the operator chose in place of the recipe's own defaults. */
  readonly base?: KeptValues | undefined;
}

export interface FilledIn {
  /** Not yet validated by the recipe's schema. */
  readonly values: KeptValues;
  readonly notes: RequestNotes;
}

/**
 * Merges a request: typed values win over a style, a style over the preset, the preset over the member's
 * defaults, and those over the operator's. The recipe's schema adds its own defaults. The preset's words wrap the typed prompt.
 */
export function filledIn(
  table: OptionTable,
  { typed, style = {}, preset, defaults, base = {} }: RequestParts,
): FilledIn {
  const fromPreset = preset ? knownValues(table, preset.options) : {};
  const prompt = preset && withWords(table, preset, typed.prompt);
  const chosen = { ...style, ...typed };
  const kept: readonly (readonly [string, KeptIn])[] = [
    ...Object.keys(defaults).map((name) => [name, 'default'] as const),
    ...Object.keys(fromPreset).map((name) => [name, 'preset'] as const),
  ];
  return {
    values: {
      ...knownValues(table, base),
      ...defaults,
      ...fromPreset,
      ...chosen,
      ...(prompt !== undefined && { prompt }),
    },
    notes: {
      ...(preset && { preset: preset.name }),
      kept: {
        ...Object.fromEntries(kept.filter(([name]) => !Object.hasOwn(chosen, name))),
        ...(prompt !== undefined && { prompt: 'preset' }),
      },
    },
  };
}

/** Whether a preset has words for a prompt but the recipe has no prompt. */
export function lacksPrompt(
  table: OptionTable,
  { before, after }: Pick<PresetParts, 'before' | 'after'>,
): boolean {
  return before + after !== '' && table.prompt?.kind !== 'text';
}

/**
 * The prompt wrapped in a preset's words, and then its flags. `undefined` if the preset has no words, or the
 * recipe no prompt.
 */
function withWords(
  table: OptionTable,
  { before, after }: PresetParts,
  prompt: unknown,
): string | undefined {
  if (before + after === '' || lacksPrompt(table, { before, after })) return undefined;
  const [words, flags] = splitAtFlags(typeof prompt === 'string' ? prompt : '', table);
  return [joined([before, words, after]), flags].filter((part) => part !== '').join(' ');
}

/** Joins parts of a prompt with commas, unless there is punctuation already. */
function joined(pieces: readonly string[]): string {
  return pieces
    .filter((piece) => piece.trim() !== '')
    .reduce((sofar, piece) => {
      if (sofar === '') return piece;
      const isMarked = /[\s.,;:!?]$/u.test(sofar) || /^[\s.,;:!?]/u.test(piece);
      if (!isMarked) return `${sofar}, ${piece}`;
      return /\s$/u.test(sofar) || /^\s/u.test(piece) ? sofar + piece : `${sofar} ${piece}`;
    }, '');
}
