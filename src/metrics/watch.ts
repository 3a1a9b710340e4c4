import type { Clock } from '../engines/clock.ts';
import type { ErrorCode } from '../errors/errors.ts';
import { type HttpApp, onlyGet } from '../http/app.ts';
import { healthRoutes, LoopDelay, Readiness, type ReadinessOptions } from '../http/health.ts';
import { INTERACTION_OUTCOMES, interactionArrived } from '../http/interactions.ts';
import { WEBHOOK_OUTCOMES, webhookArrived } from '../http/webhooks.ts';
import type { JobLog } from '../jobs/job-log.ts';
import { JOB_STATES } from '../jobs/job.ts';
import type { JobQueries } from '../jobs/sql/job-queries.ts';
import type { Logger } from '../logger/logger.ts';
import { moments } from '../store/moments.ts';
import { countProcesses, type Processes } from '../store/processes.ts';
import { countJobs } from './count-jobs.ts';
import { countRequests, type ServiceUrls } from './count-requests.ts';
import { ERROR_CODES, type Figures, newFigures, oneOf, OTHER, wordOf } from './figures.ts';

export interface WatchOptions
  extends
    CountIncomingOptions,
    Pick<ReadinessOptions, 'isInPlace' | 'checkDatabase' | 'checkPictureStore'> {
  readonly log: Pick<JobLog, 'events' | 'jobs'>;
  readonly recipes: ReadonlySet<string>;
  readonly queues: readonly string[];
  readonly processes: Pick<Processes, 'living' | 'own'>;
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
  const readiness = new Readiness(options);
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

/** Sources of the metrics that are sampled on each scrape. */
export interface ScrapeOptions {
  readonly jobs: Pick<JobQueries, 'countUnderWay'>;
  readonly recipes: ReadonlySet<string>;
  /** Every queue: empty for the bot's own endpoint's, else an endpoint's id. */
  readonly queues: readonly string[];
  readonly processes: Pick<Processes, 'living'>;
  readonly loopDelay: Pick<LoopDelay, 'longestMs'>;
  readonly readiness: Pick<Readiness, 'check'>;
  readonly logger: Logger;
}

const OWN_QUEUE = 'own';
const STATES: ReadonlySet<string> = new Set(JOB_STATES);

/** Returns all metrics in Prometheus' text format. Concurrent scrapes share one result. */
export function newScrape(figures: Figures, options: ScrapeOptions): () => Promise<string> {
  let underWay: Promise<string> | undefined;
  return () => {
    underWay ??= scrape(figures, options).finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

async function scrape(figures: Figures, options: ScrapeOptions): Promise<string> {
  const { logger, loopDelay, readiness, processes } = options;
  for (const [state, count] of Object.entries(countProcesses(processes))) {
    figures.processes.set({ state }, count);
  }
  figures.loopDelay.set(loopDelay.longestMs / 1_000);
  const { parts } = await readiness.check();
  for (const [part, standing] of Object.entries(parts)) {
    figures.ready.set({ part }, standing === 'ready' ? 1 : 0);
  }
  await sampleJobs(figures, options).catch((err: unknown) => {
    logger.warn({ err }, 'the jobs under way could not be counted');
  });
  return figures.registry.metrics();
}

/** Counts from scratch each time. Label values without jobs drop out, known queues show 0. */
async function sampleJobs(figures: Figures, options: ScrapeOptions): Promise<void> {
  const { jobs, recipes, queues } = options;
  figures.jobs.reset();
  figures.queue.reset();
  const known = new Set(queues.map(queueName));
  for (const lane of known) figures.queue.set({ lane }, 0);
  for (const { state, recipe, queue, count } of await jobs.countUnderWay()) {
    const labels = { state: oneOf(STATES, state), recipe: oneOf(recipes, recipe) };
    figures.jobs.inc(labels, count);
    if (state !== 'ready') continue;
    const name = queueName(queue);
    figures.queue.inc({ lane: known.has(name) ? name : OTHER }, count);
  }
}

function queueName(queue: string): string {
  return queue === '' ? OWN_QUEUE : queue;
}

/** `/metrics`: all metrics for Prometheus. */
export function metricsRoutes(
  app: HttpApp,
  { registry }: Pick<Figures, 'registry'>,
  scrape: () => Promise<string>,
): void {
  onlyGet(app, '/metrics', async (c) =>
    c.body(await scrape(), 200, { 'content-type': registry.contentType }),
  );
}

/** Shown while the database accepts no writes. Readiness does not notice that, since it only reads. */
const UNWRITABLE: readonly ErrorCode[] = ['log_unwritable', 'outcome_unknown'];

const OUTCOMES: ReadonlySet<string> = new Set([...WEBHOOK_OUTCOMES, ...INTERACTION_OUTCOMES]);

export interface CountIncomingOptions {
  /**
   * Whether RunPod is asked for webhooks. If not, the metric is left out, since a zero would look like lost
   * webhooks.
   */
  readonly asksForWebhooks: boolean;
}

/** Counts refusals, webhook outcomes and jobs taken over from now on. Returns a function that stops counting. */
export function countIncoming(
  figures: Figures,
  { asksForWebhooks }: CountIncomingOptions,
): () => void {
  if (asksForWebhooks) {
    for (const outcome of WEBHOOK_OUTCOMES) figures.webhooks.inc({ outcome }, 0);
  }
  // So that the first one is an increase too: deploy/alerts.yml alerts on it.
  for (const code of UNWRITABLE) figures.refusals.inc({ code }, 0);
  const onRefused = (message: unknown) => {
    figures.refusals.inc({ code: oneOf(ERROR_CODES, wordOf(message, 'code')) });
  };
  const onWebhook = (message: unknown) => {
    figures.webhooks.inc({ outcome: oneOf(OUTCOMES, wordOf(message, 'outcome')) });
  };
  const onTakenOver = () => {
    figures.takenOver.inc();
  };
  const onInteraction = (message: unknown) => {
    figures.interactions.inc({ outcome: oneOf(OUTCOMES, wordOf(message, 'outcome')) });
  };
  moments.refused.subscribe(onRefused);
  interactionArrived.subscribe(onInteraction);
  webhookArrived.subscribe(onWebhook);
  moments.takenOver.subscribe(onTakenOver);
  return () => {
    moments.refused.unsubscribe(onRefused);
    interactionArrived.unsubscribe(onInteraction);
    webhookArrived.unsubscribe(onWebhook);
    moments.takenOver.unsubscribe(onTakenOver);
  };
}
