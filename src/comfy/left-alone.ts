import { z } from 'zod';
import { valueOptions } from './option.ts';
import type { Params, Recipe } from './recipe.ts';
import { isNote } from './request-notes.ts';

/** Where params say which of them stood at their defaults. No option has a capital in its name. */
const LEFT_ALONE = 'leftAlone';

const names = z.array(z.string()).catch([]);

/**
 * Notes in the params of a workflow's request which of them nobody chose: an operator may take their options out
 * while it waits, and nobody would miss them. To be asked before a seed is drawn. `before`: what they were
 * asked for with the first time.
 */
export function notingLeftAlone(
  { rating, options }: Pick<Recipe, 'rating' | 'options'>,
  params: Params,
  before: Params = {},
): Params {
  if (rating === 'by_checkpoint') return params;
  const already = leftAlone(before);
  const still = valueOptions(options).flatMap(([name, option]) =>
    params[name] === option.default || already.has(name) ? [name] : [],
  );
  return { ...params, [LEFT_ALONE]: still };
}

/**
 * Whether something was chosen that a recipe has no option for any more. The bot's own take all that they were
 * ever asked for.
 */
export function isAnyGone(
  { rating, options }: Pick<Recipe, 'rating' | 'options'>,
  params: Params,
): boolean {
  if (rating === 'by_checkpoint') return false;
  const known = new Set(valueOptions(options).map(([name]) => name));
  const dispensable = leftAlone(params);
  return Object.keys(params).some(
    (name) => name !== LEFT_ALONE && !isNote(name) && !known.has(name) && !dispensable.has(name),
  );
}

function leftAlone(params: Params): ReadonlySet<string> {
  return new Set(names.parse(params[LEFT_ALONE]));
}
