import { stripJpeg } from './strip-jpeg.ts';
import { stripPng } from './strip-png.ts';
import { stripWebp } from './strip-webp.ts';
import { wholePicture } from './whole-picture.ts';

/**
 * The same picture in the same format, without what is written besides its pixels: ComfyUI puts the
 * whole graph, and with it the face, into the text of its PNGs and the EXIF of its WebPs. Only
 * what decides how the pixels look is copied, byte for byte, so nothing is lost and nothing
 * unknown gets through. Rejects with BotError `result_unreadable` for anything but a complete PNG, JPEG
 * or WebP: what cannot be cleaned must not be kept.
 */
export function stripMetadata(picture: Uint8Array): Promise<Buffer> {
  const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  return new Promise((resolve) => {
    resolve(wholePicture(stripPng(bytes) ?? stripJpeg(bytes) ?? stripWebp(bytes)));
  });
}
