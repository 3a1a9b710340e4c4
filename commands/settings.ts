import { ApplicationCommandType } from 'discord.js';
import type { Card, CardButton } from '../src/discord/cards/card.ts';
import { optionsCard, optionsForm } from '../src/discord/cards/options-card.ts';
import {
  type Command,
  IN_SERVERS,
  type ModalHandler,
  type PersonButton,
  type SelectHandler,
} from '../src/discord/intake/handlers.ts';
import type { PersonCustomId } from '../src/discord/interactions/custom-id.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { optionsFromForm } from '../src/discord/interactions/option-values.ts';
import type { OwnSettings } from '../src/privacy/sql/member-settings.ts';
import { type Catalogue, say } from '../src/say/say.ts';
import {
  commandMenus,
  type GenerationCommand,
  generationCommandById,
} from './generation-commands.ts';
import { requireSelf } from './requirements.ts';
import type { Services } from './services.ts';

type Asking = Pick<InteractionBase, 'user' | 'locale'>;

/** `/settings`: a member's settings for all their requests. */
export const settings = (generationCommands: readonly GenerationCommand[]): Command<Services> => ({
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'settings',
    description: say().commands.settings,
    ...IN_SERVERS,
  },
  execute: async (interaction, services) => ({
    kind: 'quiet',
    message: await settingsCard(interaction, generationCommands, services),
  }),
});

/** The buttons of that message, by action. */
export function settingsButtons(
  generationCommands: readonly GenerationCommand[],
): Readonly<Record<string, PersonButton<Services>>> {
  /** Changes a setting and redraws the message. */
  const changing =
    (change: (id: string, isOn: boolean, services: Services) => Promise<void>) =>
    async (...[interaction, id, services]: Parameters<PersonButton<Services>>) => {
      requireSelf(interaction, id);
      await change(interaction.user.id, id.index === 1, services);
      const message = await settingsCard(interaction, generationCommands, services);
      return { kind: 'replaced', message } as const;
    };
  return {
    settings: changing(() => Promise.resolve()),
    'settings-notify': changing((userId, notify, { personSettings }) =>
      personSettings.change(userId, { notify }),
    ),
    'settings-private': changing((userId, isOn, { personSettings }) =>
      personSettings.change(userId, { private: isOn }),
    ),
    'settings-spoiler': changing((userId, spoiler, { personSettings }) =>
      personSettings.change(userId, { spoiler }),
    ),
    'settings-askable': changing((userId, askable, { personSettings }) =>
      personSettings.change(userId, { askable }),
    ),
    'settings-reset-now': changing((userId, _, { personSettings }) => personSettings.reset(userId)),
    'settings-reset': (interaction, id) => {
      requireSelf(interaction, id);
      const message = resetQuestion(interaction);
      return Promise.resolve({ kind: 'replaced', message });
    },
  };
}

async function settingsCard(
  { user, locale }: Asking,
  generationCommands: readonly GenerationCommand[],
  { personSettings, personDefaults }: Pick<Services, 'personSettings' | 'personDefaults'>,
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
    buttons: [settingButtons(user.id, chosen, words)],
  };
}

function settingLines(chosen: OwnSettings, { settings: words }: Catalogue): readonly string[] {
  const state = (isOn: boolean) => (isOn ? 'on' : 'off');
  return [
    words.told[state(chosen.notify)],
    words.private[state(chosen.private)],
    words.spoiler[state(chosen.spoiler)],
    words.askable[state(chosen.askable)],
  ];
}

/** Each button sets what its label says, so repeated clicks are harmless. */
function settingButtons(
  person: string,
  chosen: OwnSettings,
  { settings: { buttons } }: Catalogue,
): readonly CardButton[] {
  const toggle = (action: string, isOn: boolean, label: string): CardButton => ({
    id: { action, person, index: isOn ? 0 : 1 },
    label,
    kind: 'secondary',
  });
  const { notify, private: isPrivate, spoiler, askable } = chosen;
  const { tell, private: hide, spoiler: cover, askable: ask } = buttons;
  return [
    toggle('settings-notify', notify, notify ? tell.off : tell.on),
    toggle('settings-private', isPrivate, isPrivate ? hide.off : hide.on),
    toggle('settings-spoiler', spoiler, spoiler ? cover.off : cover.on),
    toggle('settings-askable', askable, askable ? ask.off : ask.on),
    { id: { action: 'settings-reset', person }, label: buttons.reset, kind: 'danger' },
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

/** The menus of `/settings` and of the message with a command's options. */
export function defaultsSelects(
  generationCommands: readonly GenerationCommand[],
): Readonly<Record<string, SelectHandler<Services, PersonCustomId>>> {
  return {
    defaults: async (interaction, id, services) => {
      requireSelf(interaction, id);
      const generationCommand = generationCommandById(generationCommands, interaction.values[0]);
      return {
        kind: 'replaced',
        message: await defaultsCard(interaction, generationCommand, services),
      };
    },
    'defaults-pick': async (interaction, id, { personDefaults }) => {
      requireSelf(interaction, id);
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
  };
}

export function defaultsModals(
  generationCommands: readonly GenerationCommand[],
): Readonly<Record<string, ModalHandler<Services, PersonCustomId>>> {
  return {
    'defaults-set': async (interaction, id, services) => {
      requireSelf(interaction, id);
      const generationCommand = generationCommandById(generationCommands, id.name);
      const changes = optionsFromForm(generationCommand.recipe.options, interaction);
      await services.personDefaults.change(interaction.user.id, generationCommand.key, changes);
      return {
        kind: 'replaced',
        message: await defaultsCard(interaction, generationCommand, services),
      };
    },
  };
}

export function defaultsButtons(
  generationCommands: readonly GenerationCommand[],
): Readonly<Record<string, PersonButton<Services>>> {
  return {
    'defaults-forget': async (interaction, id, services) => {
      requireSelf(interaction, id);
      const generationCommand = generationCommandById(generationCommands, id.name);
      await services.personDefaults.reset(interaction.user.id, generationCommand.key);
      return {
        kind: 'replaced',
        message: await defaultsCard(interaction, generationCommand, services),
      };
    },
  };
}

async function defaultsCard(
  { user: { id: person }, locale }: Pick<InteractionBase, 'user' | 'locale'>,
  { command, id, key, recipe }: GenerationCommand,
  { personDefaults }: Pick<Services, 'personDefaults'>,
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
