import { z } from 'zod';
import { valueOptions } from './option.ts';
import type { Params, Recipe } from './recipe.ts';

/** The params key for notes. No option can have this name. */
const NOTES = '#notes';

/** The source of a value that was not typed with the request. */
const keptIn = z.enum(['preset', 'default']);
export type KeptIn = z.infer<typeof keptIn>;

const flags = z.object({
  typed: z.string(),
  adjusted: z.array(z.string()),
  ignored: z.array(z.string()),
});

/** What became of the flags in a prompt. */
export interface FlagNotes {
  /** The prompt with its flags. */
  readonly typed: string;
  /** Flags with the nearest value on offer in place of theirs: `--ar 16:9`. */
  readonly adjusted: readonly string[];
  /** Flags that set nothing: `--v`. */
  readonly ignored: readonly string[];
}

const stored = z
  .object({
    flags: flags.optional().catch(undefined),
    written: z.string().optional().catch(undefined),
    preset: z.string().optional().catch(undefined),
    kept: z.record(z.string(), keptIn).catch({}),
  })
  .catch({ kept: {} });

/** Metadata of a request. */
export interface RequestNotes {
  /** The original prompt, if alternatives were drawn from it. */
  readonly written?: string | undefined;
  /** Missing if the prompt had no flags. */
  readonly flags?: FlagNotes | undefined;
  /** The name of the preset used. */
  readonly preset?: string | undefined;
  /**
   * By internal option name: values from the preset or the member's defaults. `prompt`: the preset wrapped
   * it.
   */
  readonly kept: Readonly<Record<string, KeptIn>>;
}

/** Reads the notes in a request's params. Empty for older requests. */
export function notesOf(params: Params): RequestNotes {
  return stored.parse(params[NOTES] ?? {});
}

/** Replaces the notes in the params. */
export function withNotes<Given extends Params>(params: Given, notes: RequestNotes): Given {
  const { written, flags, preset, kept } = notes;
  const isEmpty = [written, flags, preset].every((note) => note === undefined);
  if (isEmpty && Object.keys(kept).length === 0) return params;
  return { ...params, [NOTES]: { written, flags, preset, kept } };
}

/** Whether a params key is a note and not an option. */
function isNote(name: string): boolean {
  return name === NOTES;
}

/** The params key that lists options left at their defaults. Option names have no capitals. */
const UNCHOSEN = 'leftAlone';

const names = z.array(z.string()).catch([]);

/**
 * Records in a workflow request which options the requester did not choose. The operator may remove those
 * while the request waits. Call before drawing a seed. `before`: the params of the original request.
 */
export function noteUnchosenOptions(
  { rating, options }: Pick<Recipe, 'rating' | 'options'>,
  params: Params,
  before: Params = {},
): Params {
  if (rating === 'by_checkpoint') return params;
  const already = unchosenOptions(before);
  const still = valueOptions(options).flatMap(([name, option]) =>
    params[name] === option.default || already.has(name) ? [name] : [],
  );
  return { ...params, [UNCHOSEN]: still };
}

/**
 * Whether the recipe no longer has an option that the requester chose. Built-in recipes keep all of theirs.
 */
export function hasRemovedOption(
  { rating, options }: Pick<Recipe, 'rating' | 'options'>,
  params: Params,
): boolean {
  if (rating === 'by_checkpoint') return false;
  const known = new Set(valueOptions(options).map(([name]) => name));
  const dispensable = unchosenOptions(params);
  return Object.keys(params).some(
    (name) => name !== UNCHOSEN && !isNote(name) && !known.has(name) && !dispensable.has(name),
  );
}

function unchosenOptions(params: Params): ReadonlySet<string> {
  return new Set(names.parse(params[UNCHOSEN]));
}
