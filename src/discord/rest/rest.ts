import {
  type RequestData,
  RequestMethod,
  REST,
  RESTEvents,
  type RESTOptions,
  type RouteLike,
  Routes,
} from 'discord.js';
import { z } from 'zod';
import { type Clock, systemClock } from '../../engines/clock.ts';
import { CallBreaker } from './refused-calls.ts';
import { discordTransport, LONGEST_REQUEST_MS, type TransportOptions } from './transport.ts';

/** Discord's own server holds a bot to 50 requests a second; one on this machine does not. */
const REQUESTS_PER_SECOND = { discord: 50, local: 10_000 } as const;

/**
 * How often discord.js lets go of the queues that it keeps, one for each interaction token. Its
 * own hour would let memory grow with the number of people.
 */
const SWEEP_MS = 15_000;

/** Longer waits for a rate limit end a call about a message; whoever made it tries again. */
const LONGEST_WAIT_MS = 10_000;
const ABOUT_MESSAGES = /^\/(channels|webhooks|users\/@me\/channels)(\/|$)/;
/** A first answer that has to wait longer than this comes too late. */
const LONGEST_CALLBACK_WAIT_MS = 2_000;
const CALLBACK = '/interactions/';

/** Of an application and of a user alike; an application need not say which user is its bot. */
const idAnswer = z.object({ id: z.string() });

/**
 * Where Discord's API is, how it is reached, and how fast it may be asked. Calls about messages
 * throw a RateLimitError rather than wait long.
 */
export function restOptions(
  apiUrl: string,
  heard: Pick<TransportOptions, 'refusedCalls' | 'onDate' | 'onShutOut'> = {},
): Partial<RESTOptions> {
  const { discord, local } = REQUESTS_PER_SECOND;
  return {
    api: apiUrl,
    handlerSweepInterval: SWEEP_MS,
    globalRequestsPerSecond: apiUrl.startsWith('https:') ? discord : local,
    timeout: LONGEST_REQUEST_MS,
    makeRequest: discordTransport(heard),
    rejectOnRateLimit: ({ route, retryAfter }) =>
      (route.startsWith(CALLBACK) && retryAfter > LONGEST_CALLBACK_WAIT_MS) ||
      (ABOUT_MESSAGES.test(route) && retryAfter > LONGEST_WAIT_MS),
  };
}

/** A question that costs Discord little, and that any bot may ask. */
export function askForGateway(calls: RestCalls): Promise<unknown> {
  return calls.asBot({ method: RequestMethod.Get, fullRoute: Routes.gatewayBot() });
}

/** The ids by which Discord knows the bot: its application's, and its user's. */
export interface BotIdentity {
  readonly applicationId: string;
  readonly userId: string;
}

/** The same, and the name of the team or person that the application belongs to, where Discord says. */
export interface OwnedIdentity extends BotIdentity {
  readonly owner: string | undefined;
}

/** Whom the bot token belongs to. @throws DiscordAPIError 401 for a wrong token. */
export async function currentIdentity(rest: REST): Promise<OwnedIdentity> {
  const application = await rest.get(Routes.currentApplication());
  const { id: applicationId } = idAnswer.parse(application);
  const { id: userId } = idAnswer.parse(await rest.get(Routes.user()));
  return { applicationId, userId, owner: ownerOf(application) };
}

/** @throws DiscordAPIError 401 for a wrong token. */
export async function currentApplicationId(rest: REST): Promise<string> {
  return idAnswer.parse(await rest.get(Routes.currentApplication())).id;
}

/** What Discord's reference gives an address whose calls carry no Authorization. */
const REQUESTS_PER_SECOND_OF_AN_ADDRESS = 50;
/** How long it is heeded once Discord has insisted: as far back as it counts refused calls. */
const RESPECTED_MS = 10 * 60_000;

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
  respectGlobalLimit(token, clock);
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
function respectGlobalLimit(rest: REST, clock: Clock = systemClock): void {
  let respectedUntil = -Infinity;
  rest.on(RESTEvents.Response, (_, { status, headers }) => {
    const now = clock.now();
    if (status === 429 && headers.has('x-ratelimit-global')) {
      respectedUntil = now + RESPECTED_MS;
      holdUntil(rest, now + Number(headers.get('retry-after')) * 1_000);
    }
    const isRespected = now < respectedUntil && respectedUntil <= now + RESPECTED_MS;
    rest.options.globalRequestsPerSecond = isRespected
      ? REQUESTS_PER_SECOND_OF_AN_ADDRESS
      : Infinity;
  });
}

/** As discord.js does itself after a global 429. `until`: milliseconds since the epoch. */
function holdUntil(rest: REST, until: number): void {
  rest.globalRemaining = 0;
  rest.globalReset = Math.max(rest.globalReset, until);
}

/** One request to Discord's API. */
export interface RestCall extends Pick<RequestData, 'body' | 'passThroughBody' | 'query'> {
  readonly method: RequestMethod;
  readonly fullRoute: RouteLike;
}

export interface RestCallsOptions {
  readonly botToken: string;
  readonly clock: Clock;
  /** Ends every call that is under way, and lets none begin. */
  readonly halt: AbortSignal;
}

/**
 * Calls of Discord's API. Each gives what Discord answered, and throws what discord.js throws,
 * CallsPaused while Discord refuses every call of its kind, or the reason of the halt.
 */
export class RestCalls {
  readonly #clients: RestClients;
  readonly #options: RestCallsOptions;
  readonly #underWay = new Set<AbortController>();
  readonly #breakers: Readonly<Record<Caller, CallBreaker>>;
  /** The signals of calls by token that discord.js has sent again. */
  readonly #resent = new WeakSet<AbortSignal>();

  constructor(clients: RestClients, options: RestCallsOptions) {
    const { clock, halt } = options;
    this.#clients = clients;
    this.#options = options;
    this.#breakers = { bot: new CallBreaker(clock), token: new CallBreaker(clock) };
    clients.token.on(RESTEvents.Response, ({ data: { signal }, retries }) => {
      if (signal && retries > 0) this.#resent.add(signal);
    });
    halt.addEventListener('abort', () => {
      for (const end of this.#underWay) end.abort(halt.reason);
    });
  }

  /** A call as the bot. `withinMs`: it fails where it has no answer by then, whatever it waits for. */
  async asBot(call: RestCall, withinMs?: number): Promise<unknown> {
    return this.#make('bot', call, { withinMs });
  }

  /**
   * A call by the interaction's token that its route names. It carries no bot token. `onResent`: called
   * if the answer is not to the first request, which may have taken effect before.
   */
  async byToken(call: RestCall, onResent?: () => void): Promise<unknown> {
    return this.#make('token', call, { onResent });
  }

  /**
   * One call with a signal of its own: discord.js never takes its listener off a signal again
   * (`makeNetworkRequest` of @discordjs/rest 2), so that one for all calls would hold them all.
   * While it waits for a rate limit discord.js does not listen at all, so the call is ended here.
   */
  async #make(
    as: Caller,
    call: RestCall,
    { withinMs, onResent }: { withinMs?: number | undefined; onResent?: (() => void) | undefined },
  ): Promise<unknown> {
    const { botToken, clock, halt } = this.#options;
    halt.throwIfAborted();
    const end = new AbortController();
    const over = withinMs === undefined ? undefined : new AbortController();
    this.#underWay.add(end);
    if (over) {
      clock.sleep(withinMs ?? 0, over.signal).then(
        () => {
          end.abort(new Error(`Discord gave no answer within ${withinMs} ms`));
        },
        () => undefined,
      );
    }
    try {
      return await this.#breakers[as].run(() => {
        const { [as]: rest } = this.#clients;
        // discord.js drops its token at a 401 to a call as the bot.
        if (as === 'bot') rest.setToken(botToken);
        const { signal } = end;
        const answer = rest.request({ ...call, auth: as === 'bot', signal });
        return Promise.race([answer, aborted(signal)]);
      });
    } finally {
      this.#underWay.delete(end);
      if (this.#resent.has(end.signal)) onResent?.();
      over?.abort();
    }
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    });
  });
}

/** Discord promises neither: see its application object. */
const application = z.object({
  team: z.object({ name: z.string() }).nullish().catch(undefined),
  owner: z
    .object({ username: z.string(), global_name: z.string().nullish() })
    .nullish()
    .catch(undefined),
});

/** The name of the team or person that an application belongs to; `undefined` where Discord does not say. */
function ownerOf(answer: unknown): string | undefined {
  const { data } = application.safeParse(answer);
  // The owner of a team's application is a placeholder user.
  return data?.team?.name ?? data?.owner?.global_name ?? data?.owner?.username;
}

/** What Discord says of a channel that an interaction does not bring with it. */
export interface LookedUpChannel {
  readonly type: number;
  readonly nsfw: boolean | undefined;
}

const channelAnswer = z.object({ type: z.number(), nsfw: z.boolean().optional().catch(undefined) });

const LONGEST_LOOKUP_MS = 1_000;

/**
 * Asks Discord about a channel, for a second at most, since an interaction waits for it.
 * `undefined` where no answer comes in that time.
 */
export async function lookUpChannel(
  calls: RestCalls,
  channelId: string,
): Promise<LookedUpChannel | undefined> {
  const call = { method: RequestMethod.Get, fullRoute: Routes.channel(channelId) };
  try {
    const { type, nsfw } = channelAnswer.parse(await calls.asBot(call, LONGEST_LOOKUP_MS));
    return { type, nsfw };
  } catch {
    return undefined;
  }
}
