import { ApplicationCommandType } from 'discord.js';
import { type Command, IN_SERVERS, type PersonButton } from '../src/discord/intake/handlers.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import type { Card, CardButton } from '../src/discord/cards/card.ts';
import type { OwnSettings } from '../src/privacy/sql/member-settings.ts';
import { say, type Catalogue } from '../src/say/say.ts';
import { commandMenus } from './command-menus.ts';
import type { Maker } from './maker.ts';
import { requireSelf } from './require-self.ts';
import type { Services } from './services.ts';

type Asking = Pick<InteractionBase, 'user' | 'locale'>;

/** `/settings`: what somebody has chosen for all that they ask for. */
export const settings = (makers: readonly Maker[]): Command<Services> => ({
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'settings',
    description: say().commands.settings,
    ...IN_SERVERS,
  },
  execute: async (interaction, services) => ({
    kind: 'quiet',
    message: await settingsCard(interaction, makers, services),
  }),
});

/** What the buttons of that message do, by their actions. */
export function settingsButtons(
  makers: readonly Maker[],
): Readonly<Record<string, PersonButton<Services>>> {
  /** Chooses, and shows all of it as it is then. */
  const changing =
    (change: (id: string, isOn: boolean, services: Services) => Promise<void>) =>
    async (...[interaction, id, services]: Parameters<PersonButton<Services>>) => {
      requireSelf(interaction, id);
      await change(interaction.user.id, id.index === 1, services);
      const message = await settingsCard(interaction, makers, services);
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
  makers: readonly Maker[],
  { personSettings, personDefaults }: Pick<Services, 'personSettings' | 'personDefaults'>,
): Promise<Card> {
  const words = say(locale);
  const chosen = await personSettings.of(user.id);
  const keys = await personDefaults.recipesOf(user.id);
  const commands = makers.filter(({ key }) => keys.has(key)).map(({ command }) => command);
  return {
    title: words.settings.title,
    lines: [
      ...settingLines(chosen, words),
      words.settings.defaults(commands.map((command) => `\`/${command}\``)),
    ],
    selects: commandMenus(makers, {
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

/** Each sets what its label says, however often it is pressed. */
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
