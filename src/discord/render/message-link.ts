import type { Catalogue } from '../../say/say.ts';
import type { Job } from '../../record/job/job.ts';

/** What a job's message can be found by. */
export type LinkedJob = Pick<Job, 'id' | 'guildId' | 'channelId' | 'messageId'>;

/** Where a job's message is; `undefined` while that is not known. */
export function linkTo({ guildId, channelId, messageId }: LinkedJob): string | undefined {
  return messageId === undefined
    ? undefined
    : `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
}

/** The same, or the job's id while the message is not known. */
export function messageLink(job: LinkedJob, words: Pick<Catalogue, 'job'>): string {
  return linkTo(job) ?? words.job(job.id);
}
