import { Buffer } from 'node:buffer';
import { setImmediate as turn } from 'node:timers/promises';

/** A finished picture as the worker encoded it, not yet decoded or checked beyond its signature. */
export interface Picture {
  readonly bytes: Buffer;
  readonly format: 'png' | 'jpeg' | 'webp';
  /** A PNG or WebP of several frames. */
  readonly animated?: true | undefined;
}

/** A finished picture stored elsewhere. The address carries a signature: never logged. */
export interface PictureAddress {
  readonly url: string;
}

/** A signed address has a few hundred characters. */
export const LONGEST_ADDRESS = 4096;

const DATA_URI_PREFIX = /^data:[^,]{0,200},/i;
const LEADING_SPACE = /^\s*/;

/** Enough of a text to recognise it: a prefix, or a picture's signature. */
const HEAD_BYTES = 256;

/**
 * Decodes base64 with or without a data URI prefix. A long text comes as bytes, which the picture overwrites.
 * The bytes alone determine the format. `undefined` if it is not base64, or not a PNG, JPEG or WebP.
 */
export async function pictureFrom(data: string | Uint8Array): Promise<Picture | undefined> {
  const text = asBuffer(data);
  const head = (at: number) => text.toString('latin1', at, at + HEAD_BYTES);
  let at = lengthOf(LEADING_SPACE, head(0));
  at += lengthOf(DATA_URI_PREFIX, head(at));
  const format = formatOf(Buffer.from(head(at), 'base64'));
  const bytes = format && (await decodeBase64(text.subarray(at)));
  return bytes && { bytes, format, ...motionOf(bytes, format) };
}

/** The bytes themselves, or those of a short text. */
function asBuffer(data: string | Uint8Array): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function lengthOf(pattern: RegExp, text: string): number {
  return pattern.exec(text)?.[0].length ?? 0;
}

/** A picture by its first bytes. `undefined` if it is not a PNG, JPEG or WebP. */
export function pictureOf(bytes: Buffer): Picture | undefined {
  const format = formatOf(bytes);
  return format && { bytes, format, ...motionOf(bytes, format) };
}

function motionOf(bytes: Buffer, format: Picture['format']): Pick<Picture, 'animated'> {
  const moves =
    format === 'webp' ? isAnimatedWebp(bytes) : format === 'png' && isAnimatedPng(bytes);
  return moves ? { animated: true } : {};
}

/** By the flags of the first chunk, VP8X in every animated WebP (RFC 9649, section 2.7). */
function isAnimatedWebp(bytes: Buffer): boolean {
  return bytes.toString('latin1', 12, 16) === 'VP8X' && ((bytes[20] ?? 0) & 0x02) !== 0;
}

/** The most chunks read before the pixels. Encoders write about ten. */
const MAX_CHUNKS = 100;

/** By the acTL chunk before the pixels (PNG, third edition, section 11.3.5). */
function isAnimatedPng(bytes: Buffer): boolean {
  let at = 8;
  for (let chunk = 0; chunk < MAX_CHUNKS && at + 8 <= bytes.length; chunk++) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'acTL' || type === 'IDAT') return type === 'acTL';
    at += 12 + bytes.readUInt32BE(at);
  }
  return false;
}

function formatOf(bytes: Buffer): Picture['format'] | undefined {
  const head = bytes.toString('latin1', 0, 12);
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'webp';
  return undefined;
}

/** The text as an address. `undefined` if it is not one or too long. */
export function addressFrom(text: string): PictureAddress | undefined {
  const isAddress = text.length <= LONGEST_ADDRESS && /^\s*https?:\/\//i.test(text);
  return isAddress ? { url: text.trim() } : undefined;
}

/** The host of an address, which an operator may want to allow. The rest may be a signature. */
export function hostOf({ url }: PictureAddress): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/**
 * Decoded between two turns of the event loop: takes less than a millisecond, and is small enough for V8's
 * young generation, where it is cheap to free.
 */
const SLICE_BYTES = 64 * 1024;

const SPACE = 64;
const END = 65;
const WRONG = 66;

/**
 * The meaning of each byte of a text: six bits, or one of the constants above, which stay at least SPACE even
 * when several are combined by "or". Covers both alphabets.
 */
const MEANINGS = meanings();

/**
 * Decodes base64 of either alphabet, possibly wrapped in lines, in slices with turns of the event loop
 * between. Writes the result over the text, which is longer, so it needs no further memory. `undefined` if it
 * is not base64, wherever that shows.
 */
export async function decodeBase64(text: Buffer): Promise<Buffer | undefined> {
  let size = 0;
  let bits = 0;
  let bitCount = 0;
  let isOver = false;
  for (let at = 0; at < text.length;) {
    const until = Math.min(at + SLICE_BYTES, text.length);
    if (bitCount === 0 && !isOver) {
      const decoded = decodeDigits(text, { at, until, to: size });
      size += (decoded / 4) * 3;
      at += decoded;
    }
    for (; at < until; at += 1) {
      // Four characters are three bytes. In wrapped text, nearly all take this path.
      while (bitCount === 0 && !isOver && at + 4 <= until) {
        const first = meaningOf(text, at);
        const second = meaningOf(text, at + 1);
        const third = meaningOf(text, at + 2);
        const fourth = meaningOf(text, at + 3);
        if ((first | second | third | fourth) >= SPACE) break;
        text[size] = (first << 2) | (second >> 4);
        text[size + 1] = (second << 4) | (third >> 2);
        text[size + 2] = (third << 6) | fourth;
        size += 3;
        at += 4;
      }
      if (at === until) break;
      const meaning = meaningOf(text, at);
      if (meaning < SPACE) {
        if (isOver) return undefined;
        bits = ((bits << 6) | meaning) & 0xffff;
        bitCount += 6;
        if (bitCount >= 8) {
          bitCount -= 8;
          text[size] = bits >> bitCount;
          size += 1;
        }
      } else if (meaning === END) isOver = true;
      else if (meaning === WRONG) return undefined;
    }
    if (at < text.length) await turn();
  }
  return text.subarray(0, size);
}

/** The last group may hold padding, which {@link decodeDigits} does not handle. */
const LAST_GROUP_BYTES = 4;

interface Part {
  readonly at: number;
  readonly until: number;
  /** Where in the text its bytes go. */
  readonly to: number;
}

/**
 * Lets Node decode a part that is only digits, which is many times as fast. Node would skip anything else.
 * Returns how many characters it decoded: 0 if there is anything else, with the part unchanged.
 */
function decodeDigits(text: Buffer, { at, until, to }: Part): number {
  const most = Math.min(until, text.length - LAST_GROUP_BYTES) - at;
  const digits = most - (most % 4);
  if (digits <= 0) return 0;
  const part = text.toString('latin1', at, at + digits);
  if (text.write(part, to, 'base64') === (digits / 4) * 3) return digits;
  text.write(part, at, 'latin1');
  return 0;
}

function meaningOf(text: Buffer, at: number): number {
  return MEANINGS[text[at] ?? 0] ?? WRONG;
}

function meanings(): Uint8Array {
  const all = new Uint8Array(256).fill(WRONG);
  const set = (characters: string, meaning: (index: number) => number) => {
    for (const [index, byte] of Buffer.from(characters).entries()) all[byte] = meaning(index);
  };
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  set(`${letters}+/`, (index) => index);
  set(`${letters}-_`, (index) => index);
  set(' \t\r\n\v\f', () => SPACE);
  set('=', () => END);
  return all;
}
