import { DiscordAPIError } from 'discord.js';
import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';
import { z } from 'zod';

export type { Logger } from 'pino';

/** Interaction tokens stand in these addresses; so do webhook tokens. */
const TOKEN_IN_PATH = /((?:interactions|webhooks)\/\d+\/)[^/\s?"]+/g;
/** A bot token: three parts of base64, of which each alone is short. */
const BOT_TOKEN = /[\w-]{18,}\.[\w-]{6,}\.[\w-]{20,}/g;
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
    .replace(BOT_TOKEN, '…')
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

/** What is taken from an error besides its message. */
const known = z.object({
  code: z.union([z.string(), z.number()]).optional().catch(undefined),
  status: z.number().optional().catch(undefined),
  method: z.string().optional().catch(undefined),
});

/**
 * Turns whatever was thrown into what a log may hold. The errors of discord.js carry the
 * interaction token in `url` and the prompt in `requestBody`, so only named fields are taken.
 */
export function serializeError(thrown: unknown, depth = 0): LoggedError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: scrub(String(thrown)) };
  const { code, status, method } = known.parse(thrown);
  return {
    type: thrown.name,
    message: scrub(messageOf(thrown)),
    ...(thrown.stack === undefined ? {} : { stack: scrub(framesOf(thrown.stack)) }),
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
    ...(method === undefined ? {} : { method }),
    ...(thrown.cause === undefined || depth > 3
      ? {}
      : { cause: serializeError(thrown.cause, depth + 1) }),
  };
}

/** Discord's form errors name each field that is wrong, and may quote what stood in it. */
function messageOf(error: Error): string {
  if (!(error instanceof DiscordAPIError)) return error.message;
  const [first = '', ...fields] = error.message.split('\n');
  return [first, ...fields.map((field) => field.replace(/: .*$/, ''))].join('\n');
}

/** A stack repeats the message before its frames. */
function framesOf(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
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
