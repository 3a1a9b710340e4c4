import type { ModalHandler, PersonButton, SelectHandler } from '../src/discord/intake/handlers.ts';
import type { PersonCustomId } from '../src/discord/interactions/custom-id.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { optionsFromForm } from '../src/discord/interactions/option-values.ts';
import type { Card } from '../src/discord/cards/card.ts';
import { optionsCard, optionsForm } from '../src/discord/cards/options-card.ts';
import { say } from '../src/say/say.ts';
import { makerOfId, type Maker } from './maker.ts';
import { requireSelf } from './require-self.ts';
import type { Services } from './services.ts';

/** What is chosen in the menus of `/settings` and of the message that shows a command's options. */
export function defaultsSelects(
  makers: readonly Maker[],
): Readonly<Record<string, SelectHandler<Services, PersonCustomId>>> {
  return {
    defaults: async (interaction, id, services) => {
      requireSelf(interaction, id);
      const maker = makerOfId(makers, interaction.values[0]);
      return { kind: 'replaced', message: await defaultsCard(interaction, maker, services) };
    },
    'defaults-pick': async (interaction, id, { personDefaults }) => {
      requireSelf(interaction, id);
      const maker = makerOfId(makers, id.name);
      const { command, key, recipe } = maker;
      const words = say(interaction.locale);
      const modal = optionsForm(
        {
          id: { action: 'defaults-set', person: interaction.user.id, name: maker.id },
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
  makers: readonly Maker[],
): Readonly<Record<string, ModalHandler<Services, PersonCustomId>>> {
  return {
    'defaults-set': async (interaction, id, services) => {
      requireSelf(interaction, id);
      const maker = makerOfId(makers, id.name);
      const changes = optionsFromForm(maker.recipe.options, interaction);
      await services.personDefaults.change(interaction.user.id, maker.key, changes);
      return { kind: 'replaced', message: await defaultsCard(interaction, maker, services) };
    },
  };
}

export function defaultsButtons(
  makers: readonly Maker[],
): Readonly<Record<string, PersonButton<Services>>> {
  return {
    'defaults-forget': async (interaction, id, services) => {
      requireSelf(interaction, id);
      const maker = makerOfId(makers, id.name);
      await services.personDefaults.reset(interaction.user.id, maker.key);
      return { kind: 'replaced', message: await defaultsCard(interaction, maker, services) };
    },
  };
}

async function defaultsCard(
  { user: { id: person }, locale }: Pick<InteractionBase, 'user' | 'locale'>,
  { command, id, key, recipe }: Maker,
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
