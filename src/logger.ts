import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';

export type { Logger } from 'pino';

/** Interaction tokens stand in these addresses; so do webhook tokens. */
const TOKEN_IN_PATH = /((?:interactions|webhooks)\/\d+\/)[^/\s?"]+/g;
/** Long runs of base64: pictures, tokens. */
const LONG_BASE64 = /[\w+/=-]{48,}/g;
/** Attachment addresses carry a signature in their query. */
const QUERY_IN_URL = /(https?:\/\/[^\s?"]+)\?[^\s"]+/g;

const REDACTED = [
  'token',
  'interactionToken',
  'authorization',
  'apiKey',
  'prompt',
  'settings',
  'face',
];

const LONGEST_TEXT = 2_000;

function scrub(text: string): string {
  return text
    .slice(0, LONGEST_TEXT)
    .replace(TOKEN_IN_PATH, '$1…')
    .replace(QUERY_IN_URL, '$1?…')
    .replace(LONG_BASE64, '…');
}

/** An error as it may stand in a log: no addresses, no request bodies, no tokens. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string | number;
  readonly status?: number;
  readonly method?: string;
  readonly cause?: LoggedError;
}

/**
 * Turns whatever was thrown into what a log may hold. The errors of discord.js carry the
 * interaction token in `url` and the prompt in `requestBody`, so only named fields are taken.
 */
export function serializeError(thrown: unknown, depth = 0): LoggedError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: scrub(String(thrown)) };
  const { code, status, method } = thrown as Error & Record<'code' | 'status' | 'method', unknown>;
  return {
    type: thrown.name,
    message: scrub(thrown.message),
    ...(thrown.stack === undefined ? {} : { stack: scrub(thrown.stack) }),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof method === 'string' ? { method } : {}),
    ...(thrown.cause === undefined || depth > 3
      ? {}
      : { cause: serializeError(thrown.cause, depth + 1) }),
  };
}

/** One JSON object a line on standard output; pretty where that is a terminal. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (thrown: unknown) => serializeError(thrown) },
      redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), censor: '…' },
    },
    // Written before the call returns: lines keep their order, and none is lost at the end.
    process.stdout.isTTY
      ? pretty({ sync: true, ignore: 'pid,hostname' })
      : pino.destination({ dest: 1, sync: true }),
  );
}
