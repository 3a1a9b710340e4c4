import { setImmediate as turn } from 'node:timers/promises';
import {
  BACKSLASH,
  CLOSING_BRACE,
  CLOSING_BRACKET,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
} from './json-bytes.ts';

/** Why an answer may be refused before it is parsed. */
export type JsonFault = 'not JSON' | 'too deep' | 'too large';

/** Nothing that RunPod or a worker sends on purpose goes half as deep. */
const DEEPEST = 64;

/** Longer texts are cut out. Addresses of pictures are shorter, pictures are not. */
export const LONG_TEXT_BYTES = 8 * 1024;

/** How much may be left without those texts: parsing it takes some milliseconds. */
const LARGEST_REST_BYTES = 256 * 1024;

/** How much is looked at between two turns of the event loop: less than a millisecond of work. */
const SLICE_BYTES = 128 * 1024;

/** How much of a text is passed over in one step where nothing ends it. */
const PIECE_BYTES = 4 * 1024;

/** Where a long text is in a body, without its quotes. */
export interface LongText {
  readonly from: number;
  readonly to: number;
  readonly hasEscapes: boolean;
}

/**
 * Looks once over what may be JSON, without building anything from it: where its long texts are, and
 * whether the rest is shallow and short enough to be parsed in one go. It leaves most of what is wrong
 * with the JSON to the parser.
 */
export async function scanJson(body: Buffer): Promise<readonly LongText[] | JsonFault> {
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
    if (rest > LARGEST_REST_BYTES) return 'too large';
    if (at < body.length) await turn();
  }
  // A text that does not end may be as long as the body: that is not for the parser either.
  return textFrom === undefined ? longTexts : 'not JSON';
}

/**
 * Whether a part of a text neither ends it nor escapes anything, as nearly all of a picture: to search
 * for two bytes is many times as fast as to look at each.
 */
function isPlain(part: Buffer): boolean {
  return !part.includes(QUOTE) && !part.includes(BACKSLASH);
}
