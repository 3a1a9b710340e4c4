import type { JobLog } from '../../src/jobs/job-log.ts';
import type { Unreadable } from '../../src/jobs/sql/job-queries.ts';
import type { Job } from '../../src/jobs/job.ts';

/** What a log has to be taken up at start, all pieces together. */
export async function unfinishedJobs(log: JobLog): Promise<(Job | Unreadable)[]> {
  const jobs: (Job | Unreadable)[] = [];
  for await (const piece of log.jobs.unfinished()) jobs.push(...piece);
  return jobs;
}
