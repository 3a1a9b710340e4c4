import { STATUS_CODES } from 'node:http';
import { DiscordAPIError, HTTPError, RESTJSONErrorCodes } from 'discord.js';
import { z } from 'zod';

/** How many nested causes are followed. */
const DEEPEST = 4;

/** An error as logged: no addresses, request bodies or tokens. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly code?: string | number | undefined;
  readonly status?: number | undefined;
  readonly method?: string | undefined;
  readonly cause?: LoggedError | undefined;
}

/** Error properties to log besides the message. A code may be text from a server. */
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
 * Serializes anything that was thrown for the log. discord.js errors carry the interaction token in `url` and
 * the prompt in `requestBody`, so only named fields are copied.
 *
 * @param scrub Removes secrets from a text. Default: what it recognises by pattern.
 */
export function serializeError(
  thrown: unknown,
  scrub: (text: string) => string = createScrub([]).text,
  depth = 0,
): LoggedError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: scrub(String(thrown)) };
  const { name: type, ...facts } = known.parse(thrown);
  const { stack, cause } = thrown;
  const isFollowed = cause !== undefined && depth < DEEPEST;
  return {
    type,
    message: scrub(messageOf(thrown)),
    stack: stack && scrub(framesOf(stack)),
    ...facts,
    cause: isFollowed ? serializeError(cause, scrub, depth + 1) : undefined,
  };
}

/** An error's message, if its text comes from local code and not from a server. */
function messageOf(error: Error): string {
  if (error instanceof DiscordAPIError) return discordMessage(error);
  // The message is the status line, which the server controls.
  if (error instanceof HTTPError) return STATUS_CODES[error.status] ?? 'an unknown status';
  if (error instanceof z.ZodError) return error.issues.map(issueText).join('; ');
  // V8 quotes the text that it cannot parse.
  if (error instanceof SyntaxError) return 'a text that cannot be parsed';
  return error.message;
}

/** Discord's form errors name each invalid field, and may quote its value. */
function discordMessage({ code, message }: DiscordAPIError): string {
  const name = typeof code === 'number' ? RESTJSONErrorCodes[code] : undefined;
  const fields = message
    .split('\n')
    .flatMap((line) => /^[\w.[\]]{0,200}\[[A-Z][A-Z\d_]*\](?=: |$)/.exec(line)?.[0] ?? []);
  return [name ?? 'refused by Discord', ...fields].join('\n');
}

/** A field's name may be untrusted. */
function issueText({ path, code }: z.core.$ZodIssue): string {
  const names = path.map((part) => (/^\w{1,40}$/.test(String(part)) ? String(part) : '…'));
  return `${names.join('.') || 'the whole'}: ${code}`;
}

/** The folder of the sources, or of their compiled form. */
const ROOT = new URL('../../', import.meta.url);

/** A stack repeats the message before its frames. File paths are made relative to the project. */
function framesOf(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.replace(ROOT.href, '').replace(ROOT.pathname, ''))
    .map((line) => line.replace(/[^\s(]*\/node_modules\//, 'node_modules/'))
    .join('\n');
}

/** The kept length of an error's text. */
const LONGEST_TEXT = 2_000;
/** The length that patterns are matched against, so that hostile input stays cheap. */
const SCANNED_CHARACTERS = 20_000;
/** A run of base64's alphabet of at least this length counts as data: a picture, a token. */
const SHORTEST_DATA = 48;
/**
 * Shorter values are not hidden, since that would blot out ordinary words. No service issues such short keys.
 */
const SHORTEST_SECRET = 8;

/** Credentials by pattern. No pattern matches past the end of a JSON string. */
const REDACTIONS: readonly (readonly [RegExp, string])[] = [
  // These addresses contain interaction tokens or webhook tokens.
  [/((?:interactions|webhooks)(?:\/|%2F)\d+(?:\/|%2F))[^/\s?"%\\]+/gi, '$1…'],
  [/(?:https?:\/\/[^\s"'\\?]*)?\/(?:ephemeral-)?attachments\/[^\s"'\\]*/gi, '…'],
  // Discord's signatures and any other query string.
  [/(https?:\/\/[^\s?"\\]+)\?[^\s"\\]+/gi, '$1?…'],
  [/([?&](?:ex|is|hm)=)[^\s&"'\\]+/gi, '$1…'],
  // A bot token: three base64 parts, each short by itself.
  [/[\w-]{18,100}\.[\w-]{6,20}\.[\w-]{20,100}/g, '…'],
  // A RunPod key.
  [/\brpa_\w{16,}/gi, '…'],
];

export interface Scrub {
  /** Scrubs a text from elsewhere and cuts it to 2000 characters. */
  readonly text: (text: string) => string;
  /** Scrubs a line of JSON without cutting it. */
  readonly line: (line: string) => string;
}

/**
 * Removes these secrets in every quoted form, and anything that looks like a token, key, signed address or
 * picture.
 */
export function createScrub(secrets: readonly string[]): Scrub {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap(formsOf)
    .sort((one, other) => other.length - one.length);
  const known = (text: string) => forms.reduce((rest, form) => rest.replaceAll(form, '…'), text);
  return {
    // Cut last: no pattern matches half of a secret.
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

/** The part that patterns are matched against, without a truncated last word. */
function wholeWords(text: string): string {
  if (text.length <= SCANNED_CHARACTERS) return text;
  const start = text.slice(0, SCANNED_CHARACTERS);
  return start.slice(0, start.lastIndexOf(' ') + 1);
}

/** The secret itself and its forms in a URL, in JSON, in hex and inside base64 of other bytes. */
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
