import type { OptionTable } from './option.ts';
import type { KeptIn, RequestNotes } from './request-notes.ts';
import { type KeptValues, knownValues } from './settings.ts';

/** Words and options that somebody keeps under a name. */
export interface PresetParts {
  readonly name: string;
  /** Words that stand before and after the prompt; empty for none. */
  readonly before: string;
  readonly after: string;
  readonly options: KeptValues;
}

/** All that a request may be made of. Values by the options' names inside. */
export interface RequestParts {
  readonly typed: KeptValues;
  readonly preset?: PresetParts | undefined;
  /** The person's own, as far as the recipe takes them. */
  readonly defaults: KeptValues;
}

export interface FilledIn {
  /** What is asked for, by the recipe's own schema still to be checked. */
  readonly values: KeptValues;
  readonly notes: RequestNotes;
}

/**
 * What a request asks for: what was typed goes before the preset that was named, and that before the person's own defaults.
 * The recipe's are left to its schema. A preset's words stand around the prompt that was typed.
 */
export function filledIn(table: OptionTable, { typed, preset, defaults }: RequestParts): FilledIn {
  const fromPreset = preset ? knownValues(table, preset.options) : {};
  const prompt = preset && withWords(table, preset, typed.prompt);
  const kept: readonly (readonly [string, KeptIn])[] = [
    ...Object.keys(defaults).map((name) => [name, 'default'] as const),
    ...Object.keys(fromPreset).map((name) => [name, 'preset'] as const),
  ];
  return {
    values: {
      ...defaults,
      ...fromPreset,
      ...typed,
      ...(prompt !== undefined && { prompt }),
    },
    notes: {
      ...(preset && { preset: preset.name }),
      kept: {
        ...Object.fromEntries(kept.filter(([name]) => !Object.hasOwn(typed, name))),
        ...(prompt !== undefined && { prompt: 'preset' }),
      },
    },
  };
}

/** Whether a preset asks for words around a prompt where there is none. */
export function lacksPrompt(
  table: OptionTable,
  { before, after }: Pick<PresetParts, 'before' | 'after'>,
): boolean {
  return before + after !== '' && table.prompt?.kind !== 'text';
}

/** The prompt with a preset's words around it; `undefined` where it has none, or there is no prompt. */
function withWords(
  table: OptionTable,
  { before, after }: PresetParts,
  prompt: unknown,
): string | undefined {
  if (before + after === '' || lacksPrompt(table, { before, after })) return undefined;
  return joined([before, typeof prompt === 'string' ? prompt : '', after]);
}

/** Pieces of a prompt with commas between them, but where there is a mark already. */
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
