import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  PermissionFlagsBits,
} from 'discord.js';
import type { Command, Reply } from '../src/discord/command.ts';
import type { CommandInteraction } from '../src/discord/interaction.ts';
import { messageBody } from '../src/discord/message-payload.ts';
import { stamp } from '../src/discord/times.ts';
import { BotError } from '../src/errors.ts';
import { requireModerator } from './moderates.ts';
import { requireGuild } from './request-job.ts';
import { IN_SERVERS } from './in-servers.ts';
import type { Services } from './services.ts';

/** As many as fit into a message. */
const SHOWN = 40;

const WHOM = {
  type: ApplicationCommandOptionType.User,
  name: 'person',
  required: true,
} as const;

/** `/moderation`: where reports go, and who is kept out. */
export const moderation: Command<Services> = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'moderation',
    description: 'Where reports of pictures go, and who may make none here',
    ...IN_SERVERS,
    default_member_permissions: String(PermissionFlagsBits.ManageMessages),
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'channel',
        description: 'Send reports of pictures to a channel',
        options: [
          {
            type: ApplicationCommandOptionType.Channel,
            name: 'channel',
            description: 'One that only moderators see',
            required: true,
            channel_types: [ChannelType.GuildText],
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'blocks',
        description: 'Who may make and report no pictures here',
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'block',
        description: 'Let somebody make and report no pictures here',
        options: [{ ...WHOM, description: 'Whom to block' }],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'unblock',
        description: 'Lift a block',
        options: [{ ...WHOM, description: 'Whose block to lift' }],
      },
    ],
  },
  async execute(interaction, services) {
    requireModerator(interaction);
    const guildId = requireGuild(interaction);
    switch (interaction.subcommand) {
      case 'channel':
        return chooseChannel(guildId, interaction, services);
      case 'blocks':
        return quiet(await blockList(guildId, services));
      case 'block':
        return setBlock(guildId, interaction, services, true);
      case 'unblock':
        return setBlock(guildId, interaction, services, false);
      case undefined:
      default:
        throw new BotError('unknown_action');
    }
  },
};

/** The channel is tried out before it is taken, so that no report is lost there. */
function chooseChannel(
  guildId: string,
  interaction: CommandInteraction,
  { moderation: store, greetModerators, reportPosts }: Services,
): Reply {
  const channelId = textOption(interaction, 'channel');
  return {
    kind: 'later',
    message: async () => {
      if (!(await greetModerators(channelId))) {
        const content = `I cannot post in <#${channelId}>. Allow me **View Channel**, **Send Messages** and **Embed Links** there, and choose it again.`;
        return messageBody({ content });
      }
      await store.chooseChannel(guildId, channelId, interaction.user.id, (before) =>
        reportPosts.takeAway(before),
      );
      await reportPosts.takeUp();
      return messageBody({ content: `Reports of pictures go to <#${channelId}> from now on.` });
    },
  };
}

async function setBlock(
  guildId: string,
  interaction: CommandInteraction,
  { moderation: store }: Services,
  wanted: boolean,
): Promise<Reply> {
  const userId = textOption(interaction, 'person');
  const by = interaction.user.id;
  if (wanted) {
    const blocked = await store.block(guildId, userId, by);
    return quiet(
      blocked
        ? `<@${userId}> can no longer make or report pictures here.`
        : `<@${userId}> is blocked already.`,
    );
  }
  const lifted = await store.unblock(guildId, userId, by);
  return quiet(
    lifted ? `<@${userId}> can make and report pictures again.` : `<@${userId}> is not blocked.`,
  );
}

async function blockList(guildId: string, { moderation: store }: Services): Promise<string> {
  const { blocks, total } = await store.blocksOf(guildId, SHOWN);
  if (blocks.length === 0) return 'Nobody is blocked here.';
  const lines = blocks.map(({ userId, blockedAt }) => `<@${userId}> · ${stamp(blockedAt)}`);
  const more = total - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

function textOption({ options }: CommandInteraction, option: string): string {
  const value = options[option];
  if (typeof value === 'string') return value;
  throw new BotError('bad_option', { facts: { option, problem: 'is missing' } });
}

function quiet(content: string): Reply {
  return { kind: 'quiet', message: messageBody({ content }) };
}
