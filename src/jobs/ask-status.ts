import type { Logger } from '../logger/logger.ts';
import type { Job } from '../record/job/job.ts';
import type { RunPodClient } from '../runpod/client.ts';
import { RunPodError } from '../runpod/errors.ts';
import type { Place } from '../runpod/place.ts';
import type { JobStatusAnswer } from '../runpod/schema.ts';
import type { EndWatches } from './end-watches.ts';
import { learnTimes, mayBeDone, type NextAskContext } from './next-ask.ts';
import type { PollMemory } from './remembered.ts';

/** A job that RunPod has taken. */
export interface TakenJob extends Job {
  readonly runpodId: string;
  readonly runpodEndpointId: string;
  readonly submittedAt: number;
}

/** What came of a question about a job. */
export type Asked =
  | { readonly kind: 'answer'; readonly answer: JobStatusAnswer }
  /** RunPod knows of no such job. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'failure'; readonly failure: RunPodError }
  /** It ended here meanwhile, or the bot stops: whoever ended it has the last word. */
  | { readonly kind: 'ended' };

export interface AskStatusContext extends NextAskContext {
  readonly ends: EndWatches;
  readonly runpod: Pick<RunPodClient, 'status'>;
  readonly logger: Logger;
}

/**
 * Asks RunPod how a job stands, and has `memory` know how long such jobs take. `place`: room for a large answer.
 *
 * @throws what is no fault of RunPod's.
 */
export async function askStatus(
  job: TakenJob,
  context: AskStatusContext,
  { memory, place }: { readonly memory: PollMemory; readonly place: Place },
): Promise<Asked> {
  const { ends, runpod, clock, logger } = context;
  const watch = ends.watch(job);
  const { signal } = watch;
  try {
    await learnTimes(job, context, memory);
    const canWait = !mayBeDone(job, memory, clock.now());
    const asked = { signal, place, canWait };
    const answer = await runpod.status(job.runpodEndpointId, job.runpodId, asked);
    if (signal.aborted) return { kind: 'ended' };
    return answer ? { kind: 'answer', answer } : { kind: 'unknown' };
  } catch (error) {
    // What a job that is over here has to say is of no use, and others wait for its place.
    if (signal.aborted) return { kind: 'ended' };
    if (!(error instanceof RunPodError)) throw error;
    logger.warn({ job: job.id, err: error }, 'no status from RunPod');
    return { kind: 'failure', failure: error };
  } finally {
    watch.unwatch();
  }
}
