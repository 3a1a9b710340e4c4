import type { JobLog } from '../../src/record/job/job-log.ts';
import type { Unreadable } from '../../src/record/job/job-walks.ts';
import type { Job } from '../../src/record/job/job.ts';

/** What a log has to be taken up at start, all pieces together. */
export async function unfinishedJobs(log: JobLog): Promise<(Job | Unreadable)[]> {
  const jobs: (Job | Unreadable)[] = [];
  for await (const piece of log.jobs.unfinished()) jobs.push(...piece);
  return jobs;
}
