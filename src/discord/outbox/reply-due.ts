import type { Job } from '../../jobs/job.ts';
import { lifetime } from '../render/job/lifetime.ts';

/** Nobody is called back to what ended longer ago, as after a downtime. */
export const TELL_WITHIN_MS = 30 * 60_000;

/**
 * Whether the requester of a job is to be told of its end by a reply, as an edit notifies nobody: where it
 * took long, they did not end it themselves, and its message shows how it ended. Times are milliseconds.
 */
export function isReplyDue(
  job: Job,
  { now, afterMs }: { readonly now: number; readonly afterMs: number },
): boolean {
  const { acceptedAt, finishedAt, messageId } = job;
  if (afterMs === 0 || acceptedAt === undefined || finishedAt === undefined) return false;
  if (messageId === undefined || job.toldAt !== undefined || job.ephemeral) return false;
  // A direct message that was posted at its end has notified them.
  if (job.private && (job.postingAt ?? 0) >= finishedAt) return false;
  if (job.undeliverableAt !== undefined || job.erasedAt !== undefined) return false;
  if (job.shownRevision < job.revision || now - finishedAt > TELL_WITHIN_MS) return false;
  return isNews(job) && lifetime(job) > afterMs;
}

function isNews({ state, visibility, pictures }: Job): boolean {
  if (state === 'completed') return visibility === 'shown' && pictures.length > 0;
  return state === 'failed' || state === 'expired';
}
