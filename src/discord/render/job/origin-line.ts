import type { Job, Origin } from '../../../jobs/job.ts';
import type { Catalogue } from '../../../say/say.ts';
import { linkTo } from '../message-link.ts';
import { wordsFor } from '../words-for.ts';

/** What a job came from, in small print, with a link up to it. None for what was asked for by a command. */
export function originLine(
  job: Pick<
    Job,
    | 'id'
    | 'guildId'
    | 'channelId'
    | 'asks'
    | 'origin'
    | 'ephemeral'
    | 'private'
    | 'locale'
    | 'guildLocale'
  >,
): string[] {
  const { origin, asks } = job;
  // While it is asked for, the question has the link.
  const isAgreed = asks !== undefined && asks.userId === undefined;
  const link = isAgreed ? linkTo({ ...job, messageId: asks.messageId }) : undefined;
  if (link !== undefined) return [`-# ↳ ${wordsFor(job).fromMessage.from(link)}`];
  return origin ? [`-# ↳ ${cameFrom(origin, wordsFor(job))}`] : [];
}

/** The same in words. */
export function cameFrom(origin: Origin, { result }: Pick<Catalogue, 'result'>): string {
  const { step } = origin;
  const say = isSaid(step) ? result.from[step] : result.from.other;
  return say(pictureMeant(origin, result));
}

function pictureMeant({ job: id, message, picture }: Origin, words: Catalogue['result']): string {
  const link = message && linkTo({ id, ...message });
  if (link === undefined) return words.anotherPicture;
  return picture === undefined ? words.that(link) : words.thatOf(link, picture + 1);
}

/** What steps there are changes, and rows stay. */
function isSaid(step: string): step is Exclude<keyof Catalogue['result']['from'], 'other'> {
  return ['again', 'vary', 'upscale', 'edit'].includes(step);
}
