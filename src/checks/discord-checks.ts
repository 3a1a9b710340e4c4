import { DiscordAPIError, Routes, type REST } from 'discord.js';
import { z } from 'zod';
import { lackingPermissions, TO_BE_INVITED_WITH } from '../discord/needed-permissions.ts';
import { isRegistered, type Definition } from '../discord/registration.ts';
import { startRefused } from '../discord/start-refused.ts';
import type { Finding } from './finding.ts';

const about = 'Discord';

const permissions = z.string().regex(/^\d+$/).transform(BigInt);
const installParams = z.object({ scopes: z.array(z.string()), permissions });
const applicationAnswer = z.object({
  id: z.string(),
  name: z.string(),
  install_params: installParams.optional().catch(undefined),
  // "0" is the installation into a server (Discord's Application Integration Types).
  integration_types_config: z
    .object({ 0: z.object({ oauth2_install_params: installParams.optional() }).optional() })
    .optional()
    .catch(undefined),
});
const guildsAnswer = z.array(z.object({ id: z.string(), name: z.string(), permissions }));

export interface DiscordSettings {
  readonly guildId: string | undefined;
  readonly operatorChannelId: string | undefined;
  readonly definitions: readonly Definition[];
}

/**
 * Looks at the token, the install link, the servers, the commands and the operator's channel. Changes
 * nothing. What does not depend on each other is looked at even where one is wrong.
 */
export async function* discordChecks(
  rest: REST,
  settings: DiscordSettings,
): AsyncGenerator<Finding> {
  const application = await ask(() => rest.get(Routes.currentApplication()), applicationAnswer);
  if ('verdict' in application) {
    yield application;
    return;
  }
  const { id, name } = application.answer;
  yield { verdict: 'fine', about, says: `the token belongs to ${name} (${id}).` };
  yield inviteOf(application.answer);
  const guilds = await ask(() => rest.get(Routes.userGuilds()), guildsAnswer);
  if ('verdict' in guilds) yield guilds;
  else yield* serversOf(guilds.answer, id, settings.guildId);
  yield await commandsOf(rest, id, settings);
  if (settings.operatorChannelId !== undefined) {
    yield await operatorChannel(rest, settings.operatorChannelId);
  }
}

function inviteOf(application: z.infer<typeof applicationAnswer>): Finding {
  const params =
    application.integration_types_config?.[0]?.oauth2_install_params ?? application.install_params;
  const next = `Set it on the Installation page, or invite by ${inviteLink(application.id)}`;
  if (!params) return { verdict: 'note', about, says: 'no install link is set up.', next };
  const scopes = ['bot', 'applications.commands'].filter((one) => !params.scopes.includes(one));
  const lacking = [
    ...scopes.map((scope) => `the scope ${scope}`),
    ...lackingPermissions(params.permissions, TO_BE_INVITED_WITH),
  ];
  return lacking.length === 0
    ? { verdict: 'fine', about, says: 'the install link asks for all that is needed.' }
    : { verdict: 'wrong', about, says: `the install link lacks ${lacking.join(', ')}.`, next };
}

function* serversOf(
  guilds: z.infer<typeof guildsAnswer>,
  applicationId: string,
  guildId: string | undefined,
): Generator<Finding> {
  const next = `Invite it by ${inviteLink(applicationId)}`;
  if (guilds.length === 0)
    yield { verdict: 'wrong', about, says: 'the bot is in no server.', next };
  if (guildId !== undefined && !guilds.some(({ id }) => id === guildId)) {
    const says = 'the bot is not in the server DISCORD_GUILD_ID, where alone its commands are.';
    yield { verdict: 'wrong', about, says, next: `${next}, or correct the id.` };
  }
  for (const guild of guilds) {
    const lacking = lackingPermissions(guild.permissions, TO_BE_INVITED_WITH);
    yield lacking.length === 0
      ? { verdict: 'fine', about, says: `in ${guild.name} the bot has what it needs.` }
      : {
          verdict: 'wrong',
          about,
          says: `in ${guild.name} the bot lacks ${lacking.join(', ')}.`,
          next: "Give its role these permissions in the server's settings, or invite it again.",
        };
  }
}

async function commandsOf(
  rest: REST,
  applicationId: string,
  { guildId, definitions }: DiscordSettings,
): Promise<Finding> {
  try {
    return (await isRegistered(rest, { applicationId, guildId, definitions }))
      ? { verdict: 'fine', about, says: 'the commands are registered.' }
      : {
          verdict: 'note',
          about,
          says: 'the commands are not registered as they are here.',
          next: 'npm start registers them, and so does npm run register.',
        };
  } catch (error) {
    return failure(error);
  }
}

async function operatorChannel(rest: REST, channelId: string): Promise<Finding> {
  const channel = await ask(
    () => rest.get(Routes.channel(channelId)),
    z.object({ id: z.string() }),
  );
  if (!('verdict' in channel)) {
    return { verdict: 'fine', about, says: 'OPERATOR_CHANNEL_ID is a channel that the bot sees.' };
  }
  const says = `OPERATOR_CHANNEL_ID is no channel that the bot sees: ${channel.says}`;
  return {
    verdict: 'wrong',
    about,
    says,
    next: 'Correct the id, or let the bot into the channel.',
  };
}

function inviteLink(applicationId: string): string {
  const url = new URL('https://discord.com/oauth2/authorize');
  const bits = TO_BE_INVITED_WITH.reduce((all, { bit }) => all | bit, 0n);
  url.searchParams.set('client_id', applicationId);
  url.searchParams.set('scope', 'bot applications.commands');
  url.searchParams.set('permissions', String(bits));
  return url.href;
}

async function ask<T>(
  get: () => Promise<unknown>,
  schema: z.ZodType<T>,
): Promise<{ readonly answer: T } | Finding> {
  try {
    return { answer: schema.parse(await get()) };
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): Finding {
  const verdict = 'wrong';
  const refused = startRefused(error);
  if (refused !== undefined) return { verdict, about, says: refused };
  if (error instanceof DiscordAPIError) {
    return { verdict, about, says: `it answered ${error.status}: ${error.message}.` };
  }
  if (error instanceof z.ZodError) {
    const next = 'Is DISCORD_API_URL the address of its API?';
    return { verdict, about, says: 'its answer is not what was expected.', next };
  }
  const reason = error instanceof Error ? error.message : String(error);
  const next = 'Look at the network, and at DISCORD_API_URL.';
  return { verdict, about, says: `it cannot be reached (${reason}).`, next };
}
