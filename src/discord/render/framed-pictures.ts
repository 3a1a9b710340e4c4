import type { ShownFile, ShownMessage } from '../interactions/shown-message.ts';
import type { Catalogue } from '../../say/say.ts';
import type { CardFrame, CardSelect } from './card.ts';
import { isCovered } from './payload.ts';
import { pictureChoices } from './picture-select.ts';
import { plainWords } from './prompt-text.ts';

const LONGEST_NAME = 80;
/** Discord takes ten frames a message. */
const MOST_FRAMES = 10;

/** A picture that a message of the bot's shows in a frame. */
export interface FramedPicture {
  /** Where it is: an address of Discord's own, which stops working after a while. */
  readonly url: string;
  /** Whether whoever posted it had it covered, which its name says. */
  readonly covered: boolean;
}

/** Pictures of somebody's message, each in a frame, so that a press below them still knows where they are. */
export function pictureFrames(files: readonly ShownFile[]): readonly CardFrame[] {
  return files
    .slice(0, MOST_FRAMES)
    .map(({ name, url }) => ({ lines: [plainWords(name, LONGEST_NAME)], image: url }));
}

/** The pictures that are framed in a message. */
export function framedPictures({ embeds }: ShownMessage): readonly FramedPicture[] {
  return embeds.flatMap(({ imageUrl: url }) =>
    url === undefined ? [] : [{ url, covered: isCovered(fileAt(url)) }],
  );
}

/** The name of the file at an address. */
function fileAt(url: string): string {
  return URL.canParse(url) ? (new URL(url).pathname.split('/').at(-1) ?? '') : '';
}

/** Asks which of them is meant: a value counts from 0. */
export function frameSelect(
  id: CardSelect['id'],
  files: readonly ShownFile[],
  { panel, fromMessage }: Catalogue,
): CardSelect {
  const options = pictureChoices(Math.min(files.length, MOST_FRAMES), panel);
  return { id, placeholder: fromMessage.which, options };
}
