import { markJpeg } from './mark-jpeg.ts';
import { markPng } from './mark-png.ts';
import { markWebp } from './mark-webp.ts';
import { wholePicture } from './whole-picture.ts';
import { XMP_PACKET } from './xmp-packet.ts';

/**
 * The same picture in the same format, its pixels byte for byte, marked in its metadata as made by
 * a model. That replaces what a worker wrote as XMP; everything else that it wrote stays, but for packed texts and
 * large colour profiles. Every picture passes through here before it is shown, and none is decoded.
 *
 * @throws BotError `result_unreadable` for anything but a complete PNG, JPEG or WebP; `result_too_many_pixels` for
 * one that claims more pixels than a viewer can be expected to handle.
 */
export function markGenerated(picture: Buffer): Buffer {
  return wholePicture(
    markPng(picture, XMP_PACKET) ?? markJpeg(picture, XMP_PACKET) ?? markWebp(picture, XMP_PACKET),
  );
}
