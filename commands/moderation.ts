import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { mention, stamp } from '../src/discord/cards/text.ts';
import { type Feature, IN_SERVERS, type Reply } from '../src/discord/intake/handlers.ts';
import type { CommandInteraction } from '../src/discord/interactions/interaction.ts';
import type { PickedChannel } from '../src/discord/interactions/option-values.ts';
import {
  lackingPermissions,
  type PermissionName,
  requireModerator,
  requireServerManager,
  TO_POST_REPORTS,
} from '../src/discord/interactions/permissions.ts';
import type { ReportPosts } from '../src/discord/sync/report-posts.ts';
import { BotError, type OptionFacts } from '../src/errors/errors.ts';
import type { Moderation } from '../src/moderation/moderation.ts';
import type {
  Blocks,
  ModerationRoles,
  ServerLanguages,
  SpoilerRules,
} from '../src/moderation/sql/server-settings.ts';
import { inEveryLanguage } from '../src/recipes/localized-definition.ts';
import { LANGUAGES } from '../src/say/languages.ts';
import { type Catalogue, say } from '../src/say/say.ts';
import { privateList, type PrivateListNeeds } from './private-jobs.ts';
import { requireGuild } from './requirements.ts';

interface Needs extends PrivateListNeeds {
  readonly moderation: Moderation;
  readonly moderationRoles: ModerationRoles;
  readonly spoilerRules: SpoilerRules;
  readonly serverLanguages: ServerLanguages;
  readonly blocks: Blocks;
  readonly reportPosts: ReportPosts;
  /** Posts a line to a channel that moderators chose. False if the bot may not. */
  readonly greetModerators: (channelId: string, words: Catalogue) => Promise<boolean>;
}

const WHOM = {
  type: ApplicationCommandOptionType.User,
  name: 'person',
  required: true,
} as const;

/** The Discord definition of `/moderation`: offered to server managers. */
const definition: RESTPostAPIChatInputApplicationCommandsJSONBody = inEveryLanguage(
  ({ moderation: words }) => ({
    type: ApplicationCommandType.ChatInput,
    name: 'moderation',
    description: words.description,
    ...IN_SERVERS,
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'channel',
        description: words.channel,
        options: [
          {
            type: ApplicationCommandOptionType.Channel,
            name: 'channel',
            description: words.channelForReports,
            required: true,
            channel_types: [ChannelType.GuildText],
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'role',
        description: words.role,
        options: [
          {
            type: ApplicationCommandOptionType.Role,
            name: 'role',
            description: words.roleOfModerators,
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'spoilers',
        description: words.spoilers,
        options: [
          {
            type: ApplicationCommandOptionType.Boolean,
            name: 'on',
            description: words.spoilersOn,
            required: true,
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'language',
        description: words.language,
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'language',
            description: words.languageOfServer,
            choices: LANGUAGES.map(({ catalogue: { language, languageName } }) => ({
              name: languageName,
              value: language,
            })),
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'private',
        description: words.private,
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'blocks',
        description: words.blocks,
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'block',
        description: words.block,
        options: [{ ...WHOM, description: words.personToBlock }],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'unblock',
        description: words.unblock,
        options: [{ ...WHOM, description: words.personToUnblock }],
      },
    ],
  }),
);

/** As many as fit in a message. */
export const MAX_BLOCKS_SHOWN = 40;

const REPORTS_CHANNEL: number = ChannelType.GuildText;

export const moderation: Feature<Needs> = {
  /**
   * `/moderation`: report channel, moderator role, blocks, spoilers and private pictures.
   *
   * Discord offers it by permission, so a server has to enable it for its moderator role in its own
   * settings. The bot checks each user anyway.
   */
  command: {
    definition,
    async execute(interaction, services) {
      await requireModerator(interaction, services);
      const guildId = requireGuild(interaction);
      const words = say(interaction.locale);
      switch (interaction.subcommand) {
        case 'channel':
          return chooseChannel(guildId, interaction, services);
        case 'role':
          return chooseRole(guildId, interaction, services);
        case 'spoilers':
          return setSpoilers(guildId, interaction, services);
        case 'language':
          return chooseLanguage(guildId, interaction, services);
        case 'private':
          return { kind: 'later', message: () => privateList(interaction, undefined, services) };
        case 'blocks':
          return quiet(...(await blockList(guildId, words, services)));
        case 'block':
          return setBlock(guildId, interaction, services, true);
        case 'unblock':
          return setBlock(guildId, interaction, services, false);
        case undefined:
        default:
          throw new BotError('unknown_action');
      }
    },
  },
};

/** Only server managers choose the moderator role, not the moderators. */
async function chooseRole(
  guildId: string,
  interaction: CommandInteraction,
  { moderationRoles }: Needs,
): Promise<Reply> {
  requireServerManager(interaction);
  const words = say(interaction.locale).moderation;
  const { role } = interaction.options;
  if (role === undefined) {
    await moderationRoles.choose(guildId, undefined, interaction.user.id);
    return quiet(words.managersOnly);
  }
  const roleId = textOption(interaction, 'role');
  // The @everyone role has the server's own id.
  if (roleId === guildId) throw badOption('role', 'role_of_everybody');
  await moderationRoles.choose(guildId, roleId, interaction.user.id);
  return quiet(...words.roleChosen(`<@&${roleId}>`));
}

async function setSpoilers(
  guildId: string,
  { options: { on }, user, locale }: CommandInteraction,
  { spoilerRules }: Needs,
): Promise<Reply> {
  if (typeof on !== 'boolean') throw badOption('on', 'missing');
  await spoilerRules.set(guildId, on, user.id);
  const { covered, uncovered } = say(locale).moderation;
  return quiet(on ? covered : uncovered);
}

/** The language of public messages. Only server managers choose it, as everyone reads it. */
async function chooseLanguage(
  guildId: string,
  interaction: CommandInteraction,
  { serverLanguages }: Needs,
): Promise<Reply> {
  requireServerManager(interaction);
  const { language } = interaction.options;
  const chosen = LANGUAGES.find(({ catalogue }) => catalogue.language === language)?.catalogue;
  if (language !== undefined && !chosen) {
    const choices = LANGUAGES.map(({ catalogue }) => catalogue.languageName);
    throw new BotError('bad_option', { facts: { option: 'language', problem: 'choice', choices } });
  }
  await serverLanguages.choose(guildId, chosen?.language, interaction.user.id);
  const { languageChosen, languageOfDiscord } = say(interaction.locale).moderation;
  return quiet(
    chosen
      ? languageChosen(chosen.languageName)
      : languageOfDiscord(say(interaction.guildLocale).languageName),
  );
}

/**
 * Checks the channel data that Discord sends with the option first, which needs no request. Then
 * posts to the channel before saving it, so that no report gets lost.
 */
function chooseChannel(
  guildId: string,
  interaction: CommandInteraction,
  { moderation: choices, greetModerators, reportPosts, serverLanguages }: Needs,
): Reply {
  const { id: channelId, appPermissions } = channelOption(guildId, interaction);
  const words = say(interaction.locale);
  const where = `<#${channelId}>`;
  if (appPermissions !== undefined) {
    const lacking = lackingPermissions(appPermissions, TO_POST_REPORTS);
    if (lacking.length > 0) return quiet(cannotPost(where, lacking, words));
  }
  return {
    kind: 'later',
    message: async () => {
      const language = (await serverLanguages.of(guildId)) ?? interaction.guildLocale;
      if (!(await greetModerators(channelId, say(language)))) {
        return { text: [cannotPost(where, TO_POST_REPORTS, words)] };
      }
      await choices.chooseChannel(guildId, channelId, interaction.user.id, (before) =>
        reportPosts.takeAway(before),
      );
      await reportPosts.resume();
      return { text: [words.moderation.channelChosen(where)] };
    },
  };
}

function cannotPost(
  where: string,
  names: readonly PermissionName[],
  { moderation: words, permissionNames }: Catalogue,
): string {
  return words.cannotPost(
    where,
    names.map((name) => permissionNames[name]),
  );
}

/** @throws BotError unless Discord confirms a channel of this server. */
function channelOption(guildId: string, { options }: CommandInteraction): PickedChannel {
  const { channel } = options;
  // A bare id may be any channel the bot can see, even in another server.
  const picked = typeof channel === 'object' && 'type' in channel ? channel : undefined;
  if (picked?.type !== REPORTS_CHANNEL || (picked.guildId ?? guildId) !== guildId) {
    throw badOption('channel', 'no_text_channel');
  }
  return picked;
}

async function setBlock(
  guildId: string,
  interaction: CommandInteraction,
  { blocks }: Needs,
  wanted: boolean,
): Promise<Reply> {
  const userId = textOption(interaction, 'person');
  const by = interaction.user.id;
  const who = mention(userId);
  const words = say(interaction.locale).moderation;
  if (wanted) {
    const blocked = await blocks.block(guildId, userId, by);
    return quiet((blocked ? words.blocked : words.alreadyBlocked)(who));
  }
  const lifted = await blocks.unblock(guildId, userId, by);
  return quiet((lifted ? words.unblocked : words.notBlocked)(who));
}

async function blockList(guildId: string, words: Catalogue, services: Needs): Promise<string[]> {
  const { blocks, total } = await services.blocks.of(guildId, MAX_BLOCKS_SHOWN);
  if (blocks.length === 0) return [words.moderation.nobodyBlocked];
  const lines = blocks.map(({ userId, blockedAt }) => `${mention(userId)} · ${stamp(blockedAt)}`);
  const more = total - lines.length;
  return [...lines, ...(more > 0 ? [words.more(more)] : [])];
}

function textOption({ options }: CommandInteraction, option: string): string {
  const value = options[option];
  if (typeof value === 'string') return value;
  throw badOption(option, 'missing');
}

function badOption(option: string, problem: OptionFacts['problem']): BotError {
  return new BotError('bad_option', { facts: { option, problem } });
}

function quiet(...text: string[]): Reply {
  return { kind: 'quiet', message: { text } };
}
