import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { z } from 'zod';
import { type JsonFault, RunPodError } from './errors.ts';
import type { Sent } from './exchange.ts';

/**
 * Parses a response body as JSON of the given shape. Throws a {@link RunPodError} of kind `schema`.
 */
export async function parseAnswer<T>(
  { outgoing, incoming }: Sent,
  schema: z.ZodType<T>,
): Promise<T> {
  const { status, body } = incoming;
  const json = await parseJson(body);
  if (typeof json === 'string') {
    throw new RunPodError(outgoing, { kind: 'schema', status, problem: json });
  }
  const { success, data, error: cause } = schema.safeParse(json.value);
  if (success) return data;
  const problem = 'not of the expected shape';
  throw new RunPodError(outgoing, { kind: 'schema', status, problem, cause });
}

/** How many values to process before yielding to the event loop. */
const VALUES_A_TURN = 20_000;

export type ParsedJson = { readonly value: unknown } | JsonFault;

/**
 * Parses like JSON.parse, except that strings over 8 kB (base64 pictures) become UTF-8 buffers.
 * These are views of `body`, which is modified if they contain escapes. Yields to the event loop.
 *
 * Measured against the simpler JSON.parse and Buffer.from: those stall for 16 ms with an answer of
 * 8 MB and 45 to 60 ms with the largest of 24 MB, and take 50 to 90 MB more memory. This stalls for
 * 1 to 3 ms and takes none.
 */
export async function parseJson(body: Buffer): Promise<ParsedJson> {
  const longTexts = await scanJson(body);
  if (typeof longTexts === 'string') return longTexts;
  if (longTexts.length === 0) return parsed(body.toString());
  // A marker that the answer cannot contain itself.
  const mark = randomUUID();
  const texts = new Map<string, Buffer>();
  const rest: string[] = [];
  let from = 0;
  for (const { from: start, to: end, hasEscapes } of longTexts) {
    const name = `${mark}:${texts.size}`;
    rest.push(body.toString('utf8', from, start), name);
    from = end;
    const text = body.subarray(start, end);
    texts.set(name, hasEscapes ? await unescapeText(text) : text);
  }
  rest.push(body.toString('utf8', from));
  const json = parsed(rest.join(''));
  if (typeof json === 'object') await putBack(json, texts);
  return json;
}

function parsed(text: string): ParsedJson {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    // Node's own error would quote the body, so drop it.
    if (error instanceof SyntaxError) return 'not JSON';
    throw error;
  }
}

/**
 * Replaces the placeholders with the long strings. The simpler JSON.parse reviver stalls for 30 to
 * 100 ms with the 256 kB that may surround them.
 */
async function putBack(holder: object, texts: ReadonlyMap<string, Buffer>): Promise<void> {
  const open: object[] = [holder];
  let left = VALUES_A_TURN;
  for (let container = open.pop(); container; container = open.pop()) {
    const keys: Iterable<PropertyKey> = Array.isArray(container)
      ? container.keys()
      : Object.keys(container);
    for (const key of keys) {
      const value: unknown = Reflect.get(container, key);
      const text = typeof value === 'string' ? texts.get(value) : undefined;
      if (text) Reflect.set(container, key, text);
      else if (typeof value === 'object' && value !== null) open.push(value);
      left -= 1;
      if (left === 0) {
        left = VALUES_A_TURN;
        await turn();
      }
    }
  }
}

/** More than twice as deep as anything RunPod or a worker sends on purpose. */
const DEEPEST = 64;

/** Longer strings are cut out. URLs of pictures are shorter, pictures are not. */
export const LONG_TEXT_BYTES = 8 * 1024;

/** Maximum size of the JSON without these strings. Parsing it takes a few milliseconds. */
const MAX_REMAINDER_BYTES = 256 * 1024;

/** How much to scan before yielding to the event loop: less than a millisecond of work. */
const SLICE_BYTES = 128 * 1024;

/** How much of a string to skip in one step if it neither ends nor escapes anything. */
const PIECE_BYTES = 4 * 1024;

/** The position of a long string in a body, without its quotes. */
export interface LongText {
  readonly from: number;
  readonly to: number;
  readonly hasEscapes: boolean;
}

/**
 * Scans a body once, without building anything: finds its long strings, and checks that the rest is
 * shallow and short enough to parse at once. Leaves most syntax errors to the parser.
 */
async function scanJson(body: Buffer): Promise<readonly LongText[] | JsonFault> {
  const longTexts: LongText[] = [];
  let depth = 0;
  let textFrom: number | undefined;
  let hasEscapes = false;
  let cut = 0;
  for (let at = 0; at < body.length;) {
    const until = Math.min(at + SLICE_BYTES, body.length);
    while (at < until) {
      const end = Math.min(at + PIECE_BYTES, until);
      if (textFrom !== undefined && isPlain(body.subarray(at, end))) {
        at = end;
        continue;
      }
      for (; at < end; at += 1) {
        const byte = body[at];
        if (textFrom !== undefined) {
          if (byte === BACKSLASH) {
            hasEscapes = true;
            at += 1;
          } else if (byte === QUOTE) {
            if (at - textFrom > LONG_TEXT_BYTES) {
              longTexts.push({ from: textFrom, to: at, hasEscapes });
              cut += at - textFrom;
            }
            textFrom = undefined;
          }
        } else if (byte === QUOTE) {
          textFrom = at + 1;
          hasEscapes = false;
        } else if (byte === OPENING_BRACKET || byte === OPENING_BRACE) {
          depth += 1;
          if (depth > DEEPEST) return 'too deep';
        } else if (byte === CLOSING_BRACKET || byte === CLOSING_BRACE) {
          depth -= 1;
        }
      }
    }
    const rest = (textFrom ?? at) - cut;
    if (rest > MAX_REMAINDER_BYTES) return 'too large';
    if (at < body.length) await turn();
  }
  // An unterminated string may be as long as the body, so do not parse it either.
  return textFrom === undefined ? longTexts : 'not JSON';
}

/**
 * Whether a part of a string has no quote and no backslash, like nearly all of a picture. Searching
 * for two bytes is many times as fast as checking each.
 */
function isPlain(part: Buffer): boolean {
  return !part.includes(QUOTE) && !part.includes(BACKSLASH);
}

const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/** Characters that stand for themselves after a backslash are not listed. */
const MEANINGS: ReadonlyMap<number | undefined, number> = new Map([
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
]);

/**
 * Unescapes a JSON string in place and returns the shorter view. An escape is never shorter than
 * its character. Each half of a surrogate pair becomes a replacement character: such a string is
 * logged at most.
 */
async function unescapeText(text: Buffer): Promise<Buffer> {
  let to = 0;
  for (let at = 0; at < text.length;) {
    const until = Math.min(at + SLICE_BYTES, text.length);
    while (at < until) {
      const byte = text[at];
      if (byte !== BACKSLASH) {
        text[to] = byte ?? 0;
        to += 1;
        at += 1;
      } else if (text[at + 1] === LETTER_U) {
        const code = Number.parseInt(text.toString('latin1', at + 2, at + 6), 16);
        to += text.write(String.fromCharCode(code), to, 'utf8');
        at += 6;
      } else {
        const escaped = text[at + 1];
        text[to] = MEANINGS.get(escaped) ?? escaped ?? 0;
        to += 1;
        at += 2;
      }
    }
    if (at < text.length) await turn();
  }
  return text.subarray(0, to);
}

/** Longer than the key and any of RunPod's status words. */
const LONGEST_WORD = 40;

/**
 * Returns the status if it is among an answer's first bytes: the first top-level `status` string.
 * Reads each byte once. Undefined if it comes later or is not a plain word; RunPod promises no
 * order.
 */
export function statusAtHead(head: Buffer): string | undefined {
  let depth = 0;
  let key: string | undefined;
  let isValue = false;
  for (let at = 0; at < head.length; at += 1) {
    const byte = head[at];
    if (byte === QUOTE) {
      const end = endOfText(head, at + 1);
      if (depth === 1) {
        const text = wordIn(head.subarray(at + 1, end));
        if (!isValue) key = text;
        else if (key === 'status' && end < head.length) return text;
      }
      at = end;
    } else if (byte === OPENING_BRACKET || byte === OPENING_BRACE) depth += 1;
    else if (byte === CLOSING_BRACKET || byte === CLOSING_BRACE) depth -= 1;
    else if (depth === 1 && byte === COLON) isValue = true;
    else if (depth === 1 && byte === COMMA) isValue = false;
  }
  return undefined;
}

/** The index of a string's closing quote, or of the end of the bytes. */
function endOfText(head: Buffer, from: number): number {
  let at = from;
  while (at < head.length && head[at] !== QUOTE) at += head[at] === BACKSLASH ? 2 : 1;
  return Math.min(at, head.length);
}

function wordIn(text: Buffer): string | undefined {
  const word = text.length <= LONGEST_WORD ? text.toString('latin1') : '';
  return /^\w+$/.test(word) ? word : undefined;
}

/** The bytes that the scanner needs to recognise. */
const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACKET = 0x5d;
const CLOSING_BRACE = 0x7d;
