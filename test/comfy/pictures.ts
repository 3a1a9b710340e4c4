import { Buffer } from 'node:buffer';

/** The smallest heads by which each format is told. */
export const PNG = Buffer.from('\x89PNG\r\n\x1a\n and more', 'latin1');
export const JPEG = Buffer.from('\xff\xd8\xff\xe0 and more', 'latin1');
export const WEBP = Buffer.from('RIFF\x10\x00\x00\x00WEBPVP8 ', 'latin1');
export const GIF = Buffer.from('GIF89a and more', 'latin1');

export const base64 = (bytes: Buffer): string => bytes.toString('base64');
