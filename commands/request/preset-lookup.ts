import type { APIApplicationCommandOptionChoice } from 'discord.js';
import type {
  AutocompleteInteraction,
  InteractionBase,
} from '../../src/discord/interactions/interaction.ts';
import { BotError } from '../../src/errors/errors.ts';
import type { Preset, PresetOwner, Presets } from '../../src/privacy/sql/presets.ts';
import { MOST_CHOICES } from '../../src/recipes/command-definition.ts';
import { lacksPrompt } from '../../src/recipes/presets.ts';
import { isBoundElsewhere, type GenerationCommand } from '../generation-commands.ts';

/** To find presets. */
export interface PresetNeeds {
  readonly presets: Presets;
}

/** The owners whose presets a member may use there: their own first, then the server's. */
export function ownersFor({
  user,
  guildId,
}: Pick<InteractionBase, 'user' | 'guildId'>): readonly PresetOwner[] {
  return [
    { kind: 'person', id: user.id },
    ...(guildId === undefined ? [] : [{ kind: 'server', id: guildId } as const]),
  ];
}

/** @throws BotError if there is no preset of that name. */
export async function presetNamed(
  name: string,
  interaction: InteractionBase,
  { presets }: PresetNeeds,
): Promise<Preset> {
  for (const owner of ownersFor(interaction)) {
    const preset = await presets.named(owner, name);
    if (preset) return preset;
  }
  throw new BotError('preset_unknown');
}

/** The presets a member may use there, their own first, one of each name. */
async function presetsFor(
  interaction: InteractionBase,
  { presets }: PresetNeeds,
): Promise<readonly Preset[]> {
  const owners = ownersFor(interaction);
  const all = (await Promise.all(owners.map((owner) => presets.of(owner)))).flat();
  const byName = new Map(all.toReversed().map((preset) => [preset.name.toLowerCase(), preset]));
  return all.filter((preset) => byName.get(preset.name.toLowerCase()) === preset);
}

/** Presets whose names contain the typed text, up to Discord's limit, for one command or all. */
export async function presetChoices(
  interaction: AutocompleteInteraction,
  services: PresetNeeds,
  generationCommand?: GenerationCommand,
): Promise<readonly APIApplicationCommandOptionChoice[]> {
  const typed = interaction.focused.value.toLowerCase();
  const isMeant = (preset: Preset) =>
    preset.name.toLowerCase().includes(typed) &&
    (generationCommand === undefined || isFor(generationCommand, preset));
  return (await presetsFor(interaction, services))
    .filter(isMeant)
    .slice(0, MOST_CHOICES)
    .map(({ name }) => ({ name, value: name }));
}

/** Whether a command accepts a preset's options, and its words around a prompt. */
function isFor(generationCommand: GenerationCommand, preset: Preset): boolean {
  return (
    !isBoundElsewhere(preset, generationCommand) &&
    !lacksPrompt(generationCommand.recipe.options, preset)
  );
}
