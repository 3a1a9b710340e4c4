import { DiscordAPIError, HTTPError } from 'discord.js';
import { z } from 'zod';
import { DatabaseError } from '../../store/database.ts';
import { startRefused } from './start-refused.ts';

/**
 * Why the bot cannot start, in one line that names the variable to look at: nothing more is needed
 * to mend it. `undefined` for an error that nobody foresaw.
 */
export function whyNotStarted(error: unknown): string | undefined {
  if (error instanceof DatabaseError) return databaseRefusal(error);
  return startRefused(error) ?? unreached(error);
}

/** SQLite describes damage in several lines. */
function databaseRefusal({ message }: DatabaseError): string {
  const line = message.replace(/\s+/g, ' ');
  const name = 'DATABASE_PATH';
  return line.includes(name) ? line : `${line} Where it lies is set by ${name}.`;
}

const LOOK = 'Is DISCORD_API_URL the address of its API?';

/** Where Discord is asked at another address, or does not answer. */
function unreached(error: unknown): string | undefined {
  if (error instanceof DiscordAPIError || error instanceof HTTPError) {
    return `Discord does not let the bot start: it answered ${error.status}. ${LOOK}`;
  }
  if (error instanceof z.ZodError) return `Discord's answer is not what was expected. ${LOOK}`;
  const code = networkCode(error);
  if (code === undefined) return undefined;
  return `Discord cannot be reached (${code}). Check the network and DISCORD_API_URL.`;
}

/** System calls by which a connection is made and used. */
const NETWORK_CALLS: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo', 'read', 'write']);

/** The code of an error that undici, or the system beneath it, reports about a connection. */
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
