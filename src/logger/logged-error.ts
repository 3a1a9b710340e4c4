import { STATUS_CODES } from 'node:http';
import { DiscordAPIError, HTTPError, RESTJSONErrorCodes } from 'discord.js';
import { z } from 'zod';
import { createScrub } from './scrub.ts';

/** How deep causes of causes are followed. */
const DEEPEST = 4;

/** An error as a log may show it: no addresses, no request bodies, no tokens. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string | number;
  readonly status?: number;
  readonly method?: string;
  readonly cause?: LoggedError;
}

/** What is taken from an error besides its message. The words of a code may be a server's. */
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
 * Turns anything that was thrown into what a log may hold. The errors of discord.js carry the
 * interaction token in `url` and the prompt in `requestBody`, so only named fields are taken.
 *
 * @param scrub takes out of a text what no log may hold; by default, what it recognises by its form.
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

/** What an error says, if its words come from a program here and not from a stranger. */
function messageOf(error: Error): string {
  if (error instanceof DiscordAPIError) return discordMessage(error);
  // Its message is the status line, into which a server may put anything.
  if (error instanceof HTTPError) return STATUS_CODES[error.status] ?? 'an unknown status';
  if (error instanceof z.ZodError) return error.issues.map(issueText).join('; ');
  // V8 quotes the text that is not JSON.
  if (error instanceof SyntaxError) return 'a text that cannot be parsed';
  return error.message;
}

/** Discord's form errors name each field that is wrong, and may quote what it contained. */
function discordMessage({ code, message }: DiscordAPIError): string {
  const name = typeof code === 'number' ? RESTJSONErrorCodes[code] : undefined;
  const fields = message
    .split('\n')
    .flatMap((line) => /^[\w.[\]]{0,200}\[[A-Z][A-Z\d_]*\](?=: |$)/.exec(line)?.[0] ?? []);
  return [name ?? 'refused by Discord', ...fields].join('\n');
}

/** A stranger may have chosen the name of a field. */
function issueText({ path, code }: z.core.$ZodIssue): string {
  const names = path.map((part) => (/^\w{1,40}$/.test(String(part)) ? String(part) : '…'));
  return `${names.join('.') || 'the whole'}: ${code}`;
}

/** The folder of the sources, or of their compiled form. */
const ROOT = new URL('../../', import.meta.url);

/** A stack repeats the message before its frames. Files are named by their paths in the project. */
function framesOf(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.replace(ROOT.href, '').replace(ROOT.pathname, ''))
    .map((line) => line.replace(/[^\s(]*\/node_modules\//, 'node_modules/'))
    .join('\n');
}
