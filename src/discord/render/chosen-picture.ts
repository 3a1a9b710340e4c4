import type { Catalogue } from '../../say/say.ts';
import type { MessageCustomId } from '../interactions/custom-id.ts';
import type { ShownFile, ShownMessage } from '../interactions/shown-message.ts';
import type { Card } from './card.ts';
import {
  framedPictures,
  frameSelect,
  pictureFrames,
  type FramedPicture,
} from './framed-pictures.ts';
import { mention } from './mention.ts';

/** Pictures of a message that somebody wants to use. */
export interface ChosenFrom {
  readonly files: readonly ShownFile[];
  /** Who posted them. The card always names the poster, since its form relies on that. */
  readonly posterId: string;
  /** Whether the poster is the member who uses them. */
  readonly isOwn: boolean;
  /** Of what opens the form. */
  readonly id: MessageCustomId;
}

/** Shows them with what comes next: a button that opens the form, or a menu of which one is meant. */
export function choiceCard({ files, posterId, isOwn, id }: ChosenFrom, words: Catalogue): Card {
  const { useOwn, useOthers, form } = words.fromMessage;
  const use = isOwn ? useOwn : useOthers;
  return {
    text: [use(mention(posterId))],
    frames: pictureFrames(files),
    ...(files.length > 1
      ? { selects: [frameSelect(id, files, words)] }
      : { buttons: [[{ id, label: form, kind: 'primary' }]] }),
  };
}

/** One of a card's pictures; `undefined` where it has no such picture. */
export function readChoice(message: ShownMessage, picture: number): FramedPicture | undefined {
  return framedPictures(message)[picture];
}

/** The poster that a card names. Cards of earlier versions named none for one's own pictures. */
export function posterNamed({ content }: ShownMessage): string | undefined {
  return /<@(\d{1,20})>/.exec(content)?.[1];
}
