import { inflateSync } from 'node:zlib';
import { BotError } from '../errors/errors.ts';
import type { PictureSize } from './claimed-sizes.ts';

/*
 * Limits for a worker's picture. It is not decoded here before Discord, members' apps and this bot's own picture
 * processes open it, so what would be expensive for these is refused or left out.
 */

/** The longest side of a made picture, in pixels, one more than WebP allows. */
const MOST_SIDE = 16_384;
/** The most pixels of a made picture, or of one of its frames. */
export const MOST_MADE_PIXELS = 100e6;
/** The most bytes of an unpacked colour profile. A printer's has half as many. */
const MOST_PROFILE_BYTES = 1024 * 1024;

/**
 * Checks the sizes that a picture's headers claim.
 *
 * @throws BotError `result_too_many_pixels`; `result_unreadable` if they claim none.
 */
export function requireViewable(sizes: readonly PictureSize[]): void {
  if (sizes.length === 0) {
    throw new BotError('result_unreadable', { cause: new Error('a picture without a size') });
  }
  const tooLarge = sizes.find(
    ({ width, height }) => Math.max(width, height) > MOST_SIDE || width * height > MOST_MADE_PIXELS,
  );
  if (!tooLarge) return;
  const cause = new Error(`it claims ${tooLarge.width} × ${tooLarge.height} pixels`);
  throw new BotError('result_too_many_pixels', { cause });
}

/** Whether a colour profile of so many bytes is kept. */
export function isUsualProfile(bytes: number): boolean {
  return bytes <= MOST_PROFILE_BYTES;
}

/** Whether a packed colour profile is valid and small enough to keep. Unpacks no more than that takes. */
export function isUsualPackedProfile(packed: Buffer): boolean {
  if (!isUsualProfile(packed.length)) return false;
  try {
    inflateSync(packed, { maxOutputLength: MOST_PROFILE_BYTES });
    return true;
  } catch {
    return false;
  }
}
