import { Buffer } from 'node:buffer';
import sharp from 'sharp';

const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: 'teal' } });

/** Whole pictures, as small as can be. */
export const PNG = await pixel.clone().png().toBuffer();
export const JPEG = await pixel.clone().jpeg().toBuffer();
export const WEBP = await pixel.clone().webp().toBuffer();
/** Of a format that is not taken. */
export const GIF = Buffer.from('GIF89a and more', 'latin1');

export const base64 = (bytes: Buffer): string => bytes.toString('base64');
