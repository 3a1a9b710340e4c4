import type { Clock } from '../engines/clock.ts';
import type { HttpApp } from '../http/app.ts';
import { healthRoutes, LoopDelay, Readiness, type ReadinessOptions } from '../http/health.ts';
import type { JobLog } from '../jobs/job-log.ts';
import type { Logger } from '../logger/logger.ts';
import { countIncoming, type CountIncomingOptions } from './count-incoming.ts';
import { countJobs } from './count-jobs.ts';
import { countRequests, type ServiceUrls } from './count-requests.ts';
import { newFigures } from './figures.ts';
import { metricsRoutes, newScrape } from './scrape.ts';

export interface WatchOptions
  extends CountIncomingOptions, Pick<ReadinessOptions, 'isInPlace' | 'checkPictureStore'> {
  readonly log: Pick<JobLog, 'events' | 'jobs'>;
  readonly recipes: ReadonlySet<string>;
  readonly queues: readonly string[];
  readonly urls: ServiceUrls;
  readonly isKeyRefused: () => boolean;
  readonly stopping: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Starts counting. Returns what operators and their tools see of the bot. */
export function startWatch(options: WatchOptions) {
  const { log, urls } = options;
  const loopDelay = new LoopDelay();
  const readDatabase = () => log.jobs.countByState();
  const readiness = new Readiness({ ...options, readDatabase });
  const figures = newFigures();
  const ends = [
    countJobs(figures, options),
    countRequests(figures, urls),
    countIncoming(figures, options),
  ];
  const scrape = newScrape(figures, { ...options, jobs: log.jobs, loopDelay, readiness });
  return {
    reached: (isConnected: () => boolean) => {
      readiness.reached(isConnected);
    },
    /** Adds the health and metrics paths to an app. */
    routes(app: HttpApp) {
      healthRoutes(app, { loopDelay, readiness });
      metricsRoutes(app, figures, scrape);
    },
    stop() {
      loopDelay.stop();
      for (const end of ends) end();
    },
  };
}
