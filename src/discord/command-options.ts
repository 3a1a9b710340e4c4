import { ApplicationCommandOptionType } from 'discord.js';
import type { RawCommand, RawOption } from './interaction-schema.ts';

/** A file that came with a command. */
export interface AttachedFile {
  readonly id: string;
  readonly url: string;
  /** In bytes, as Discord says. */
  readonly size: number;
}

/** A person or a channel is its id. */
export type OptionValue = string | number | boolean | AttachedFile;

/** The options of a command, or of the subcommand by which it was used. */
export interface UsedOptions {
  /** `group subcommand` where it stands in a group. */
  readonly subcommand: string | undefined;
  readonly options: readonly RawOption[];
}

const ATTACHMENT: number = ApplicationCommandOptionType.Attachment;
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
  const files = resolved?.attachments ?? {};
  return Object.fromEntries(
    options.flatMap(({ name, type, value }): [string, OptionValue][] => {
      if (value === undefined) return [];
      // It holds the id of one of the resolved files.
      const id = String(value);
      const file = type === ATTACHMENT && Object.hasOwn(files, id) ? files[id] : undefined;
      return [[name, file ?? value]];
    }),
  );
}
