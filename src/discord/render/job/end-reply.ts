import type { Job } from '../../../jobs/job.ts';
import { replyBody, type MessageBody } from '../../wire/message-payload.ts';
import { mention } from '../mention.ts';
import { wordsFor } from '../words-for.ts';

/** The reply that pings a job's requester at its end. `messageId`: the job's own message. */
export function endReply(job: Job, messageId: string): MessageBody {
  const { ready, failed } = wordsFor(job).result.told;
  const who = mention(job.userId);
  const words = job.state === 'completed' ? ready(who, job.pictures.length) : failed(who);
  return replyBody(words, { to: messageId, pings: job.userId });
}
