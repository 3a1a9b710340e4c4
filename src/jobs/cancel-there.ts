import { RunPodError } from '../runpod/errors.ts';
import { isOver } from '../runpod/schema.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger/logger.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Job } from '../record/job/job.ts';
import type { RunPodClient } from '../runpod/client.ts';
import type { Destinations } from './destinations.ts';
import { AGAIN, after, type Next } from './next.ts';
import { TTL_MARGIN_MS } from './runpod-policy.ts';

export interface CancelThereContext {
  readonly log: Pick<JobLog, 'note'>;
  readonly runpod: Pick<RunPodClient, 'cancel' | 'status'>;
  readonly destinations: Pick<Destinations, 'at'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pollIntervalMs: number;
  readonly jobTimeoutMs: number;
  readonly halt: AbortSignal;
}

const LONGEST_PAUSE_MS = 60_000;

/** How long a worker that is told to stop may take; after that nobody waits for its end. */
const STOPS_WITHIN_MS = 60_000;

/**
 * A job that is over here but may go on at RunPod: told to stop until it does, and RunPod says what
 * it has cost. Where that does not succeed for long, the job's own time limit at RunPod ends it.
 */
export async function cancelThere(job: Job, context: CancelThereContext): Promise<Next> {
  const { runpod, log, clock, logger, halt, destinations } = context;
  const { runpodId, runpodEndpointId, finishedAt } = job;
  if (runpodId === undefined || runpodEndpointId === undefined || finishedAt === undefined) {
    throw new TypeError(`job ${job.id} is open at RunPod without a RunPod id`);
  }
  const since = clock.now() - finishedAt;
  const givenUp = since >= context.jobTimeoutMs + TTL_MARGIN_MS;
  const refused = destinations.at(runpodEndpointId)?.access.refusedFor('POST') ?? false;
  if (refused && !givenUp) return after(LONGEST_PAUSE_MS);
  try {
    await runpod.cancel(runpodEndpointId, runpodId, halt);
    const waits = since < STOPS_WITHIN_MS;
    const seen = await runpod
      .status(runpodEndpointId, runpodId, { signal: halt })
      .catch((error: unknown) => {
        if (!(error instanceof RunPodError) || (waits && error.isPassing)) throw error;
        return undefined;
      });
    if (!waits || !seen || isOver(seen.status)) {
      await log.note.remoteClosed(job.id, seen?.executionTime);
      return AGAIN;
    }
  } catch (error) {
    if (!(error instanceof RunPodError)) throw error;
    logger.warn({ job: job.id, err: error, givenUp }, 'could not cancel at RunPod');
    if (givenUp) await log.note.remoteClosed(job.id);
  }
  return after(Math.min(Math.max(since, context.pollIntervalMs), LONGEST_PAUSE_MS));
}
