import { Buffer } from 'node:buffer';

/** A finished picture as the worker encoded it, not yet decoded or checked beyond its signature. */
export interface Picture {
  readonly bytes: Buffer;
  readonly format: 'png' | 'jpeg' | 'webp';
}

/** A finished picture that lies elsewhere. The address carries a signature: never logged. */
export interface PictureAddress {
  readonly url: string;
}

const DATA_URI_PREFIX = /^\s*data:[^,]{0,200},/i;

/** Node's decoder skips what is not base64, so that has to be looked for first. */
const NOT_BASE64 = /[^\w+/=\s-]/;

/**
 * Decodes base64, with or without a data URI's prefix. The format is told by the bytes alone.
 * Undefined where it is no base64 or no PNG, JPEG or WebP.
 */
export function pictureFrom(data: string): Picture | undefined {
  const text = data.slice(DATA_URI_PREFIX.exec(data)?.[0].length ?? 0);
  if (NOT_BASE64.test(text)) return undefined;
  return pictureOf(Buffer.from(text, 'base64'));
}

/** A picture by its first bytes; `undefined` where it is no PNG, JPEG or WebP. */
export function pictureOf(bytes: Buffer): Picture | undefined {
  const format = formatOf(bytes);
  return format && { bytes, format };
}

function formatOf(bytes: Buffer): Picture['format'] | undefined {
  const head = bytes.toString('latin1', 0, 12);
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'webp';
  return undefined;
}

/** What an operator may want to allow. The rest of an address is a signature's. */
export function hostOf({ url }: PictureAddress): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
