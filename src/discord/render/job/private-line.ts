import type { Job } from '../../../jobs/job.ts';
import { wordsFor } from '../words-for.ts';

/** Of a job under way that its requester alone sees, what becomes of it if it takes longer than its message lasts. */
export function privateLine(job: Job): string[] {
  return job.private && job.ephemeral ? [`-# ${wordsFor(job).result.onlyYou}`] : [];
}
