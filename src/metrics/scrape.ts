import { type HttpApp, onlyGet } from '../http/app.ts';
import type { LoopDelay, Readiness } from '../http/health.ts';
import { JOB_STATES } from '../jobs/job.ts';
import type { JobQueries } from '../jobs/sql/job-queries.ts';
import type { Logger } from '../logger/logger.ts';
import { type Figures, oneOf, OTHER } from './figures.ts';

/** Sources of the metrics that are sampled on each scrape. */
export interface ScrapeOptions {
  readonly jobs: Pick<JobQueries, 'countUnderWay'>;
  readonly recipes: ReadonlySet<string>;
  /** Every queue: empty for the bot's own endpoint's, else an endpoint's id. */
  readonly queues: readonly string[];
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
  const { logger, loopDelay, readiness } = options;
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
