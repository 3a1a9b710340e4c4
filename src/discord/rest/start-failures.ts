import {
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  GatewayCloseCodes,
  HTTPError,
  RESTJSONErrorCodes,
} from 'discord.js';
import { z } from 'zod';
import type { Clock } from '../../engines/clock.ts';
import { unlessAborted } from '../../engines/time-limit.ts';
import type { Logger } from '../../logger/logger.ts';
import { DatabaseError } from '../../store/database.ts';
import type { InteractionsSettings } from './rest.ts';

/**
 * Why the bot cannot start, in one line that names the variable to check. `undefined` for an
 * unexpected error.
 */
export function whyNotStarted(error: unknown): string | undefined {
  if (error instanceof DatabaseError) return databaseRefusal(error);
  return startRefused(error) ?? unreached(error);
}

/** SQLite describes corruption in several lines. */
function databaseRefusal({ message }: DatabaseError): string {
  const line = message.replace(/\s+/g, ' ');
  const name = 'DATABASE_PATH';
  return line.includes(name) ? line : `${line} Where it lies is set by ${name}.`;
}

const LOOK = 'Check DISCORD_API_URL.';

/** If Discord's API has another address, or is unreachable. */
function unreached(error: unknown): string | undefined {
  if (error instanceof DiscordAPIError || error instanceof HTTPError) {
    return `Discord does not let the bot start: it answered ${error.status}. ${LOOK}`;
  }
  if (error instanceof z.ZodError) return `Discord's answer is not what was expected. ${LOOK}`;
  const code = networkCode(error);
  if (code === undefined) return undefined;
  return `Discord cannot be reached (${code}). Check the network and DISCORD_API_URL.`;
}

/** System calls of a connection. */
const NETWORK_CALLS: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo', 'read', 'write']);

/** The code of a connection error from undici or the system. */
function networkCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'TimeoutError') return error.name;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return undefined;
  const isNetwork =
    code.startsWith('UND_ERR_') ||
    error instanceof AggregateError ||
    ('syscall' in error && 'errno' in error && NETWORK_CALLS.has(error.syscall));
  return isNetwork ? code : undefined;
}

const TOKEN_REFUSED =
  'Discord refused DISCORD_TOKEN. Reset it on the Bot page of your application and use the new one.';

/** Discord's codes for a server that the bot is not in. */
const NOT_THERE: ReadonlySet<string | number> = new Set([
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.UnknownGuild,
]);

/** What the operator can do if Discord refused the start; `undefined` for any other error. */
export function startRefused(error: unknown): string | undefined {
  if (error instanceof ClosedForGood || error instanceof IntakeMismatch) return error.message;
  // discord.js throws its own error for the gateway's address.
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

/** Backoff. The first wait is short: the socket may just have been closed. */
const WAITS_MS: readonly number[] = [250, 1_000, 3_000, 10_000];

export interface StartCalls {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborts the start and its calls. */
  readonly signal: AbortSignal;
}

/**
 * Makes a call that the start depends on. Retries temporary failures, such as a broken connection
 * or a status of 500 or more, up to five calls in all, but not refusals.
 *
 * @throws what the last call threw, and the signal's reason.
 */
export async function retryAtStart<T>(
  call: () => Promise<T>,
  { clock, logger, signal }: StartCalls,
): Promise<T> {
  for (const waitMs of WAITS_MS) {
    try {
      return await unlessAborted(call, signal);
    } catch (err) {
      if (signal.aborted || isFinal(err)) throw err;
      const reason = err instanceof Error ? err.message : String(err);
      logger.warn({ reason, waitMs }, 'Discord was not reached, and is asked again');
      logger.debug({ err }, 'why Discord was not reached');
    }
    await clock.sleep(waitMs, signal);
  }
  return unlessAborted(call, signal);
}

/** Whether trying again does not change it. */
export function isFinal(error: unknown): boolean {
  return (
    error instanceof DiscordAPIError ||
    error instanceof DiscordjsError ||
    error instanceof ClosedForGood ||
    error instanceof IntakeMismatch ||
    error instanceof DatabaseError ||
    error instanceof z.ZodError
  );
}

/** The way by which interactions arrive. */
export type IntakeKind = 'gateway' | 'http';

/** INTAKE disagrees with what Discord has. The message is for the operator. */
export class IntakeMismatch extends Error {
  override readonly name = 'IntakeMismatch';

  /** `url`: where Discord posts interactions. */
  constructor(url: string | undefined) {
    super(
      url === undefined
        ? 'INTAKE is http, but Discord sends interactions to the gateway. Run `npm run intake -- http https://…`, or set INTAKE=gateway.'
        : `INTAKE is gateway, but Discord posts interactions to ${url}. Run \`npm run intake -- gateway\`, or set INTAKE=http.`,
    );
  }
}

/** Why a bot would get no interactions; `undefined` if it would. */
export function intakeMismatch(
  intake: IntakeKind,
  { url }: Pick<InteractionsSettings, 'url'>,
): IntakeMismatch | undefined {
  return (intake === 'http') === (url !== undefined) ? undefined : new IntakeMismatch(url);
}

/** Cause and remedy of every code after which discord.js stops connecting. */
const REASONS: ReadonlyMap<number, string> = new Map([
  [
    GatewayCloseCodes.AuthenticationFailed,
    'it does not take DISCORD_TOKEN, as after a reset. Use the new one from the Bot page of your application.',
  ],
  [
    GatewayCloseCodes.InvalidShard,
    'it knows no such shard. Start the bot again: it then asks anew how many there are to be.',
  ],
  [
    GatewayCloseCodes.ShardingRequired,
    'the bot is in more servers than its shards may serve. Start it again: it then asks anew how many there are to be.',
  ],
  [
    GatewayCloseCodes.InvalidAPIVersion,
    'it no longer serves this version of its gateway. Install a newer version of the bot.',
  ],
  [
    GatewayCloseCodes.InvalidIntents,
    'it does not know the intents that were asked for. Install a newer version of the bot.',
  ],
  [
    GatewayCloseCodes.DisallowedIntents,
    'it does not allow the intents that were asked for, though this bot needs none. Install its newest version unchanged.',
  ],
]);

/**
 * Discord has closed the connection and will refuse others like it. The message is for the
 * operator.
 */
export class ClosedForGood extends Error {
  override readonly name = 'ClosedForGood';

  constructor(code: number) {
    const reason = REASONS.get(code) ?? 'it gave no reason that is known here.';
    super(`Discord closed the connection for good (${code}): ${reason}`);
  }
}
