import { ApplicationCommandOptionType } from 'discord.js';
import type { RawCommand, RawOption } from './interaction-schema.ts';
import { own } from './own.ts';

/** A file that came with a command. */
export interface AttachedFile {
  readonly id: string;
  readonly url: string;
  /** In bytes, as Discord says. */
  readonly size: number;
}

/** A channel of the server where the command was used, as Discord vouches for it. */
export interface PickedChannel {
  readonly id: string;
  readonly type: number;
  /** Of its server, where Discord says. */
  readonly guildId: string | undefined;
  /** What the bot may do there, where Discord says. */
  readonly appPermissions: bigint | undefined;
}

/** A person or a role is given as its id, and so is a channel that Discord does not describe. */
export type OptionValue = string | number | boolean | AttachedFile | PickedChannel;

/** The options of a command, or of the subcommand by which it was used. */
export interface UsedOptions {
  /** `group subcommand` where it stands in a group. */
  readonly subcommand: string | undefined;
  readonly options: readonly RawOption[];
}

const ATTACHMENT: number = ApplicationCommandOptionType.Attachment;
const CHANNEL: number = ApplicationCommandOptionType.Channel;
const SUBCOMMAND: number = ApplicationCommandOptionType.Subcommand;
const GROUP: number = ApplicationCommandOptionType.SubcommandGroup;

/** @throws TypeError for a group without a subcommand. */
export function usedOptions({ options }: RawCommand): UsedOptions {
  const group = options.find(({ type }) => type === GROUP);
  const used = (group?.options ?? options).find(({ type }) => type === SUBCOMMAND);
  if (used) {
    const subcommand = group ? `${group.name} ${used.name}` : used.name;
    return { subcommand, options: used.options };
  }
  if (group) throw new TypeError('a group of subcommands without one that is used');
  return { subcommand: undefined, options };
}

/** What was filled in, by the options' names. */
export function optionValues(
  options: readonly RawOption[],
  resolved: RawCommand['resolved'],
): Record<string, OptionValue> {
  return Object.fromEntries(
    options.flatMap(({ name, type, value }): [string, OptionValue][] => {
      if (value === undefined) return [];
      // It may hold the id of one of the resolved things.
      const id = String(value);
      if (type === ATTACHMENT) return [[name, own(resolved?.attachments, id) ?? value]];
      if (type === CHANNEL) return [[name, pickedChannel(own(resolved?.channels, id)) ?? value]];
      return [[name, value]];
    }),
  );
}

type RawChannel = NonNullable<RawCommand['resolved']>['channels'][string];

function pickedChannel(channel: RawChannel | undefined): PickedChannel | undefined {
  if (!channel) return undefined;
  const { id, type, guild_id: guildId, app_permissions: appPermissions } = channel;
  return { id, type, guildId, appPermissions };
}
