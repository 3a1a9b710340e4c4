import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';

/** What an operator can do where Discord refused a start; `undefined` for any other error. */
export function startRefused(error: unknown): string | undefined {
  if (!(error instanceof DiscordAPIError)) return undefined;
  if (error.status === 401) {
    return 'Discord refused DISCORD_TOKEN. Reset it on the Bot page of your application and use the new one.';
  }
  if (error.code === RESTJSONErrorCodes.MissingAccess) {
    return 'Discord does not let this bot register commands in the server DISCORD_GUILD_ID. Invite it there first, or correct the id.';
  }
  return undefined;
}
