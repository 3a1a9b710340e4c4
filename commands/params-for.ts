import { filledIn, lacksPrompt, type FilledIn } from '../src/comfy/filled-in.ts';
import type { Params } from '../src/comfy/recipe.ts';
import { notingLeftAlone } from '../src/comfy/left-alone.ts';
import { withDrawnPrompt } from '../src/comfy/drawn-prompt.ts';
import { noting } from '../src/comfy/request-notes.ts';
import { withDrawnSeed } from '../src/comfy/seed.ts';
import { knownValues, problemWith, type KeptValues } from '../src/comfy/settable.ts';
import { settingsProblem } from '../src/comfy/settings-problem.ts';
import type { OptionValue } from '../src/discord/interactions/option-values.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Preset } from '../src/privacy/sql/presets.ts';
import { fittingDefaults } from './fitting-defaults.ts';
import { isBoundElsewhere, type Maker } from './maker.ts';
import { presetNamed } from './preset-named.ts';
import { requirePrompt } from './require-prompt.ts';
import type { Services } from './services.ts';

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
  maker: Maker,
  { typed, preset: name }: Filled,
  interaction: InteractionBase,
  services: Services,
): Promise<Params> {
  const { options } = maker.recipe;
  const preset =
    typeof name === 'string' ? await presetNamed(name, interaction, services) : undefined;
  if (preset) requireFit(maker, preset, typed);
  const defaults = await fittingDefaults(maker, interaction.user.id, services);
  const filled = filledIn(options, { typed, preset, defaults });
  if (preset) requireRoom(maker, { typed, filled });
  return taken(maker, filled, services);
}

/** @throws BotError for whatever the recipe does not take. */
function taken(
  { recipe }: Maker,
  { values, notes }: FilledIn,
  { drawSeed }: Pick<Services, 'drawSeed'>,
): Params {
  const asked = recipe.request.safeParse(values);
  if (!asked.success) {
    throw new BotError('bad_option', { facts: settingsProblem(recipe.options, asked.error) });
  }
  const noted = noting(notingLeftAlone(recipe, asked.data), notes);
  const params = withDrawnPrompt(withDrawnSeed(noted, drawSeed, recipe), drawSeed);
  requirePrompt(recipe, params);
  return params;
}

/** @throws BotError for a preset that was made for something else, or has what the command does not take today. */
function requireFit(maker: Maker, preset: Preset, typed: KeptValues): void {
  const { options } = maker.recipe;
  if (isBoundElsewhere(preset, maker)) throw new BotError('preset_of_another');
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
  { recipe: { options } }: Maker,
  { typed, filled }: { readonly typed: KeptValues; readonly filled: FilledIn },
): void {
  if (problemWith(options, 'prompt', typed.prompt)) return;
  const problem = problemWith(options, 'prompt', filled.values.prompt);
  if (problem) throw new BotError('preset_unfit', { facts: problem });
}
