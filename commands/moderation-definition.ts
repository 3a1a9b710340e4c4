import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  PermissionFlagsBits,
} from 'discord.js';
import type { RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord.js';
import { IN_SERVERS } from '../src/discord/intake/handlers.ts';
import { say } from '../src/say/say.ts';

const { moderation: described } = say();

const WHOM = {
  type: ApplicationCommandOptionType.User,
  name: 'person',
  required: true,
} as const;

/** `/moderation` as Discord offers it: to those who manage the server. */
export const definition: RESTPostAPIChatInputApplicationCommandsJSONBody = {
  type: ApplicationCommandType.ChatInput,
  name: 'moderation',
  description: described.description,
  ...IN_SERVERS,
  default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  options: [
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'channel',
      description: described.channel,
      options: [
        {
          type: ApplicationCommandOptionType.Channel,
          name: 'channel',
          description: described.channelForReports,
          required: true,
          channel_types: [ChannelType.GuildText],
        },
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'role',
      description: described.role,
      options: [
        {
          type: ApplicationCommandOptionType.Role,
          name: 'role',
          description: described.roleOfModerators,
        },
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'spoilers',
      description: described.spoilers,
      options: [
        {
          type: ApplicationCommandOptionType.Boolean,
          name: 'on',
          description: described.spoilersOn,
          required: true,
        },
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'private',
      description: described.private,
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'blocks',
      description: described.blocks,
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'block',
      description: described.block,
      options: [{ ...WHOM, description: described.personToBlock }],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'unblock',
      description: described.unblock,
      options: [{ ...WHOM, description: described.personToUnblock }],
    },
  ],
};
