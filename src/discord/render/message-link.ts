import { say, type Catalogue } from '../../say/say.ts';
import type { Job } from '../../record/job/job.ts';

type Message = Pick<Job, 'guildId' | 'channelId' | 'messageId'>;

/** Where a job's message is; `undefined` while that is not known. */
export function linkTo({ guildId, channelId, messageId }: Message): string | undefined {
  return messageId === undefined
    ? undefined
    : `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
}

/** The same, and the job's id while the message is not known. */
export function messageLink(job: Message & Pick<Job, 'id'>, words: Catalogue = say()): string {
  return linkTo(job) ?? words.job(job.id);
}
