import { STATUS_CODES } from 'node:http';
import { DiscordAPIError, HTTPError, RESTJSONErrorCodes } from 'discord.js';
import { z } from 'zod';
import { createScrub } from './scrub.ts';

/** Causes of causes are followed so far. */
const DEEPEST = 4;

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

/** What is taken from an error besides its message. A server may have chosen a code's words. */
const known = z.object({
  name: z
    .string()
    .regex(/^\w{1,60}(?:\[\d{1,10}\])?$/)
    .catch('Error'),
  code: z
    .union([z.string().regex(/^[A-Z][A-Z\d_]{1,60}$/), z.number()])
    .optional()
    .catch(undefined),
  status: z.number().optional().catch(undefined),
  method: z
    .string()
    .regex(/^[A-Z]{3,7}$/)
    .optional()
    .catch(undefined),
});

/**
 * Turns whatever was thrown into what a log may hold. The errors of discord.js carry the
 * interaction token in `url` and the prompt in `requestBody`, so only named fields are taken.
 *
 * @param scrub takes out of a text what no log may hold; by its form where nothing else is given.
 */
export function serializeError(
  thrown: unknown,
  scrub: (text: string) => string = createScrub([]).text,
  depth = 0,
): LoggedError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: scrub(String(thrown)) };
  const { name, code, status, method } = known.parse(thrown);
  return {
    type: name,
    message: scrub(messageOf(thrown)),
    ...(thrown.stack === undefined ? {} : { stack: scrub(framesOf(thrown.stack)) }),
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
    ...(method === undefined ? {} : { method }),
    ...(thrown.cause === undefined || depth >= DEEPEST
      ? {}
      : { cause: serializeError(thrown.cause, scrub, depth + 1) }),
  };
}

/** What an error says, where its words are a program's and not those of somebody far away. */
function messageOf(error: Error): string {
  if (error instanceof DiscordAPIError) return discordMessage(error);
  // Its own message is the status line, which a server may fill with anything.
  if (error instanceof HTTPError) return STATUS_CODES[error.status] ?? 'an unknown status';
  if (error instanceof z.ZodError) return error.issues.map(issueText).join('; ');
  // V8 quotes the text that is no JSON.
  if (error instanceof SyntaxError) return 'a text that cannot be parsed';
  return error.message;
}

/** Discord's form errors name each field that is wrong, and may quote what stood in it. */
function discordMessage({ code, message }: DiscordAPIError): string {
  const name = typeof code === 'number' ? RESTJSONErrorCodes[code] : undefined;
  const fields = message
    .split('\n')
    .flatMap((line) => /^[\w.[\]]{0,200}\[[A-Z][A-Z\d_]*\](?=: |$)/.exec(line)?.[0] ?? []);
  return [name ?? 'refused by Discord', ...fields].join('\n');
}

/** A field's name may be a stranger's choice. */
function issueText({ path, code }: z.core.$ZodIssue): string {
  const names = path.map((part) => (/^\w{1,40}$/.test(String(part)) ? String(part) : '…'));
  return `${names.join('.') || 'the whole'}: ${code}`;
}

/** The folder of the sources, or of what was compiled from them. */
const ROOT = new URL('../../', import.meta.url);

/** A stack repeats the message before its frames. Files are named as the project knows them. */
function framesOf(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.replace(ROOT.href, '').replace(ROOT.pathname, ''))
    .map((line) => line.replace(/[^\s(]*\/node_modules\//, 'node_modules/'))
    .join('\n');
}
