import type { Job } from '../../../record/job/job.ts';
import type { Card } from '../card.ts';
import { mention } from '../mention.ts';
import { duration } from '../times.ts';
import { lifetime } from './lifetime.ts';
import { notice } from './notice.ts';

/** A job that somebody ended, or RunPod did: by whom, and after how long. */
export function cancelled(job: Job): Card {
  const after = `after ${duration(lifetime(job))}`;
  return notice(
    job,
    job.cancelledBy === 'runpod'
      ? [`Cancelled by the GPU service ${after}.`, 'Use /imagine to ask again.']
      : [`Cancelled by ${mention(job.cancelledBy)} ${after}.`],
  );
}
