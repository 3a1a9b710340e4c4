import type { Job } from '../../../jobs/job.ts';

/** From when a job was asked for, or confirmed, to its end; in milliseconds. */
export function lifetime({
  createdAt,
  acceptedAt = createdAt,
  finishedAt = acceptedAt,
}: Job): number {
  return finishedAt - acceptedAt;
}
