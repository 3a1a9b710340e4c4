import type { APIApplicationCommandOptionChoice } from 'discord.js';
import { lacksPrompt } from '../src/comfy/filled-in.ts';
import { MOST_CHOICES } from '../src/recipes/command-definition.ts';
import type { AutocompleteInteraction } from '../src/discord/interactions/interaction.ts';
import type { Preset } from '../src/privacy/sql/presets.ts';
import { isBoundElsewhere, type Maker } from './maker.ts';
import { presetsFor } from './preset-named.ts';
import type { Services } from './services.ts';

/** Presets whose names hold what was typed so far, as many as Discord shows: for that command, or all of them. */
export async function presetChoices(
  interaction: AutocompleteInteraction,
  services: Pick<Services, 'presets'>,
  maker?: Maker,
): Promise<readonly APIApplicationCommandOptionChoice[]> {
  const typed = interaction.focused.value.toLowerCase();
  const isMeant = (preset: Preset) =>
    preset.name.toLowerCase().includes(typed) && (maker === undefined || isFor(maker, preset));
  return (await presetsFor(interaction, services))
    .filter(isMeant)
    .slice(0, MOST_CHOICES)
    .map(({ name }) => ({ name, value: name }));
}

/** Whether a command takes what a preset is for: its options, and words around a prompt. */
function isFor(maker: Maker, preset: Preset): boolean {
  return !isBoundElsewhere(preset, maker) && !lacksPrompt(maker.recipe.options, preset);
}
