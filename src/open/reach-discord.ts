import { Connection } from '../discord/intake/gateway.ts';
import { DiscordTime } from '../discord/rest/discord-time.ts';
import { Messages } from '../discord/rest/messages.ts';
import { RefusedCalls } from '../discord/rest/refused-calls.ts';
import {
  askForGateway,
  closeRestClients,
  currentIdentity,
  openRestClients,
  type OwnedIdentity,
  RestCalls,
  type RestClients,
} from '../discord/rest/rest.ts';
import { retryAtStart } from '../discord/rest/start-failures.ts';
import type { Opening } from './opening.ts';

/** Discord as it is spoken to. */
export interface ReachedDiscord {
  readonly connection: Connection;
  readonly clients: RestClients;
  /** Whom the bot's token belongs to. */
  readonly identity: OwnedIdentity;
  readonly calls: RestCalls;
  readonly messages: Messages;
  readonly refusedCalls: RefusedCalls;
  /** Whether Discord's time is this machine's. */
  readonly clockIsRight: () => Promise<boolean>;
  /** How far this clock is ahead of Discord's, in milliseconds, if known. */
  readonly clockAheadMs: () => number | undefined;
  /** Makes a call without which the bot cannot start, a few times where it has to. */
  readonly atStart: <T>(call: () => Promise<T>) => Promise<T>;
}

/**
 * Asks Discord who the bot is. It hears nothing yet. `signal` breaks it off.
 *
 * @throws what discord.js throws when Discord cannot be reached or refuses the token, and the
 * signal's reason.
 */
export async function reachDiscord(
  { config, clock, logger, shutdown }: Opening,
  signal: AbortSignal,
): Promise<ReachedDiscord> {
  const { apiUrl, token } = config.discord;
  const time = new DiscordTime({ clock, logger });
  const refusedCalls = new RefusedCalls(clock);
  const heard = { refusedCalls, onDate: time.note };
  const clients = openRestClients({ apiUrl, botToken: token, ...heard });
  const { stopping } = shutdown;
  const identifiesPath = `${config.databasePath}.identifies`;
  const connection = new Connection({
    apiUrl,
    token,
    identifiesPath,
    clock,
    logger,
    stopping,
    ...heard,
  });
  // It waits for Discord's answer to its goodbye.
  shutdown.addUnboundPart(() => {
    closeRestClients(clients);
    return connection.close();
  });
  const atStart = <T>(call: () => Promise<T>) => retryAtStart(call, { clock, logger, signal });
  const identity = await atStart(() => currentIdentity(clients.bot));
  const calls = new RestCalls(clients, { botToken: token, clock, halt: shutdown.halt });
  return {
    connection,
    clients,
    identity,
    calls,
    messages: new Messages(calls, identity),
    refusedCalls,
    clockAheadMs: () => time.aheadMs,
    clockIsRight: () => time.agrees(() => askForGateway(calls)),
    atStart,
  };
}
