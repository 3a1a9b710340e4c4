import { REST, RESTEvents } from 'discord.js';
import { systemClock, type Clock } from '../../clock.ts';
import { restOptions } from './rest.ts';
import type { TransportOptions } from './transport.ts';

/** What Discord's reference gives an address whose calls carry no Authorization. */
const REQUESTS_PER_SECOND_OF_AN_ADDRESS = 50;
/** How long it is heeded once Discord has insisted: as far back as it counts refused calls. */
const HEEDED_MS = 10 * 60_000;

/** Discord's REST API, by who calls it. What one of them is told to wait for is not the other's. */
export interface RestClients {
  /** Calls as the bot, 50 a second in all. */
  readonly bot: REST;
  /**
   * Calls by an interaction's token, which Discord does not count in those 50 ("Global Rate Limit"
   * of its reference), while discord.js counts each but a first answer. It knows no bot token.
   */
  readonly token: REST;
}

/** Who a call is made as: the bot, or the holder of an interaction's token. */
export type Caller = keyof RestClients;

export interface RestClientsOptions extends Pick<TransportOptions, 'refusedCalls' | 'onDate'> {
  readonly apiUrl: string;
  readonly botToken: string;
  /** discord.js keeps its own limits by the machine's time. */
  readonly clock?: Clock;
}

/** Both clients, over the same sockets. To be ended by {@link closeRestClients}. */
export function openRestClients({
  apiUrl,
  botToken,
  clock,
  ...heard
}: RestClientsOptions): RestClients {
  const options = restOptions(apiUrl, {
    ...heard,
    // Told to one, it holds for whatever comes from this address.
    onShutOut: (until) => {
      holdUntil(clients.bot, until);
      holdUntil(clients.token, until);
    },
  });
  const token = new REST({ ...options, globalRequestsPerSecond: Infinity });
  const clients = { bot: new REST(options).setToken(botToken), token };
  heedGlobalLimit(token, clock);
  return clients;
}

/** Ends the timers by which discord.js forgets queues that are no longer needed. */
export function closeRestClients({ bot, token }: RestClients): void {
  for (const rest of [bot, token]) {
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  }
}

/**
 * Calls by token have no number of their own, so that none is assumed until Discord answers one
 * with a global 429. Then they may be what its reference says of calls without Authorization, 50 a
 * second for an address: asked on and on at any pace, Discord would refuse so many that the bot
 * falls silent (`RefusedCalls`). A first answer is no exception, since discord.js holds none back.
 */
function heedGlobalLimit(rest: REST, clock: Clock = systemClock): void {
  let heededUntil = -Infinity;
  rest.on(RESTEvents.Response, (_, { status, headers }) => {
    const now = clock.now();
    if (status === 429 && headers.has('x-ratelimit-global')) {
      heededUntil = now + HEEDED_MS;
      holdUntil(rest, now + Number(headers.get('retry-after')) * 1_000);
    }
    const isHeeded = now < heededUntil && heededUntil <= now + HEEDED_MS;
    rest.options.globalRequestsPerSecond = isHeeded ? REQUESTS_PER_SECOND_OF_AN_ADDRESS : Infinity;
  });
}

/** As discord.js does itself after a global 429. `until`: milliseconds since the epoch. */
function holdUntil(rest: REST, until: number): void {
  rest.globalRemaining = 0;
  rest.globalReset = Math.max(rest.globalReset, until);
}
