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
  const isAnimated =
    format === 'webp' ? isAnimatedWebp(bytes) : format === 'png' && isAnimatedPng(bytes);
  return isAnimated ? { animated: true } : {};
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

const SPACES = /[ \t\r\n\v\f]+/g;
/** Digits of either alphabet, then padding. */
const DIGITS = /^([\w+/-]*)(=*)$/;

/**
 * Decodes base64 of either alphabet, possibly wrapped in lines, in slices with turns of the event loop
 * between. Writes the result over the text, which is longer, so it needs no further memory. `undefined` if it
 * is not base64, wherever that shows.
 */
export async function decodeBase64(text: Buffer): Promise<Buffer | undefined> {
  let size = 0;
  /** Up to three digits left over from earlier slices. */
  let rest = '';
  let isOver = false;
  for (let at = 0; at < text.length; at += SLICE_BYTES) {
    if (at > 0) await turn();
    const part = text.toString('latin1', at, at + SLICE_BYTES);
    // The fast path for most slices. If a slice has anything but digits, Node decodes fewer bytes.
    if (rest === '' && !isOver && text.write(part, size, 'base64') === (part.length / 4) * 3) {
      size += (part.length / 4) * 3;
      continue;
    }
    const [, digits, padding] = DIGITS.exec(part.replace(SPACES, '')) ?? [];
    if (digits === undefined || (isOver && digits !== '')) return undefined;
    isOver ||= padding !== '';
    rest += digits;
    const whole = rest.length - (rest.length % 4);
    size += text.write(rest.slice(0, whole), size, 'base64');
    rest = rest.slice(whole);
  }
  size += text.write(rest, size, 'base64');
  return text.subarray(0, size);
}
