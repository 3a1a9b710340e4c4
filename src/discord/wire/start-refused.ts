import {
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  RESTJSONErrorCodes,
} from 'discord.js';
import { ClosedForGood } from './closed-for-good.ts';

const TOKEN_REFUSED =
  'Discord refused DISCORD_TOKEN. Reset it on the Bot page of your application and use the new one.';

/** What Discord says of a server that the bot is not in. */
const NOT_THERE: ReadonlySet<string | number> = new Set([
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.UnknownGuild,
]);

/** What an operator can do where Discord refused a start; `undefined` for any other error. */
export function startRefused(error: unknown): string | undefined {
  if (error instanceof ClosedForGood) return error.message;
  // discord.js has an error of its own where it asks for the gateway's address.
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) {
    return TOKEN_REFUSED;
  }
  if (!(error instanceof DiscordAPIError)) return undefined;
  if (error.status === 401) return TOKEN_REFUSED;
  if (NOT_THERE.has(error.code)) {
    return 'Discord does not let this bot register commands in the server DISCORD_GUILD_ID. Invite it there first, or correct the id.';
  }
  return undefined;
}
