import type {
  InteractionBase,
  ModalInteraction,
} from '../../src/discord/interactions/interaction.ts';
import { type OptionValue, readForm } from '../../src/discord/interactions/option-values.ts';
import { BotError } from '../../src/errors/errors.ts';
import type { Job } from '../../src/jobs/job.ts';
import { whyUnreadable } from '../../src/jobs/sql/job-rows.ts';
import type { PersonDefaults } from '../../src/privacy/sql/member-settings.ts';
import type { Preset } from '../../src/privacy/sql/presets.ts';
import { type OptionTable, valueOptions } from '../../src/recipes/option.ts';
import { filledIn, type FilledIn, lacksPrompt } from '../../src/recipes/presets.ts';
import { withOriginalPrompt, withDrawnPrompt } from '../../src/recipes/prompt-alternatives.ts';
import { withPromptFlags } from '../../src/recipes/prompt-flags.ts';
import {
  isWorkflow,
  type Params,
  RANDOM_SEED,
  type Recipe,
  type Recipes,
  withDrawnSeed,
} from '../../src/recipes/recipe.ts';
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
import { type FilesNeeds, isFileThere, requireFiles } from './open-choices.ts';
import { type PresetNeeds, presetNamed } from './preset-lookup.ts';

/** A command's input. */
export interface Filled {
  /** The options except pictures, by their internal names. */
  readonly typed: KeptValues;
  /** The preset's name. */
  readonly preset: OptionValue | undefined;
  /** What the chosen style sets, if the command has styles. */
  readonly style?: KeptValues;
}

/**
 * The params of a command: the typed options, completed with the member's defaults. Defaults that
 * are no longer valid are ignored; a named preset has to fit.
 *
 * @throws BotError for a preset that is gone or does not fit, and for invalid options.
 */
export async function paramsFor(
  generationCommand: GenerationCommand,
  { typed, preset: name, style }: Filled,
  interaction: InteractionBase,
  services: AskNeeds & DefaultsNeeds & PresetNeeds,
): Promise<Params> {
  const { options } = generationCommand.recipe;
  const preset =
    typeof name === 'string' ? await presetNamed(name, interaction, services) : undefined;
  if (preset) requireFit(generationCommand, preset, typed);
  const defaults = await fittingDefaults(generationCommand, interaction.user.id, services);
  const filled = filledIn(options, {
    typed,
    style,
    preset,
    defaults,
    // A workflow's manifest has its own.
    base: isWorkflow(generationCommand.recipe.name) ? {} : { count: services.defaultCount },
  });
  if (preset) requireRoom(generationCommand, { typed, filled });
  return taken(generationCommand, { ...filled, typed }, services);
}

/** @throws BotError for params that the recipe rejects. */
function taken(
  { recipe }: GenerationCommand,
  { values, notes, typed }: FilledIn & { readonly typed: KeptValues },
  { drawSeed }: Pick<AskNeeds, 'drawSeed'>,
): Params {
  const asked = recipe.request.safeParse(values);
  if (!asked.success) {
    throw new BotError('bad_option', { facts: settingsProblem(recipe.options, asked.error) });
  }
  const explicit = new Set(Object.keys(typed));
  const read = withPromptRead(recipe, withNotes(asked.data, notes), { explicit, drawSeed });
  return withDrawnSeed(noteUnchosenOptions(recipe, read), drawSeed, recipe);
}

/**
 * The params with the alternatives of their prompt drawn and its flags applied. `explicit`: the options that
 * flags do not change.
 *
 * @throws BotError if the recipe does not accept what they say, or the prompt that is left.
 */
function withPromptRead(
  recipe: Recipe,
  params: Params,
  { explicit, drawSeed }: { readonly explicit: ReadonlySet<string> } & Pick<AskNeeds, 'drawSeed'>,
): Params {
  const drawn = withDrawnPrompt(params, drawSeed);
  const read = withPromptFlags(drawn, recipe, explicit);
  requirePrompt(recipe, read);
  return read === drawn ? read : withNotes(knownParams(recipe, read), notesOf(read));
}

/** @throws BotError for a preset of another recipe, or with options the command no longer takes. */
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

/** @throws BotError if the preset makes the prompt too long. */
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

/** To build requests. */
export interface AskNeeds extends FilesNeeds {
  readonly recipes: Recipes;
  /** A whole number from 0 to 2^53 - 1. */
  readonly drawSeed: () => number;
}

/**
 * The same request within today's ranges, which may have changed since.
 *
 * @throws BotError if it is no longer valid.
 */
export function askedAgain(wanted: Wanted, services: AskNeeds): StoredRequest {
  const { params } = wanted;
  return asked(wanted, { params, explicit: NONE }, notesOf(params), services);
}

/**
 * The same request with a new seed and new random prompt choices. Notes about another member's
 * presets and defaults are dropped.
 *
 * @throws BotError if it is no longer valid.
 */
export function askedAnew(
  { wanted, userId }: Pick<Job, 'wanted' | 'userId'>,
  by: string,
  services: AskNeeds,
): StoredRequest {
  const { options } = recipeOf(wanted, services);
  const anew = 'seed' in options ? { seed: RANDOM_SEED } : {};
  const { params } = wanted;
  const { preset, kept } = by === userId ? notesOf(params) : NOTHING_NOTED;
  const again = { params: { ...withOriginalPrompt(params), ...anew }, explicit: NONE };
  return asked(wanted, again, { preset, kept }, services);
}

/**
 * The same request with changes. Changed values no longer count as a preset's.
 *
 * @throws BotError for invalid values.
 */
export function askedChanged(
  { wanted, userId }: Pick<Job, 'wanted' | 'userId'>,
  { changes, by }: { readonly changes: Params; readonly by: string },
  services: AskNeeds,
): StoredRequest {
  const before = withOriginalPrompt(wanted.params);
  const { preset, kept } = by === userId ? notesOf(before) : NOTHING_NOTED;
  const still = Object.entries(kept).filter(
    ([name]) => !(name in changes) || changes[name] === before[name],
  );
  const notes = { preset, kept: Object.fromEntries(still) };
  const { options } = recipeOf(wanted, services);
  const explicit = changedOptions(options, changes, before);
  return asked(wanted, { params: { ...before, ...changes }, explicit }, notes, services);
}

function asked(
  wanted: Wanted,
  { params, explicit }: FormRequest,
  notes: RequestNotes,
  services: AskNeeds,
): StoredRequest {
  const recipe = recipeOf(wanted, services);
  if (hasRemovedOption(recipe, wanted.params)) throw new BotError('workflow_changed');
  const taken = withNotes(knownParams(recipe, params), notes);
  return requestFor(recipe, taken, services, { before: wanted.params, explicit });
}

/**
 * A request from params that passed the recipe's schema, with random choices drawn. `before`: the
 * params it derives from.
 *
 * @throws BotError for a file that the worker lacks, or an empty prompt after drawing.
 */
export function requestFor(
  recipe: Recipe,
  params: Params,
  services: Pick<AskNeeds, 'drawSeed' | 'modelFiles'>,
  { before = {}, explicit = NONE }: Derived = {},
): StoredRequest {
  const { drawSeed } = services;
  const read = withPromptRead(recipe, params, { explicit, drawSeed });
  requireFiles(recipe, read, services);
  const noted = noteUnchosenOptions(recipe, read, before);
  return requestOf(recipe, withDrawnSeed(noted, drawSeed, recipe));
}

/** How a request derives from another one. */
interface Derived {
  /** The params of that request. */
  readonly before?: Params;
  /** The options that the member changed. Flags in the prompt leave them. */
  readonly explicit?: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** What a submitted form asks for. */
export interface FormRequest {
  /** Not yet validated by the recipe's schema. */
  readonly params: Params;
  /** The options that the member changed. */
  readonly explicit: ReadonlySet<string>;
}

/** Reads a submitted form. `before`: the values that it showed, and those it did not ask for. */
export function formRequest(
  { options }: Pick<Recipe, 'options'>,
  before: Params,
  interaction: ModalInteraction,
): FormRequest {
  const filled = readForm(options, interaction);
  return { params: { ...before, ...filled }, explicit: changedOptions(options, filled, before) };
}

function changedOptions(options: OptionTable, filled: Params, before: Params): ReadonlySet<string> {
  const changed = valueOptions(options).filter(
    ([name, option]) =>
      Object.hasOwn(filled, name) && filled[name] !== (before[name] ?? option.default),
  );
  return new Set(changed.map(([name]) => name));
}

/** @throws BotError for params that the recipe no longer accepts. */
export function knownParams(recipe: Recipe, params: Params): Params {
  const taken = recipe.known.safeParse(params);
  if (taken.success) return taken.data;
  throw new BotError('bad_option', { facts: settingsProblem(recipe.options, taken.error) });
}

/** @throws BotError for a recipe that this version does not know. */
export function recipeOf(
  { recipe: name }: Pick<Wanted, 'recipe'>,
  { recipes }: Pick<AskNeeds, 'recipes'>,
): Recipe {
  const recipe = recipes.get(name);
  if (!recipe) throw new BotError(whyUnreadable(name, recipes));
  return recipe;
}

/** To read defaults, of members and of the operator. */
export interface DefaultsNeeds extends FilesNeeds {
  readonly personDefaults: PersonDefaults;
  /** How many pictures a built-in command makes if nobody says. */
  readonly defaultCount: number;
}

/**
 * The member's defaults for a command, without files that are gone and values that are no longer
 * valid.
 */
export async function fittingDefaults(
  { key, recipe }: Pick<GenerationCommand, 'key' | 'recipe'>,
  userId: string,
  services: DefaultsNeeds,
): Promise<KeptValues> {
  const kept = await services.personDefaults.of(userId, key);
  const fitting = Object.entries(fittingValues(recipe.options, kept)).filter((one) =>
    isFileThere(recipe, one, services),
  );
  return Object.fromEntries(fitting);
}

/**
 * The random choices of a prompt may leave nothing.
 *
 * @throws BotError if the recipe does not accept that prompt.
 */
function requirePrompt(
  { options }: Pick<Recipe, 'options'>,
  { prompt }: Pick<Params, 'prompt'>,
): void {
  const problem = problemWith(options, 'prompt', prompt);
  if (problem) throw new BotError('bad_option', { facts: problem });
}
