import type { Job } from '../../jobs/job.ts';
import { ORIGINAL } from '../wire/messages.ts';

/** What tells whether an interaction's `@original` is the job's message. */
export type DeferredJob = Pick<Job, 'deferral' | 'ephemeral' | 'asks' | 'messageId'>;

/**
 * Whether `@original` of a job's token is, or can become, the job's message. It cannot if it is the message
 * that was clicked, or a "thinking…" of the other visibility (public or ephemeral), which never changes.
 * A question that pings its poster must be a new message too, since edits do not ping.
 */
export function ownsOriginal({ deferral, ephemeral, asks }: DeferredJob): boolean {
  if (deferral === undefined) return true;
  return deferral === (ephemeral ? 'ephemeral' : 'public') && asks === undefined;
}

/** The id of the job's message on its token's routes; `undefined` if unknown. */
export function nameByToken(job: DeferredJob): string | undefined {
  return ownsOriginal(job) ? ORIGINAL : job.messageId;
}

/** Whether a "thinking…" remains that cannot become the job's message. */
export function leavesThinking(job: DeferredJob): boolean {
  return !ownsOriginal(job) && job.deferral !== 'update';
}
