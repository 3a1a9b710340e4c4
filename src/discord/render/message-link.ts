import type { Catalogue } from '../../say/say.ts';
import type { Job } from '../../jobs/job.ts';

/** What stands in a link for the server where the message is a direct one. */
export const IN_DIRECT = '@me';

/** What a job's message can be found by. */
export type LinkedJob = Pick<Job, 'id' | 'guildId' | 'channelId' | 'messageId'> &
  Partial<Pick<Job, 'ephemeral' | 'private'>>;

/** Where a job's message is; `undefined` while that is not known, or where nothing leads to it. */
export function linkTo({
  guildId,
  channelId,
  messageId,
  ephemeral = false,
  private: isPrivate = false,
}: LinkedJob): string | undefined {
  return messageId === undefined || ephemeral
    ? undefined
    : `https://discord.com/channels/${isPrivate ? IN_DIRECT : guildId}/${channelId}/${messageId}`;
}

/** The same, or the job's id while the message is not known. */
export function messageLink(job: LinkedJob, words: Pick<Catalogue, 'job'>): string {
  return linkTo(job) ?? words.job(job.id);
}
