import { pictureOf } from '../../src/comfy/picture.ts';
import type { ButtonHandler } from '../../src/discord/intake/handlers.ts';
import { pictureFiles, PictureUnusable } from '../../src/discord/sync/picture-files.ts';
import { sendPrivately } from '../../src/discord/outbox/send-privately.ts';
import { type Card, payloadOf, spoilerFile } from '../../src/discord/cards/card.ts';
import { messageLink } from '../../src/discord/cards/text.ts';
import type { OutgoingFile } from '../../src/discord/rest/message-payload.ts';
import { BotError } from '../../src/errors/errors.ts';
import { isSpoiler, type Job } from '../../src/jobs/job.ts';
import { say } from '../../src/say/say.ts';
import { ageRestrictedHere } from '../age-restricted-here.ts';
import type { Services } from '../services.ts';
import { pictureJob, requireGoneOnFrom, requireShown } from './picture-job.ts';

/** *Original file*: as the worker made it, while it is kept. */
export const original: ButtonHandler<Services> = async (interaction, id, services) => {
  const job = await pictureJob(interaction, id, services);
  requireShown(job);
  if (job.ageRestricted && !(await ageRestrictedHere(interaction, services))) {
    throw new BotError('source_age_restricted');
  }
  const head = say(interaction.locale).panel.originalHead(job.id);
  const { attachmentSizeLimit } = interaction;
  return {
    kind: 'later',
    message: () =>
      withOriginal({ job, picture: id.index ?? 0, head, attachmentSizeLimit }, services),
  };
};

/**
 * *Save to me*: the same as a direct message, or as it stands in its message where the original is kept no longer. What
 * shows somebody goes to its requester alone, and a direct message is no age-restricted place.
 */
export const save: ButtonHandler<Services> = async (interaction, id, services) => {
  const job = await pictureJob(interaction, id, services);
  requireShown(job);
  if (job.ageRestricted) throw new BotError('source_age_restricted');
  requireGoneOnFrom(interaction, job);
  const words = say(interaction.locale);
  const { messages } = services;
  return {
    kind: 'later',
    message: async () => {
      const head = words.panel.savedHead(messageLink(job, words));
      const wanted = { job, picture: id.index ?? 0, head, attachmentSizeLimit: undefined };
      const { card, files } =
        job.pictures.length > 0
          ? await withOriginal(wanted, services)
          : await asShown(wanted, services);
      const message = { body: payloadOf(card).body, files };
      const sent = await sendPrivately(interaction.user.id, message, messages);
      if (!sent) throw new BotError('messages_off');
      return { text: [words.panel.saved(sent)] };
    },
  };
};

/** How long a picture is fetched back, in milliseconds. */
const LONGEST_READ_MS = 20_000;

interface WantedFile {
  readonly job: Job;
  readonly picture: number;
  readonly head: string;
  readonly attachmentSizeLimit: number | undefined;
}

/** A message with the file of one picture. */
interface WithFile {
  readonly card: Card;
  readonly files: readonly OutgoingFile[];
}

/** @throws BotError `original_gone` where it is no longer here, `original_too_large` where Discord takes no such file. */
async function withOriginal(
  { job, picture, head, attachmentSizeLimit }: WantedFile,
  { pictures, shrinkPicture }: Services,
): Promise<WithFile> {
  const stored = job.pictures[picture];
  if (!stored) throw new BotError('original_gone');
  const shown = { kept: [stored], ...(isSpoiler(job) && { covered: true as const }) };
  const card: Card = { text: [head], pictures: shown };
  try {
    const options = { pictures, shrinkPicture, attachmentSizeLimit };
    return { card, files: await pictureFiles(payloadOf(card), options) };
  } catch (cause) {
    if (!(cause instanceof PictureUnusable)) throw cause;
    const isTooLarge = cause.failure === 'too_large';
    throw new BotError(isTooLarge ? 'original_too_large' : 'original_gone', { cause });
  }
}

/** @throws BotError `source_gone` where its message shows it no longer either. */
async function asShown(
  { job, picture, head }: WantedFile,
  { postedPictures }: Services,
): Promise<WithFile> {
  const bytes = await postedPictures.read(job, picture, AbortSignal.timeout(LONGEST_READ_MS));
  const shown = bytes && pictureOf(bytes);
  if (!shown) throw new BotError('source_gone');
  const plain = `${job.id}-${picture + 1}.${shown.format}`;
  const name = spoilerFile(plain, isSpoiler(job));
  return { card: { text: [head], files: [name] }, files: [{ name, data: shown.bytes }] };
}
