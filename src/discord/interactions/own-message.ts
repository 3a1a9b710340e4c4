import type { Job } from '../../jobs/job.ts';
import type { ShownMessage } from './shown-message.ts';

/**
 * Whether a clicked message is the job's own. The row may not have learnt yet where that is, but it
 * knows which interaction it answers, or that it is being posted: a click may be faster than
 * Discord's answer to that.
 */
export function isOwnMessage(
  job: Pick<Job, 'messageId' | 'postingAt' | 'answeredInteractionId'>,
  clicked: Pick<ShownMessage, 'id' | 'answeredInteractionId'>,
): boolean {
  const isBeingPosted = job.messageId === undefined && job.postingAt !== undefined;
  return (
    isBeingPosted ||
    job.messageId === clicked.id ||
    job.answeredInteractionId === clicked.answeredInteractionId
  );
}
