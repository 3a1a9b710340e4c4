import type { Job } from '../../record/job/job.ts';
import { ORIGINAL } from '../wire/messages.ts';

/** What says which message an interaction's `@original` is. */
export type DeferredJob = Pick<Job, 'deferral' | 'ephemeral' | 'asks' | 'messageId'>;

/**
 * Whether `@original` of a job's token is, or can become, the job's message. Not where it is the message
 * that was clicked, nor a "thinking…" that others see than are to see the job: that can never
 * change. Nor where somebody is to be pinged, which no edit does.
 */
export function ownsOriginal({ deferral, ephemeral, asks }: DeferredJob): boolean {
  if (deferral === undefined) return true;
  return deferral === (ephemeral ? 'ephemeral' : 'public') && asks === undefined;
}

/** What the job's message is called on its token's routes; `undefined` where that is not known. */
export function nameByToken(job: DeferredJob): string | undefined {
  return ownsOriginal(job) ? ORIGINAL : job.messageId;
}

/** Whether a "thinking…" is left over which cannot become the job's message. */
export function leavesThinking(job: DeferredJob): boolean {
  return !ownsOriginal(job) && job.deferral !== 'update';
}
