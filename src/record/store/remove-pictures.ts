import type { Logger } from '../../logger/logger.ts';
import type { PictureStore, StoredPicture } from './picture-store.ts';

export interface RemovePicturesOptions {
  readonly pictures: Pick<PictureStore, 'remove'>;
  readonly logger: Logger;
}

/**
 * Removes the files of pictures that no row names any more. One that is left is told in the log, and swept at the next
 * start. Never rejects.
 */
export async function removePictures(
  gone: readonly StoredPicture[],
  { pictures, logger }: RemovePicturesOptions,
): Promise<void> {
  await pictures.remove(gone).catch((err: unknown) => {
    logger.error({ err }, 'a removed picture is still on the disk');
  });
}
