import {
  ApplicationCommandOptionType,
  ChannelType,
  type APIApplicationCommandBasicOption,
} from 'discord-api-types/v10';
import { takesChannel } from '../../../discord/rules/option-rules.ts';
import type { ChannelView, OptionInput, PersonView } from '../../wire.ts';
import type { ListItem } from './list-item.ts';

/** The people and things that an option can name. */
export interface Surroundings {
  readonly people: readonly PersonView[];
  readonly channels: readonly ChannelView[];
}

/** What an option offers to pick from; `undefined` where it is written or chosen otherwise. */
export function optionItems(
  option: APIApplicationCommandBasicOption,
  { people, channels }: Surroundings,
): readonly ListItem<OptionInput>[] | undefined {
  switch (option.type) {
    case ApplicationCommandOptionType.String:
    case ApplicationCommandOptionType.Integer:
    case ApplicationCommandOptionType.Number:
      return option.choices?.length
        ? option.choices.map(({ name, value }) => ({ label: name, value }))
        : undefined;
    case ApplicationCommandOptionType.Boolean:
      return [
        { label: 'True', value: true },
        { label: 'False', value: false },
      ];
    case ApplicationCommandOptionType.User:
      return people.map(({ id, name, moderator }) => ({
        label: name,
        value: { user: id },
        ...(moderator && { detail: 'Moderator' }),
      }));
    case ApplicationCommandOptionType.Channel:
      return channels
        .filter(({ recipientId, isGuest = false }) => recipientId === undefined && !isGuest)
        .filter((channel) => takesChannel(option, typeOf(channel)))
        .map((channel) => channelItem(channel, channels));
    case ApplicationCommandOptionType.Role:
    case ApplicationCommandOptionType.Mentionable:
    case ApplicationCommandOptionType.Attachment:
      return undefined;
  }
}

function typeOf({ parentId }: ChannelView): ChannelType.GuildText | ChannelType.PublicThread {
  return parentId === undefined ? ChannelType.GuildText : ChannelType.PublicThread;
}

function channelItem(
  { id, name, parentId }: ChannelView,
  channels: readonly ChannelView[],
): ListItem<OptionInput> {
  const value = { channel: id };
  if (parentId === undefined) return { label: `#${name}`, value };
  const parent = channels.find((channel) => channel.id === parentId)?.name;
  return { label: name, value, detail: parent === undefined ? 'Thread' : `Thread in #${parent}` };
}
