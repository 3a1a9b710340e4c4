import { ApplicationCommandType } from 'discord.js';
import type { Card, CardButton } from '../src/discord/cards/card.ts';
import { optionsCard, optionsForm } from '../src/discord/cards/options-card.ts';
import {
  type ButtonHandler,
  type Feature,
  EVERYWHERE,
  on,
} from '../src/discord/intake/handlers.ts';
import type { PersonCustomId } from '../src/discord/interactions/custom-id.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { optionsFromForm } from '../src/discord/interactions/option-values.ts';
import type {
  OwnSettings,
  PersonDefaults,
  PersonSettings,
} from '../src/privacy/sql/member-settings.ts';
import { inEveryLanguage } from '../src/recipes/localized-definition.ts';
import { type Catalogue, say } from '../src/say/say.ts';
import {
  commandMenus,
  type GenerationCommand,
  generationCommandById,
} from './generation-commands.ts';

type Asking = Pick<InteractionBase, 'user' | 'locale'>;

interface Needs {
  readonly generationCommands: readonly GenerationCommand[];
  readonly personSettings: PersonSettings;
  readonly personDefaults: PersonDefaults;
}

/** `/settings` and a member's defaults for each command. */
export const settings: Feature<Needs> = {
  /** `/settings`: a member's settings for all their requests. */
  command: {
    definition: inEveryLanguage((words) => ({
      type: ApplicationCommandType.ChatInput,
      name: 'settings',
      description: words.commands.settings,
      ...EVERYWHERE,
    })),
    execute: async (interaction, services) => ({
      kind: 'quiet',
      message: await settingsCard(interaction, services),
    }),
  },
  buttons: [
    on(
      'person',
      'settings',
      changing(() => Promise.resolve()),
    ),
    on(
      'person',
      'settings-notify',
      changing((userId, notify, { personSettings }) => personSettings.change(userId, { notify })),
    ),
    on(
      'person',
      'settings-private',
      changing((userId, isOn, { personSettings }) =>
        personSettings.change(userId, { private: isOn }),
      ),
    ),
    on(
      'person',
      'settings-spoiler',
      changing((userId, spoiler, { personSettings }) => personSettings.change(userId, { spoiler })),
    ),
    on(
      'person',
      'settings-askable',
      changing((userId, askable, { personSettings }) => personSettings.change(userId, { askable })),
    ),
    on(
      'person',
      'settings-named',
      changing((userId, named, { personSettings }) => personSettings.change(userId, { named })),
    ),
    on(
      'person',
      'settings-reset-now',
      changing((userId, _, { personSettings }) => personSettings.reset(userId)),
    ),
    on('person', 'settings-reset', (interaction) => {
      return { kind: 'replaced', message: resetQuestion(interaction) };
    }),
    on('person', 'defaults-forget', async (interaction, id, services) => {
      const generationCommand = generationCommandById(services.generationCommands, id.name);
      await services.personDefaults.reset(interaction.user.id, generationCommand.key);
      return {
        kind: 'replaced',
        message: await defaultsCard(interaction, generationCommand, services),
      };
    }),
  ],
  selects: [
    on('person', 'defaults', async (interaction, _, services) => {
      const [chosen] = interaction.values;
      const generationCommand = generationCommandById(services.generationCommands, chosen);
      return {
        kind: 'replaced',
        message: await defaultsCard(interaction, generationCommand, services),
      };
    }),
    on(
      'person',
      'defaults-pick',
      async (interaction, id, { generationCommands, personDefaults }) => {
        const generationCommand = generationCommandById(generationCommands, id.name);
        const { command, key, recipe } = generationCommand;
        const words = say(interaction.locale);
        const modal = optionsForm(
          {
            id: { action: 'defaults-set', person: interaction.user.id, name: generationCommand.id },
            title: words.settings.ofCommand(command),
            table: recipe.options,
            names: interaction.values,
            values: await personDefaults.of(interaction.user.id, key),
          },
          words,
        );
        return { kind: 'modal', modal };
      },
    ),
  ],
  modals: [
    on('person', 'defaults-set', async (interaction, id, services) => {
      const generationCommand = generationCommandById(services.generationCommands, id.name);
      const changes = optionsFromForm(generationCommand.recipe.options, interaction);
      await services.personDefaults.change(interaction.user.id, generationCommand.key, changes);
      return {
        kind: 'replaced',
        message: await defaultsCard(interaction, generationCommand, services),
      };
    }),
  ],
};

/** Changes a setting and redraws the message. */
function changing(
  change: (userId: string, isOn: boolean, services: Needs) => Promise<void>,
): ButtonHandler<Needs, PersonCustomId> {
  return async (interaction, id, services) => {
    await change(interaction.user.id, id.index === 1, services);
    return { kind: 'replaced', message: await settingsCard(interaction, services) };
  };
}

async function settingsCard(
  { user, locale }: Asking,
  { generationCommands, personSettings, personDefaults }: Needs,
): Promise<Card> {
  const words = say(locale);
  const chosen = await personSettings.of(user.id);
  const keys = await personDefaults.recipesOf(user.id);
  const commands = generationCommands
    .filter(({ key }) => keys.has(key))
    .map(({ command }) => command);
  return {
    title: words.settings.title,
    lines: [
      ...settingLines(chosen, words),
      words.settings.defaults(commands.map((command) => `\`/${command}\``)),
    ],
    selects: commandMenus(generationCommands, {
      idOf: (index) => ({ action: 'defaults', person: user.id, index }),
      placeholder: words.settings.chooseCommand,
    }),
    buttons: settingButtons(user.id, chosen, words),
  };
}

function settingLines(chosen: OwnSettings, { settings: words }: Catalogue): readonly string[] {
  const state = (isOn: boolean) => (isOn ? 'on' : 'off');
  return [
    words.notify[state(chosen.notify)],
    words.private[state(chosen.private)],
    words.spoiler[state(chosen.spoiler)],
    words.askable[state(chosen.askable)],
    words.named[state(chosen.named)],
  ];
}

/** Each button sets what its label says, so repeated clicks are harmless. */
function settingButtons(
  person: string,
  chosen: OwnSettings,
  { settings: { buttons } }: Catalogue,
): readonly (readonly CardButton[])[] {
  const toggle = (action: string, isOn: boolean, label: string): CardButton => ({
    id: { action, person, index: isOn ? 0 : 1 },
    label,
    kind: 'secondary',
  });
  const { notify, private: isPrivate, spoiler, askable, named } = chosen;
  const { notify: ping, private: hide, spoiler: cover, askable: ask } = buttons;
  return [
    [
      toggle('settings-notify', notify, notify ? ping.off : ping.on),
      toggle('settings-private', isPrivate, isPrivate ? hide.off : hide.on),
      toggle('settings-spoiler', spoiler, spoiler ? cover.off : cover.on),
    ],
    [
      toggle('settings-askable', askable, askable ? ask.off : ask.on),
      toggle('settings-named', named, named ? buttons.named.off : buttons.named.on),
      { id: { action: 'settings-reset', person }, label: buttons.reset, kind: 'danger' },
    ],
  ];
}

function resetQuestion({ user, locale }: Asking): Card {
  const { resetQuestion: text, buttons } = say(locale).settings;
  const button = (action: string, label: string, kind: CardButton['kind']): CardButton => ({
    id: { action, person: user.id },
    label,
    kind,
  });
  return {
    text,
    buttons: [
      [
        button('settings-reset-now', buttons.resetNow, 'danger'),
        button('settings', buttons.keep, 'secondary'),
      ],
    ],
  };
}

async function defaultsCard(
  { user: { id: person }, locale }: Pick<InteractionBase, 'user' | 'locale'>,
  { command, id, key, recipe }: GenerationCommand,
  { personDefaults }: Pick<Needs, 'personDefaults'>,
): Promise<Card> {
  const words = say(locale);
  const { buttons, ofCommand, whatHolds } = words.settings;
  const values = await personDefaults.of(person, key);
  const isAny = Object.keys(values).length > 0;
  return optionsCard(
    {
      title: ofCommand(command),
      about: whatHolds,
      table: recipe.options,
      values,
      pick: { action: 'defaults-pick', person, name: id },
      buttons: [
        { id: { action: 'settings', person }, label: buttons.back, kind: 'secondary' },
        ...(isAny
          ? [
              {
                id: { action: 'defaults-forget', person, name: id },
                label: buttons.forget,
                kind: 'danger',
              } as const,
            ]
          : []),
      ],
    },
    words,
  );
}
