import { IN_DIRECT } from '../../src/discord/cards/text.ts';
import { type Job, type Origin, picturesShown } from '../../src/jobs/job.ts';
import type { MadePicture } from '../../src/jobs/sql/new-job.ts';

/** What a job comes from that is asked for under another one's picture. */
export function originOf(job: Job, step: string, picture?: number): Origin {
  const { id, channelId, messageId, private: isPrivate, ephemeral } = job;
  const guildId = isPrivate ? IN_DIRECT : job.guildId;
  // One that only they see may go on elsewhere.
  const isLinked = messageId !== undefined && !ephemeral;
  const message = isLinked ? { guildId, channelId, messageId } : undefined;
  return { job: id, step, picture: picturesShown(job) > 1 ? picture : undefined, message };
}

/** The pictures of the bot's own that went into a job, to go into another one. */
export function madePictures({ wanted: { inputs } }: Pick<Job, 'wanted'>): readonly MadePicture[] {
  return inputs.flatMap(({ option, person, source }) =>
    source ? [{ option, person, source }] : [],
  );
}

/** The options whose pictures somebody sent: these are not kept. */
export function sentPictures({ wanted: { inputs } }: Pick<Job, 'wanted'>): readonly string[] {
  return inputs.flatMap(({ option, source }) => (source ? [] : [option]));
}
