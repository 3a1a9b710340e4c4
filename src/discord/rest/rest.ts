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
import { TimeLimit, unlessAborted } from '../../engines/time-limit.ts';
import type { ChannelFacts } from '../../policy/age-restriction.ts';
import { discordFailure } from './discord-failure.ts';
import { CallBreaker } from './refused-calls.ts';
import { discordTransport, LONGEST_REQUEST_MS, type TransportOptions } from './transport.ts';

/** Discord limits a bot to 50 requests a second; a local server does not. */
const REQUESTS_PER_SECOND = { discord: 50, local: 10_000 } as const;

/**
 * How often discord.js discards its queues, one per interaction token. Its default of an hour would
 * let memory grow with the number of users.
 */
const SWEEP_MS = 15_000;

/** Calls about messages fail instead of waiting longer for a rate limit; the caller retries. */
const LONGEST_WAIT_MS = 10_000;
const ABOUT_MESSAGES = /^\/(channels|webhooks|users\/@me\/channels)(\/|$)/;
/** A first answer that waits longer would be too late. */
const LONGEST_CALLBACK_WAIT_MS = 2_000;
const CALLBACK = '/interactions/';

/** For applications and users alike; an application need not name its bot user. */
const idAnswer = z.object({ id: z.string() });

/**
 * The address of Discord's API, the transport and the rate limits. Calls about messages throw a
 * RateLimitError rather than wait long.
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

/** A cheap request that any bot may make. */
export function askForGateway(calls: RestCalls): Promise<unknown> {
  return calls.asBot({ method: RequestMethod.Get, fullRoute: Routes.gatewayBot() });
}

/** The bot's application id and user id. */
export interface BotIdentity {
  readonly applicationId: string;
  readonly userId: string;
}

/** The same with the application's owner, if Discord gives it. */
export interface OwnedIdentity extends BotIdentity {
  /** The owner's or the team's name. */
  readonly owner: string | undefined;
  /** User ids of the owner, or of the team without read-only members. */
  readonly operators: readonly string[];
  readonly interactions: InteractionsSettings;
}

/** How Discord delivers an application's interactions. */
export interface InteractionsSettings {
  /** Where it posts them; `undefined`: to the gateway. */
  readonly url: string | undefined;
  /** With which it signs what it posts: 64 hexadecimal digits. */
  readonly publicKey: string | undefined;
}

/** The owner of the bot token. @throws DiscordAPIError 401 for a wrong token. */
export async function currentIdentity(rest: REST): Promise<OwnedIdentity> {
  const application = await rest.get(Routes.currentApplication());
  const { id: applicationId } = idAnswer.parse(application);
  const { id: userId } = idAnswer.parse(await rest.get(Routes.user()));
  const interactions = interactionsSettings(application);
  return { applicationId, userId, interactions, ...ownersOf(application) };
}

/** @throws DiscordAPIError 401 for a wrong token. */
export async function currentApplicationId(rest: REST): Promise<string> {
  return idAnswer.parse(await rest.get(Routes.currentApplication())).id;
}

const settingsAnswer = z.object({
  interactions_endpoint_url: z.string().nullish(),
  verify_key: z
    .string()
    .regex(/^[\da-f]{64}$/i)
    .optional()
    .catch(undefined),
});

/** From Discord's answer about an application. @throws ZodError. */
export function interactionsSettings(application: unknown): InteractionsSettings {
  const { interactions_endpoint_url: url, verify_key } = settingsAnswer.parse(application);
  return { url: url ?? undefined, publicKey: verify_key };
}

/** From Discord's reference, for calls without Authorization. */
const REQUESTS_PER_SECOND_OF_AN_ADDRESS = 50;
/**
 * How long to respect the limit once Discord has enforced it: the window in which it counts refused
 * calls.
 */
const RESPECTED_MS = 10 * 60_000;

/** Discord's REST API, one client per caller: their rate limits are separate. */
export interface RestClients {
  /** Calls as the bot, 50 a second in all. */
  readonly bot: REST;
  /**
   * Calls by an interaction's token. Discord does not count them in those 50 ("Global Rate Limit"
   * of its reference), while discord.js counts all but first answers. It has no bot token.
   */
  readonly token: REST;
}

/** The caller: the bot, or the holder of an interaction's token. */
export type Caller = keyof RestClients;

export interface RestClientsOptions extends Pick<TransportOptions, 'refusedCalls' | 'onDate'> {
  readonly apiUrl: string;
  readonly botToken: string;
  /** discord.js's rate limits use the machine's time. */
  readonly clock?: Clock;
}

/** Both clients, over the same sockets. Close with {@link closeRestClients}. */
export function openRestClients({
  apiUrl,
  botToken,
  clock,
  ...heard
}: RestClientsOptions): RestClients {
  const options = restOptions(apiUrl, {
    ...heard,
    // A limit of the address applies to both clients.
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

/** Divides the calls as the bot among processes that share its token. discord.js reads it each second. */
export function divideLimit({ bot }: RestClients, sharers: number): void {
  if (!bot.options.api.startsWith('https:')) return;
  bot.options.globalRequestsPerSecond = Math.ceil(REQUESTS_PER_SECOND.discord / sharers);
}

/** Stops the timers that discard discord.js's unused queues. */
export function closeRestClients({ bot, token }: RestClients): void {
  for (const rest of [bot, token]) {
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  }
}

/**
 * Token calls have no documented limit, so none applies until Discord answers one with a global
 * 429. Then they may have that of calls without Authorization, 50 a second per address. Calling on
 * would cause so many refusals that the bot stops calling (`RefusedCalls`). First answers count
 * too, since discord.js delays none.
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

/** What discord.js does itself after a global 429. `until`: milliseconds since the epoch. */
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
  /** Aborts every call under way and prevents new ones. */
  readonly halt: AbortSignal;
}

/**
 * Calls to Discord's API. Each returns Discord's response, and throws what discord.js throws,
 * CallsPaused while Discord refuses every such call, or the reason of the halt.
 */
export class RestCalls {
  readonly #clients: RestClients;
  readonly #options: RestCallsOptions;
  readonly #breakers: Readonly<Record<Caller, CallBreaker>>;
  /** Signals of token calls that discord.js has resent. */
  readonly #resent = new WeakSet<AbortSignal>();

  constructor(clients: RestClients, options: RestCallsOptions) {
    const { clock } = options;
    this.#clients = clients;
    this.#options = options;
    this.#breakers = { bot: new CallBreaker(clock), token: new CallBreaker(clock) };
    clients.token.on(RESTEvents.Response, ({ data: { signal }, retries }) => {
      if (signal && retries > 0) this.#resent.add(signal);
    });
  }

  /** A call as the bot. `withinMs`: a timeout that includes all waiting. */
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
   * One call with its own signal: discord.js never removes its listener from a signal
   * (`makeNetworkRequest` of @discordjs/rest 2), so a shared one would retain all calls. discord.js
   * ignores the signal while waiting for a rate limit, so the call is aborted here.
   */
  async #make(
    as: Caller,
    call: RestCall,
    { withinMs, onResent }: { withinMs?: number | undefined; onResent?: (() => void) | undefined },
  ): Promise<unknown> {
    const { botToken, clock, halt } = this.#options;
    const limit = new TimeLimit(withinMs ?? Infinity, clock, halt);
    const { signal } = limit;
    const make = () =>
      this.#breakers[as].run(() => {
        const { [as]: rest } = this.#clients;
        // discord.js drops its token after a 401 as the bot.
        if (as === 'bot') rest.setToken(botToken);
        return unlessAborted(() => rest.request({ ...call, auth: as === 'bot', signal }), signal);
      });
    try {
      return await (withinMs === undefined ? make() : limit.within(make));
    } finally {
      limit.end();
      if (this.#resent.has(signal)) onResent?.();
    }
  }
}

/** A member who has accepted the invitation, in Discord's team object. */
const ACCEPTED = 2;

const teamMember = z
  .object({
    membership_state: z.number(),
    role: z.string().optional(),
    user: z.object({ id: z.string() }),
  })
  .optional()
  .catch(undefined);

/** Discord guarantees neither: see its application object. */
const application = z.object({
  team: z
    .object({ name: z.string(), members: z.array(teamMember).catch([]) })
    .nullish()
    .catch(undefined),
  owner: z
    .object({
      id: z.string().optional(),
      username: z.string(),
      global_name: z.string().nullish(),
    })
    .nullish()
    .catch(undefined),
});

/** An application's team or owner, as far as Discord gives it. */
function ownersOf(answer: unknown): Pick<OwnedIdentity, 'owner' | 'operators'> {
  const { team, owner } = application.safeParse(answer).data ?? {};
  // The owner of a team's application is a placeholder user.
  if (team) {
    const members = team.members.filter(
      (member) => member?.membership_state === ACCEPTED && member.role !== 'read_only',
    );
    return { owner: team.name, operators: members.flatMap((member) => member?.user.id ?? []) };
  }
  return {
    owner: owner?.global_name ?? owner?.username,
    operators: owner?.id === undefined ? [] : [owner.id],
  };
}

const channelAnswer = z.object({ type: z.number(), nsfw: z.boolean().optional().catch(undefined) });

const LONGEST_LOOKUP_MS = 1_000;
/** Unlike a look-up, a request depends on it. The interaction is deferred meanwhile. */
const LONGEST_OPENING_MS = 5_000;

/**
 * Looks up a channel, with a timeout of a second, since an interaction waits for it. `undefined` if
 * it takes longer.
 */
export async function lookUpChannel(
  calls: RestCalls,
  channelId: string,
): Promise<ChannelFacts | undefined> {
  const channel = await lookUp(calls, Routes.channel(channelId), channelAnswer);
  return channel && { type: channel.type, nsfw: channel.nsfw };
}

const rolesAnswer = z.array(z.object({ id: z.string() }));

/** The ids of a server's roles, with that of @everyone; `undefined` as for {@link lookUpChannel}. */
export async function lookUpRoles(
  calls: RestCalls,
  guildId: string,
): Promise<ReadonlySet<string> | undefined> {
  const roles = await lookUp(calls, Routes.guildRoles(guildId), rolesAnswer);
  return roles && new Set(roles.map(({ id }) => id));
}

const userAnswer = z.object({ username: z.string(), global_name: z.string().nullish() });
const memberAnswer = z.object({ nick: z.string().nullish(), user: userAnswer });

/**
 * A user's name as others see it: in a server, if they are still a member of it. `undefined` as for
 * {@link lookUpChannel}.
 */
export async function lookUpName(
  calls: RestCalls,
  userId: string,
  guildId?: string,
): Promise<string | undefined> {
  if (guildId !== undefined) {
    const member = await lookUp(calls, Routes.guildMember(guildId, userId), memberAnswer);
    if (member) return member.nick ?? member.user.global_name ?? member.user.username;
  }
  const user = await lookUp(calls, Routes.user(userId), userAnswer);
  return user && (user.global_name ?? user.username);
}

/** Whether the bot is a member of a server; `undefined` as for {@link lookUpChannel}. */
export async function lookUpMembership(
  calls: RestCalls,
  guildId: string,
): Promise<boolean | undefined> {
  try {
    const call = { method: RequestMethod.Get, fullRoute: Routes.guild(guildId) };
    await calls.asBot(call, LONGEST_LOOKUP_MS);
    return true;
  } catch (error) {
    return discordFailure(error) === 'no_access' ? false : undefined;
  }
}

const directChannel = z.object({ id: z.string() });

/** The channel of direct messages with a user; `undefined` if Discord does not open it in time. */
export async function openDirectChannel(
  calls: RestCalls,
  userId: string,
): Promise<string | undefined> {
  const body = { recipient_id: userId };
  const call = { method: RequestMethod.Post, fullRoute: Routes.userChannels(), body };
  try {
    return directChannel.parse(await calls.asBot(call, LONGEST_OPENING_MS)).id;
  } catch {
    return undefined;
  }
}

/** Reads from Discord while an interaction waits, for a second at most. `undefined` if that fails. */
export async function lookUp<T>(
  calls: RestCalls,
  fullRoute: RouteLike,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  try {
    const call = { method: RequestMethod.Get, fullRoute };
    return schema.parse(await calls.asBot(call, LONGEST_LOOKUP_MS));
  } catch {
    return undefined;
  }
}
