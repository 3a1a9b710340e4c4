import type { InteractionBase } from '../../src/discord/interactions/interaction.ts';
import type { OptionValue } from '../../src/discord/interactions/option-values.ts';
import { BotError } from '../../src/errors/errors.ts';
import type { Job } from '../../src/jobs/job.ts';
import { whyUnreadable } from '../../src/jobs/sql/job-rows.ts';
import type { Preset } from '../../src/privacy/sql/presets.ts';
import { filledIn, type FilledIn, lacksPrompt } from '../../src/recipes/presets.ts';
import { withOriginalPrompt, withDrawnPrompt } from '../../src/recipes/prompt-alternatives.ts';
import { type Params, RANDOM_SEED, type Recipe, withDrawnSeed } from '../../src/recipes/recipe.ts';
import {
  hasRemovedOption,
  notesOf,
  withNotes,
  noteUnchosenOptions,
  type RequestNotes,
} from '../../src/recipes/request-notes.ts';
import {
  fittingValues,
  type KeptValues,
  knownValues,
  problemWith,
  settingsProblem,
} from '../../src/recipes/settings.ts';
import { requestOf, type StoredRequest, type Wanted } from '../../src/recipes/stored-request.ts';
import { isBoundElsewhere, type GenerationCommand } from '../generation-commands.ts';
import type { Services } from '../services.ts';
import { isFileThere, requireFiles } from './open-choices.ts';
import { presetNamed } from './preset-lookup.ts';

/** What was filled in with a command. */
export interface Filled {
  /** But for pictures, by the options' names inside. */
  readonly typed: KeptValues;
  /** The name of a preset. */
  readonly preset: OptionValue | undefined;
}

/**
 * What a command is to make: what was typed, with what its person keeps for it where nothing was. Of their own
 * defaults, what does not fit today is left out; a preset was named, so it has to fit.
 *
 * @throws BotError for a preset that is gone or does not fit, and for whatever the recipe does not take.
 */
export async function paramsFor(
  generationCommand: GenerationCommand,
  { typed, preset: name }: Filled,
  interaction: InteractionBase,
  services: Services,
): Promise<Params> {
  const { options } = generationCommand.recipe;
  const preset =
    typeof name === 'string' ? await presetNamed(name, interaction, services) : undefined;
  if (preset) requireFit(generationCommand, preset, typed);
  const defaults = await fittingDefaults(generationCommand, interaction.user.id, services);
  const filled = filledIn(options, { typed, preset, defaults });
  if (preset) requireRoom(generationCommand, { typed, filled });
  return taken(generationCommand, filled, services);
}

/** @throws BotError for whatever the recipe does not take. */
function taken(
  { recipe }: GenerationCommand,
  { values, notes }: FilledIn,
  { drawSeed }: Pick<Services, 'drawSeed'>,
): Params {
  const asked = recipe.request.safeParse(values);
  if (!asked.success) {
    throw new BotError('bad_option', { facts: settingsProblem(recipe.options, asked.error) });
  }
  const noted = withNotes(noteUnchosenOptions(recipe, asked.data), notes);
  const params = withDrawnPrompt(withDrawnSeed(noted, drawSeed, recipe), drawSeed);
  requirePrompt(recipe, params);
  return params;
}

/** @throws BotError for a preset that was made for something else, or has what the command does not take today. */
function requireFit(generationCommand: GenerationCommand, preset: Preset, typed: KeptValues): void {
  const { options } = generationCommand.recipe;
  if (isBoundElsewhere(preset, generationCommand)) throw new BotError('preset_of_another');
  if (lacksPrompt(options, preset)) {
    throw new BotError('preset_unfit', { facts: { option: 'prompt', problem: 'unknown_option' } });
  }
  for (const [name, value] of Object.entries(knownValues(options, preset.options))) {
    const problem = Object.hasOwn(typed, name) ? undefined : problemWith(options, name, value);
    if (problem) throw new BotError('preset_unfit', { facts: problem });
  }
}

/** @throws BotError where the words of a preset make a prompt too long that was not. */
function requireRoom(
  { recipe: { options } }: GenerationCommand,
  { typed, filled }: { readonly typed: KeptValues; readonly filled: FilledIn },
): void {
  if (problemWith(options, 'prompt', typed.prompt)) return;
  const problem = problemWith(options, 'prompt', filled.values.prompt);
  if (problem) throw new BotError('preset_unfit', { facts: problem });
}

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
  return asked(wanted, { ...withOriginalPrompt(params), ...anew }, notes, services);
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
  const before = withOriginalPrompt(wanted.params);
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
  if (hasRemovedOption(recipe, wanted.params)) throw new BotError('workflow_changed');
  const taken = withNotes(knownParams(recipe, params), notes);
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
  const noted = noteUnchosenOptions(recipe, params, before);
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

/** What somebody keeps for a command, as far as it fits today: a file may not be there any more. */
export async function fittingDefaults(
  { key, recipe }: Pick<GenerationCommand, 'key' | 'recipe'>,
  userId: string,
  services: Pick<Services, 'personDefaults' | 'modelFiles'>,
): Promise<KeptValues> {
  const kept = await services.personDefaults.of(userId, key);
  const fitting = Object.entries(fittingValues(recipe.options, kept)).filter((one) =>
    isFileThere(recipe, one, services),
  );
  return Object.fromEntries(fitting);
}

/**
 * What was drawn from a prompt may be nothing at all.
 *
 * @throws BotError where the recipe takes no such prompt.
 */
function requirePrompt(
  { options }: Pick<Recipe, 'options'>,
  { prompt }: Pick<Params, 'prompt'>,
): void {
  const problem = problemWith(options, 'prompt', prompt);
  if (problem) throw new BotError('bad_option', { facts: problem });
}
