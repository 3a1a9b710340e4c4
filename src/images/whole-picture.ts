import { BotError } from '../errors/errors.ts';

/**
 * What was made of a worker's picture.
 *
 * @throws BotError `result_unreadable` if nothing was, since it is not a complete picture.
 */
export function wholePicture(made: Buffer | undefined): Buffer {
  if (made) return made;
  const cause = new Error('neither PNG, JPEG nor WebP, or cut');
  throw new BotError('result_unreadable', { cause });
}
