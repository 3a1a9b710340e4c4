import type { ShownFile, ShownMessage } from '../../src/discord/interactions/shown-message.ts';
import { BotError } from '../../src/errors/errors.ts';
import type { Attachment } from '../../src/images/attachment.ts';
import { LARGEST_ATTACHMENT_BYTES } from '../../src/images/attachment.ts';

/** Browsers on Windows call a JPEG `.jfif`. */
const PICTURE = /\.(?:png|jpe?g|jfif|webp)$/i;

/**
 * The pictures that somebody attached to a message, of any size, by their names: what they are is seen once they are fetched.
 *
 * @throws BotError where there are none.
 */
export function messagePictures({ files }: ShownMessage): readonly ShownFile[] {
  const pictures = files.filter(({ name }) => PICTURE.test(name));
  if (pictures.length === 0) throw new BotError('no_picture_there');
  return pictures;
}

/**
 * Those of them that something can be made of.
 *
 * @throws BotError where there are none, or none that is small enough.
 */
export function usablePictures(message: ShownMessage): readonly ShownFile[] {
  const taken = messagePictures(message).filter(({ size }) => size <= LARGEST_ATTACHMENT_BYTES);
  if (taken.length === 0) throw new BotError('picture_too_large');
  return taken;
}

/** A picture by its address alone: its size was looked at when that was shown, and is bounded when it is fetched. */
export function atAddress({ url }: { readonly url: string }): Attachment {
  return { url, size: 0 };
}
