import type { Job } from '../jobs/job.ts';
import type { ButtonInteraction } from './interaction.ts';

/**
 * Whether a clicked message is the job's own. The row may not have learnt yet where that is, but it
 * knows which interaction it answers.
 */
export function isOwnMessage(
  job: Pick<Job, 'messageId' | 'answeredInteractionId'>,
  click: Pick<ButtonInteraction, 'messageId' | 'answeredInteractionId'>,
): boolean {
  return (
    job.messageId === click.messageId || job.answeredInteractionId === click.answeredInteractionId
  );
}
