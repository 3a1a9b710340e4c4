import type { Logger } from '../logger/logger.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Unreadable } from '../record/job/job-walks.ts';
import { isTerminal, type Job } from '../record/job/job.ts';
import type { Destinations } from './destinations.ts';

export interface LanesContext {
  readonly log: Pick<JobLog, 'changeLanes'>;
  readonly destinations: Pick<Destinations, 'laneFor'>;
  readonly logger: Logger;
}

/** Puts jobs right whose recipe, or whose endpoint, belongs into another lane than when they were asked for. */
export async function putIntoLanes(
  piece: readonly (Job | Unreadable)[],
  { log, destinations, logger }: LanesContext,
): Promise<void> {
  const misplaced = piece.flatMap((job) => {
    if ('unreadable' in job || (isTerminal(job.state) && !job.remoteOpen)) return [];
    const lane = destinations.laneFor(job);
    return lane === job.lane ? [] : [{ id: job.id, lane }];
  });
  if (misplaced.length === 0) return;
  await log.changeLanes(misplaced).catch((err: unknown) => {
    // They have their turns where they are.
    logger.error({ err }, 'jobs could not be put into the lanes of their endpoints');
  });
}
