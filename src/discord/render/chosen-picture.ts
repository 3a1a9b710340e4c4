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
  /** Whoever posted them, where that is somebody else. */
  readonly posterId: string | undefined;
  /** Of what opens the form. */
  readonly id: MessageCustomId;
}

/** Shows them with what comes next: a button that opens the form, or a menu of which one is meant. */
export function choiceCard({ files, posterId, id }: ChosenFrom, words: Catalogue): Card {
  const { useOwn, useOthers, form } = words.fromMessage;
  return {
    text: [posterId === undefined ? useOwn : useOthers(mention(posterId))],
    frames: pictureFrames(files),
    ...(files.length > 1
      ? { selects: [frameSelect(id, files, words)] }
      : { buttons: [[{ id, label: form, kind: 'primary' }]] }),
  };
}

/** What such a message says of one of its pictures; `undefined` where it has no such picture. */
export function readChoice(
  message: ShownMessage,
  picture: number,
): (FramedPicture & { readonly posterId: string | undefined }) | undefined {
  const framed = framedPictures(message)[picture];
  if (!framed) return undefined;
  return { ...framed, posterId: /<@(\d{1,20})>/.exec(message.content)?.[1] };
}
