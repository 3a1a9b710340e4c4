import { RequestMethod, Routes, type REST, type RESTOptions } from 'discord.js';
import { z } from 'zod';
import { ownerOf } from './application-owner.ts';
import type { RestCalls } from './rest-calls.ts';
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
