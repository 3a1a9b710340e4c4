import type { Observed } from '../../../jobs/observations.ts';
import type { Job } from '../../../jobs/job.ts';
import type { Card } from '../card.ts';
import { waitingLines } from '../progress-lines.ts';
import { cancelButton } from './job-button.ts';
import { notice } from './notice.ts';
import { privateLine } from './private-line.ts';

/** A job that waits, here or at RunPod. */
export function waiting(job: Job, observed: Observed): Card {
  return notice(job, [...waitingLines(job, observed), ...privateLine(job)], [cancelButton(job)]);
}
