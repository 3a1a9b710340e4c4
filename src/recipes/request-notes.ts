import { z } from 'zod';
import { valueOptions } from './option.ts';
import type { Params, Recipe } from './recipe.ts';

/** Where params hold them. No option has a name like that. */
const NOTES = '#notes';

/** Where a value was kept that nobody filled in with the request. */
const keptIn = z.enum(['preset', 'default']);
export type KeptIn = z.infer<typeof keptIn>;

const stored = z
  .object({
    written: z.string().optional().catch(undefined),
    preset: z.string().optional().catch(undefined),
    kept: z.record(z.string(), keptIn).catch({}),
  })
  .catch({ kept: {} });

/** What is known of a request besides what it asks for. */
export interface RequestNotes {
  /** The prompt as it was written, where alternatives were drawn from it. */
  readonly written?: string | undefined;
  /** The preset that it was asked for with, by its name. */
  readonly preset?: string | undefined;
  /**
   * By option, as it is called inside: what came from the preset or from the person's own defaults. `prompt`: words were
   * put around it.
   */
  readonly kept: Readonly<Record<string, KeptIn>>;
}

/** What is noted in the params of a request, as a row or a recipe gives them. Nothing, in those from before. */
export function notesOf(params: Params): RequestNotes {
  return stored.parse(params[NOTES] ?? {});
}

/** The params with these notes in place of their own. */
export function withNotes<Given extends Params>(params: Given, notes: RequestNotes): Given {
  const { written, preset, kept } = notes;
  if (written === undefined && preset === undefined && Object.keys(kept).length === 0) {
    return params;
  }
  return { ...params, [NOTES]: { written, preset, kept } };
}

/** Whether params of that name are a note, and nothing that was asked for. */
function isNote(name: string): boolean {
  return name === NOTES;
}

/** Where params say which of them stood at their defaults. No option has a capital in its name. */
const UNCHOSEN = 'leftAlone';

const names = z.array(z.string()).catch([]);

/**
 * Notes in the params of a workflow's request which of them nobody chose: an operator may take their options out
 * while it waits, and nobody would miss them. To be asked before a seed is drawn. `before`: what they were
 * asked for with the first time.
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
 * Whether something was chosen that a recipe has no option for any more. The bot's own take all that they were
 * ever asked for.
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
