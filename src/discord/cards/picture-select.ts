import type { APILabelComponent } from 'discord.js';
import { type Job, picturesShown } from '../../jobs/job.ts';
import type { Catalogue } from '../../say/say.ts';
import type { MessageCustomId } from '../interactions/custom-id.ts';
import type { SeenFile, SeenMessage } from '../rest/seen-message.ts';
import { type Card, type CardFrame, type CardSelect, isCovered } from './card.ts';
import { labelled, menu } from './form.ts';
import { mention, plainWords } from './text.ts';

/** Asks for one of a job's pictures; `chosen` counts from 0. */
export function pictureSelect(
  job: Job,
  asked: { readonly action: string; readonly name?: string },
  { panel: words }: Pick<Catalogue, 'panel'>,
  chosen?: number,
): CardSelect {
  return {
    id: { ...asked, job: job.id },
    placeholder: words.which,
    options: pictureChoices(picturesShown(job), words).map((choice, picture) => ({
      ...choice,
      ...(picture === chosen && { chosen: true }),
    })),
  };
}

/** The same in a form, with this custom id. `chosen` counts from 0. */
export const WHICH_FIELD = 'which';

export function whichField(
  count: number,
  { panel: words }: Pick<Catalogue, 'panel'>,
  chosen: number,
): APILabelComponent {
  const options = pictureChoices(count, words).map((choice, picture) => ({
    ...choice,
    default: picture === chosen,
  }));
  return labelled(
    { label: words.which },
    menu({ custom_id: WHICH_FIELD, required: true }, options),
  );
}

/** Menu labels for several pictures; values count from 0. */
function pictureChoices(
  count: number,
  { picture: named }: Pick<Catalogue['panel'], 'picture'>,
): readonly { readonly label: string; readonly value: string }[] {
  return Array.from({ length: count }, (_, picture) => ({
    label: named(picture + 1),
    value: String(picture),
  }));
}

const LONGEST_NAME = 80;
/** Discord's limit of embeds per message. */
const MOST_FRAMES = 10;

/** A picture shown in a frame of a bot message. */
interface FramedPicture {
  /** Its Discord URL, which expires. */
  readonly url: string;
  /** Whether its poster made it a spoiler, as its name says. */
  readonly covered: boolean;
}

/** The pictures of a member's message, each in a frame, so that a later click can find them. */
export function pictureFrames(files: readonly SeenFile[]): readonly CardFrame[] {
  return files
    .slice(0, MOST_FRAMES)
    .map(({ name, url }) => ({ lines: [plainWords(name, LONGEST_NAME)], image: url }));
}

/** The framed pictures of a message. */
export function framedPictures({ embeds }: SeenMessage): readonly FramedPicture[] {
  return embeds.flatMap(({ imageUrl: url }) =>
    url === undefined ? [] : [{ url, covered: isCovered(fileAt(url)) }],
  );
}

/** The file name in a URL. */
function fileAt(url: string): string {
  return URL.canParse(url) ? (new URL(url).pathname.split('/').at(-1) ?? '') : '';
}

/** Asks for one of the framed pictures; values count from 0. */
export function frameSelect(
  id: CardSelect['id'],
  files: readonly SeenFile[],
  { panel, fromMessage }: Catalogue,
): CardSelect {
  const options = pictureChoices(Math.min(files.length, MOST_FRAMES), panel);
  return { id, placeholder: fromMessage.which, options };
}

/** Pictures of a message that a member wants to use. */
export interface ChosenFrom {
  readonly files: readonly SeenFile[];
  /** The poster. The card always names them, since its form relies on that. */
  readonly posterId: string;
  /** Whether the poster is the member who uses them. */
  readonly isOwn: boolean;
  /** The id that opens the form. */
  readonly id: MessageCustomId;
}

/** Shows the pictures with a button that opens the form, or a menu to choose one. */
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
export function readChoice(message: SeenMessage, picture: number): FramedPicture | undefined {
  return framedPictures(message)[picture];
}

/** The poster that a card names. Cards of earlier versions named none for one's own pictures. */
export function posterNamed({ content }: SeenMessage): string | undefined {
  return /<@(\d{1,20})>/.exec(content)?.[1];
}
