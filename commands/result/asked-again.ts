import { asWritten, withDrawnPrompt } from '../../src/comfy/drawn-prompt.ts';
import { isAnyGone, notingLeftAlone } from '../../src/comfy/left-alone.ts';
import type { Params, Recipe } from '../../src/comfy/recipe.ts';
import { notesOf, noting, type RequestNotes } from '../../src/comfy/request-notes.ts';
import { RANDOM_SEED, withDrawnSeed } from '../../src/comfy/seed.ts';
import { settingsProblem } from '../../src/comfy/settings-problem.ts';
import { requestOf, type StoredRequest, type Wanted } from '../../src/comfy/wanted.ts';
import { BotError } from '../../src/errors/errors.ts';
import type { Job } from '../../src/jobs/job.ts';
import { whyUnreadable } from '../../src/jobs/sql/job-rows.ts';
import { requireFiles } from '../open-choices.ts';
import { requirePrompt } from '../require-prompt.ts';
import type { Services } from '../services.ts';

/** Presets and defaults are their person's own. */
const NOTHING_NOTED: RequestNotes = { kept: {} };

export type AskServices = Pick<Services, 'recipes' | 'drawSeed' | 'modelFiles'>;

/**
 * The same request within today's ranges, which may have changed since it was asked for.
 *
 * @throws BotError for one that is no longer taken.
 */
export function askedAgain(wanted: Wanted, services: AskServices): StoredRequest {
  return asked(wanted, wanted.params, notesOf(wanted.params), services);
}

/**
 * The same with another seed, and with what is drawn from its prompt drawn anew. What somebody else's came from is theirs,
 * and is not noted again.
 *
 * @throws BotError for one that is no longer taken.
 */
export function askedAnew(
  { wanted, userId }: Pick<Job, 'wanted' | 'userId'>,
  by: string,
  services: AskServices,
): StoredRequest {
  const { options } = recipeOf(wanted, services);
  const anew = 'seed' in options ? { seed: RANDOM_SEED } : {};
  const { params } = wanted;
  const notes = by === userId ? { ...notesOf(params), written: undefined } : NOTHING_NOTED;
  return asked(wanted, { ...asWritten(params), ...anew }, notes, services);
}

/**
 * The same with some of it changed. What was changed comes from no preset any more.
 *
 * @throws BotError for what is not taken.
 */
export function askedChanged(
  { wanted, userId }: Pick<Job, 'wanted' | 'userId'>,
  { changes, by }: { readonly changes: Params; readonly by: string },
  services: AskServices,
): StoredRequest {
  const before = asWritten(wanted.params);
  const { preset, kept } = by === userId ? notesOf(before) : NOTHING_NOTED;
  const still = Object.entries(kept).filter(
    ([name]) => !(name in changes) || changes[name] === before[name],
  );
  const notes = { preset, kept: Object.fromEntries(still) };
  return asked(wanted, { ...before, ...changes }, notes, services);
}

function asked(
  wanted: Wanted,
  params: Params,
  notes: RequestNotes,
  services: AskServices,
): StoredRequest {
  const recipe = recipeOf(wanted, services);
  if (isAnyGone(recipe, wanted.params)) throw new BotError('workflow_changed');
  const taken = noting(knownParams(recipe, params), notes);
  return requestFor(recipe, taken, services, wanted.params);
}

/**
 * A request by params that its recipe's schema gave: what is to be drawn is drawn. `before`: those that it comes from.
 *
 * @throws BotError for a file that the worker does not have, and where nothing of the prompt is drawn.
 */
export function requestFor(
  recipe: Recipe,
  params: Params,
  services: Pick<Services, 'drawSeed' | 'modelFiles'>,
  before: Params = {},
): StoredRequest {
  requireFiles(recipe, params, services);
  const noted = notingLeftAlone(recipe, params, before);
  const drawn = withDrawnPrompt(noted, services.drawSeed);
  requirePrompt(recipe, drawn);
  return requestOf(recipe, withDrawnSeed(drawn, services.drawSeed, recipe));
}

/** @throws BotError for params that the recipe does not take today. */
export function knownParams(recipe: Recipe, params: Params): Params {
  const taken = recipe.known.safeParse(params);
  if (taken.success) return taken.data;
  throw new BotError('bad_option', { facts: settingsProblem(recipe.options, taken.error) });
}

/** @throws BotError for one that this version does not know. */
export function recipeOf(
  { recipe: name }: Pick<Wanted, 'recipe'>,
  { recipes }: Pick<Services, 'recipes'>,
): Recipe {
  const recipe = recipes.get(name);
  if (!recipe) throw new BotError(whyUnreadable(name, recipes));
  return recipe;
}
