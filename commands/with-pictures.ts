import type { ReplyMessage } from '../src/discord/intake/handlers.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { pictureFiles, PictureUnusable } from '../src/discord/sync/picture-files.ts';
import { type Card, payloadOf } from '../src/discord/cards/card.ts';
import type { Services } from './services.ts';

/**
 * A card with the files of its pictures, for one person: as they are, or smaller where Discord would not take them.
 *
 * @throws PictureUnusable, and what the disk says.
 */
export async function withPictures(
  cardOf: (smaller: boolean) => Card,
  { attachmentSizeLimit }: InteractionBase,
  { pictures, shrinkPicture }: Pick<Services, 'pictures' | 'shrinkPicture'>,
): Promise<ReplyMessage> {
  const options = { pictures, shrinkPicture, attachmentSizeLimit };
  const withFiles = async (card: Card) => ({
    card,
    files: await pictureFiles(payloadOf(card), options),
  });
  try {
    return await withFiles(cardOf(false));
  } catch (error) {
    const isTooLarge = error instanceof PictureUnusable && error.failure === 'too_large';
    if (!isTooLarge) throw error;
    return withFiles(cardOf(true));
  }
}
