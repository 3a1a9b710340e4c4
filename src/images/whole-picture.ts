import { BotError } from '../errors/errors.ts';

/**
 * What was made of a worker's picture.
 *
 * @throws BotError `result_unreadable` where nothing was, since it is no whole picture.
 */
export function wholePicture(made: Buffer | undefined): Buffer {
  if (made) return made;
  const cause = new Error('neither PNG, JPEG nor WebP, or cut');
  throw new BotError('result_unreadable', { cause });
}
