import type { Card } from '../src/discord/cards/card.ts';
import { optionsCard, optionsForm, presetLines } from '../src/discord/cards/options-card.ts';
import { plainWords } from '../src/discord/cards/text.ts';
import { type Feature, on } from '../src/discord/intake/handlers.ts';
import type { PersonCustomId } from '../src/discord/interactions/custom-id.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { optionsFromForm } from '../src/discord/interactions/option-values.ts';
import { requireModerator } from '../src/discord/interactions/permissions.ts';
import { BotError } from '../src/errors/errors.ts';
import type { ModerationRoles } from '../src/moderation/sql/server-settings.ts';
import type { Preset, PresetOwner } from '../src/privacy/sql/presets.ts';
import { LONGEST_PRESET_NAME } from '../src/recipes/command-definition.ts';
import { say } from '../src/say/say.ts';
import {
  bindingOf,
  commandMenus,
  type GenerationCommand,
  generationCommandById,
} from './generation-commands.ts';
import type { PresetNeeds } from './request/preset-lookup.ts';
import { requireGuild } from './requirements.ts';

type Kind = PresetOwner['kind'];
type Asking = Pick<InteractionBase, 'user' | 'locale'>;

/** To change presets. */
export interface PresetCardNeeds extends PresetNeeds {
  readonly generationCommands: readonly GenerationCommand[];
  readonly moderationRoles: ModerationRoles;
}

/**
 * Actions of these menus, for the preset's owner. The custom id holds the preset's number and the
 * kind of owner.
 */
const ACTIONS = {
  person: { command: 'preset', pick: 'preset-pick', set: 'preset-set' },
  server: { command: 'server-preset', pick: 'server-preset-pick', set: 'server-preset-set' },
} as const satisfies Readonly<Record<Kind, object>>;

/** A saved preset, with menus of the commands it can have options for. */
export function savedCard(
  preset: Preset,
  { user, locale }: Asking,
  { generationCommands }: Pick<PresetCardNeeds, 'generationCommands'>,
): Card {
  const words = say(locale);
  const commands = new Map(generationCommands.map(({ key, command }) => [key, command]));
  const action = ACTIONS[preset.owner.kind].command;
  return {
    text: [words.presets.saved(plainWords(preset.name, LONGEST_PRESET_NAME))],
    lines: presetLines([preset], commands, words),
    selects: commandMenus(generationCommands, {
      idOf: (page) => ({ action, person: user.id, index: preset.number, name: String(page) }),
      placeholder: words.presets.chooseCommand,
    }),
  };
}

/** The menus and the form of presets of a kind of owner. */
function presetsOf(kind: Kind): Feature<PresetCardNeeds> {
  const { command, pick, set } = ACTIONS[kind];
  return {
    selects: [
      on('person', command, async (interaction, id, services) => {
        const preset = await presetOf(kind, interaction, id, services);
        const [chosen] = interaction.values;
        const generationCommand = generationCommandById(services.generationCommands, chosen);
        return { kind: 'replaced', message: presetCard(preset, generationCommand, interaction) };
      }),
      on('person', pick, async (interaction, id, services) => {
        const { name, options: values } = await presetOf(kind, interaction, id, services);
        const generationCommand = generationCommandById(services.generationCommands, id.name);
        const words = say(interaction.locale);
        const asked = {
          id: { ...id, action: set, name: generationCommand.id },
          title: words.presets.title(name),
          table: generationCommand.recipe.options,
          names: interaction.values,
          values,
        };
        return { kind: 'modal', modal: optionsForm(asked, words) };
      }),
    ],
    modals: [
      on('person', set, async (interaction, id, services) => {
        const { owner, name } = await presetOf(kind, interaction, id, services);
        const generationCommand = generationCommandById(services.generationCommands, id.name);
        const options = optionsFromForm(generationCommand.recipe.options, interaction);
        const changes = { name, options, recipe: bindingOf(generationCommand) };
        const preset = await services.presets.save(owner, changes, interaction.user.id);
        return { kind: 'replaced', message: presetCard(preset, generationCommand, interaction) };
      }),
    ],
  };
}

export const ownPresets = presetsOf('person');
export const serverPresets = presetsOf('server');

/** @throws BotError if the member may not change the preset, or it is gone. */
async function presetOf(
  kind: Kind,
  interaction: InteractionBase,
  id: PersonCustomId,
  services: PresetCardNeeds,
): Promise<Preset> {
  if (kind === 'server') await requireModerator(interaction, services);
  const owner = kind === 'server' ? requireGuild(interaction) : interaction.user.id;
  const preset = await services.presets.numbered({ kind, id: owner }, id.index ?? 0);
  if (!preset) throw new BotError('preset_unknown');
  return preset;
}

function presetCard(
  preset: Preset,
  { command, id, recipe }: GenerationCommand,
  { user, locale }: Asking,
): Card {
  const words = say(locale);
  const { title, whatHolds } = words.presets;
  return optionsCard(
    {
      title: title(plainWords(preset.name, LONGEST_PRESET_NAME)),
      about: whatHolds(`\`/${command}\``),
      table: recipe.options,
      values: preset.options,
      pick: {
        action: ACTIONS[preset.owner.kind].pick,
        person: user.id,
        index: preset.number,
        name: id,
      },
      buttons: [],
    },
    words,
  );
}
