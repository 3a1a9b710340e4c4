import type { Job } from '../../record/job/job.ts';

/** Where a job's message is; the job's id while the message is not known. */
export function messageLink({ id, guildId, channelId, messageId }: Job): string {
  return messageId === undefined
    ? `job ${id}`
    : `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
}
