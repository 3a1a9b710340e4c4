import { type Card, payloadOf, spoilerFile } from '../../src/discord/cards/card.ts';
import { messageLink } from '../../src/discord/cards/text.ts';
import { type Feature, on, type ReplyMessage } from '../../src/discord/intake/handlers.ts';
import type { InteractionBase } from '../../src/discord/interactions/interaction.ts';
import { discordFailure } from '../../src/discord/rest/discord-failure.ts';
import type { OutgoingFile } from '../../src/discord/rest/message-payload.ts';
import type { Messages, OutgoingMessage } from '../../src/discord/rest/messages.ts';
import {
  pictureFiles,
  PictureUnusable,
  type ShrinkPicture,
} from '../../src/discord/sync/picture-files.ts';
import type { PostedPictures } from '../../src/discord/sync/posted-pictures.ts';
import type { Clock } from '../../src/engines/clock.ts';
import { TimeLimit } from '../../src/engines/time-limit.ts';
import { BotError } from '../../src/errors/errors.ts';
import type { PictureStore } from '../../src/images/picture-store.ts';
import { pictureOf } from '../../src/images/picture.ts';
import { isSpoiler, type Job } from '../../src/jobs/job.ts';
import { say } from '../../src/say/say.ts';
import { type LogNeeds, pictureJob, requireContinuable, requireShown } from '../clicked-job.ts';
import { isAgeRestrictedHere, type ChannelNeeds } from '../requirements.ts';

/** To show pictures to one member. */
export interface WithPicturesNeeds extends ChannelNeeds {
  readonly pictures: PictureStore;
  readonly shrinkPicture: ShrinkPicture;
}

interface Needs extends WithPicturesNeeds, LogNeeds {
  readonly messages: Pick<Messages, 'openDirect' | 'create'>;
  readonly postedPictures: PostedPictures;
  readonly clock: Clock;
}

/** Getting a picture's file. */
export const pictureFile: Feature<Needs> = {
  buttons: [
    /** *File*: sends the worker's file, while it is kept. */
    on('job', 'original', async (interaction, id, services) => {
      const job = await pictureJob(interaction, id, services);
      requireShown(job);
      if (job.ageRestricted && !(await isAgeRestrictedHere(interaction, services))) {
        throw new BotError('source_age_restricted');
      }
      const head = say(interaction.locale).panel.originalHead(job.id);
      const { attachmentSizeLimit } = interaction;
      return {
        kind: 'later',
        message: () =>
          withOriginal({ job, picture: id.index ?? 0, head, attachmentSizeLimit }, services),
      };
    }) /**
     * *Save*: sends it as a direct message, or the posted picture if the original is gone.
     * Pictures of a person go only to their requester, and a direct message is not an age-restricted
     * place.
     */,
    on('job', 'save', async (interaction, id, services) => {
      const job = await pictureJob(interaction, id, services);
      requireShown(job);
      if (job.ageRestricted) throw new BotError('source_age_restricted');
      requireContinuable(interaction, job);
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
    }),
  ],
};

/** Timeout for downloading a picture back, in milliseconds. */
const LONGEST_READ_MS = 20_000;

interface WantedFile {
  readonly job: Job;
  readonly picture: number;
  readonly head: string;
  readonly attachmentSizeLimit: number | undefined;
}

/** A message with one picture's file. */
interface WithFile {
  readonly card: Card;
  readonly files: readonly OutgoingFile[];
}

/**
 * @throws BotError `original_gone` if it is no longer stored, `original_too_large` if Discord
 * rejects its size.
 */
async function withOriginal(
  { job, picture, head, attachmentSizeLimit }: WantedFile,
  { pictures, shrinkPicture }: WithPicturesNeeds,
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

/** @throws BotError `source_gone` if its message no longer shows it. */
async function asShown(
  { job, picture, head }: WantedFile,
  { postedPictures, clock }: Needs,
): Promise<WithFile> {
  const limit = new TimeLimit(LONGEST_READ_MS, clock);
  const bytes = await limit.within(() => postedPictures.read(job, picture, limit.signal));
  const shown = bytes && pictureOf(bytes);
  if (!shown) throw new BotError('source_gone');
  const plain = `${job.id}-${picture + 1}.${shown.format}`;
  const name = spoilerFile(plain, isSpoiler(job));
  return { card: { text: [head], files: [name] }, files: [{ name, data: shown.bytes }] };
}

/**
 * A card with its pictures' files for one member, shrunk if they exceed Discord's limit.
 *
 * @throws PictureUnusable, and file system errors.
 */
export async function withPictures(
  cardOf: (smaller: boolean) => Card,
  { attachmentSizeLimit }: InteractionBase,
  { pictures, shrinkPicture }: WithPicturesNeeds,
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

/**
 * Sends a direct message and returns its location, or `undefined` if the member does not accept any
 * from the bot.
 *
 * @throws what discord.js throws for other failures.
 */
async function sendPrivately(
  userId: string,
  message: OutgoingMessage,
  messages: Needs['messages'],
): Promise<string | undefined> {
  try {
    const channelId = await messages.openDirect(userId);
    const messageId = await messages.create(channelId, message);
    return `https://discord.com/channels/@me/${channelId}/${messageId}`;
  } catch (error) {
    // As 50007: cannot send messages to this user.
    if (discordFailure(error) === 'no_access') return undefined;
    throw error;
  }
}
