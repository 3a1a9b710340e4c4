import type { APIApplicationCommandOptionChoice } from 'discord.js';
import { MOST_CHOICES } from '../src/discord/interactions/choice-bounds.ts';
import type { AutocompleteInteraction } from '../src/discord/interactions/interaction.ts';
import type { Preset } from '../src/record/person/presets.ts';
import { bindingOf, type Maker } from './maker.ts';
import { presetsFor } from './preset-named.ts';
import type { Services } from './services.ts';

/** Presets whose names hold what was typed so far, as many as Discord shows: for that command, or all of them. */
export async function presetChoices(
  interaction: AutocompleteInteraction,
  services: Pick<Services, 'presets'>,
  maker?: Maker,
): Promise<readonly APIApplicationCommandOptionChoice[]> {
  const typed = interaction.focused.value.toLowerCase();
  const isMeant = ({ name, recipe }: Preset) =>
    name.toLowerCase().includes(typed) &&
    (maker === undefined || recipe === undefined || recipe === bindingOf(maker));
  return (await presetsFor(interaction, services))
    .filter(isMeant)
    .slice(0, MOST_CHOICES)
    .map(({ name }) => ({ name, value: name }));
}
