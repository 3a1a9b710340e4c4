import { Buffer } from 'node:buffer';
import { decodeBase64 } from './decode-base64.ts';

/** A finished picture as the worker encoded it, not yet decoded or checked beyond its signature. */
export interface Picture {
  readonly bytes: Buffer;
  readonly format: 'png' | 'jpeg' | 'webp';
  /** A PNG or WebP of several frames. */
  readonly animated?: true | undefined;
}

/** A finished picture that lies elsewhere. The address carries a signature: never logged. */
export interface PictureAddress {
  readonly url: string;
}

/** A signed address has a few hundred characters. */
export const LONGEST_ADDRESS = 4096;

const DATA_URI_PREFIX = /^data:[^,]{0,200},/i;
const LEADING_SPACE = /^\s*/;

/** As much of a text as shows what it is: a prefix, or a picture's signature. */
const HEAD_BYTES = 256;

/**
 * Decodes base64, with or without a data URI's prefix; a long text comes as its bytes, whose place
 * the picture takes. The format is told by the bytes alone. Undefined where it is no base64 or no PNG, JPEG or WebP.
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

/** The same bytes, or a short text's. */
function asBuffer(data: string | Uint8Array): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function lengthOf(pattern: RegExp, text: string): number {
  return pattern.exec(text)?.[0].length ?? 0;
}

/** A picture by its first bytes; `undefined` where it is no PNG, JPEG or WebP. */
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

/** The most chunks that are read before the pixels; encoders write about ten. */
const MOST_CHUNKS = 100;

/** By the acTL chunk before the pixels (PNG, third edition, section 11.3.5). */
function isAnimatedPng(bytes: Buffer): boolean {
  let at = 8;
  for (let chunk = 0; chunk < MOST_CHUNKS && at + 8 <= bytes.length; chunk++) {
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

/** The address that a text is; `undefined` where it is none, or too long for one. */
export function addressFrom(text: string): PictureAddress | undefined {
  const isAddress = text.length <= LONGEST_ADDRESS && /^\s*https?:\/\//i.test(text);
  return isAddress ? { url: text.trim() } : undefined;
}

/** The part of an address that an operator may want to allow. The rest may be a signature. */
export function hostOf({ url }: PictureAddress): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
