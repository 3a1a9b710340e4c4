import { STATUS_CODES } from 'node:http';
import { DiscordAPIError, HTTPError, RESTJSONErrorCodes } from 'discord.js';
import { z } from 'zod';

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

/** How much of an error's text is kept. */
const LONGEST_TEXT = 2_000;
/** How much the patterns look at, so that they stay cheap whatever a stranger sends. */
const SCANNED_CHARACTERS = 20_000;
/** A run of base64's alphabet of at least this length is taken for data: a picture, a token. */
const SHORTEST_DATA = 48;
/** Hiding a shorter one would blot out ordinary words, and no service issues such a key. */
const SHORTEST_SECRET = 8;

/** What gives access to something, by its form. No pattern reaches past the end of a JSON string. */
const REDACTIONS: readonly (readonly [RegExp, string])[] = [
  // These addresses contain interaction tokens or webhook tokens.
  [/((?:interactions|webhooks)(?:\/|%2F)\d+(?:\/|%2F))[^/\s?"%\\]+/gi, '$1…'],
  [/(?:https?:\/\/[^\s"'\\?]*)?\/(?:ephemeral-)?attachments\/[^\s"'\\]*/gi, '…'],
  // What Discord signs an address with, and whatever else stands in a query.
  [/(https?:\/\/[^\s?"\\]+)\?[^\s"\\]+/gi, '$1?…'],
  [/([?&](?:ex|is|hm)=)[^\s&"'\\]+/gi, '$1…'],
  // A bot token: three parts in base64, each of them short by itself.
  [/[\w-]{18,100}\.[\w-]{6,20}\.[\w-]{20,100}/g, '…'],
  // One of RunPod's keys.
  [/\brpa_\w{16,}/gi, '…'],
];

export interface Scrub {
  /** A text from elsewhere, as a log may show it: at most 2000 characters. */
  readonly text: (text: string) => string;
  /** A whole line of JSON; nothing is cut off. */
  readonly line: (line: string) => string;
}

/**
 * Takes out what a log must not hold: these secrets, in every form in which they may be quoted, and
 * whatever looks like a token, a key, a signed address or a picture.
 */
export function createScrub(secrets: readonly string[]): Scrub {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap(formsOf)
    .sort((one, other) => other.length - one.length);
  const known = (text: string) => forms.reduce((rest, form) => rest.replaceAll(form, '…'), text);
  return {
    // Cut last: no pattern would match what is left of a secret that was cut in two.
    text: (text) => withoutSecrets(wholeWords(known(text))).slice(0, LONGEST_TEXT),
    line: (line) => withoutSecrets(known(line)),
  };
}

function withoutSecrets(text: string): string {
  return REDACTIONS.reduce(
    (rest, [pattern, instead]) => rest.replace(pattern, instead),
    text,
  ).replace(/[\w+/=-]+/g, (run) => (run.length < SHORTEST_DATA ? run : '…'));
}

/** As much as the patterns look at, without a word that would be cut in two. */
function wholeWords(text: string): string {
  if (text.length <= SCANNED_CHARACTERS) return text;
  const start = text.slice(0, SCANNED_CHARACTERS);
  return start.slice(0, start.lastIndexOf(' ') + 1);
}

/** As it is, and as it stands in a URL, in JSON, in hex and inside other bytes in base64. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const inBase64 = [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.from(secret).subarray((3 - offset) % 3);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
    return [whole.toString('base64'), whole.toString('base64url')];
  });
  return [
    secret,
    encodeURIComponent(secret),
    json,
    Buffer.from(secret).toString('hex'),
    ...inBase64,
  ];
}
