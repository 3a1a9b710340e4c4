import type { Clock } from '../engines/clock.ts';
import { ERRORS } from '../errors/errors.ts';
import type { JobLog } from '../jobs/job-log.ts';
import { isTerminal, type Job, type JobState, TERMINAL_STATES } from '../jobs/job.ts';
import { moments } from '../store/moments.ts';
import { ERROR_CODES, type Figures, numberOf, oneOf, OTHER, wordOf } from './figures.ts';

/** How many jobs are remembered, the latest ones, at some hundred bytes each. */
const MAX_REMEMBERED = 20_000;

export interface CountJobsOptions {
  readonly log: Pick<JobLog, 'events'>;
  readonly clock: Clock;
  /** The names of all recipes. */
  readonly recipes: ReadonlySet<string>;
  readonly mostRemembered?: number;
}

/** A finished job whose message does not show the result yet. */
interface Unshown {
  readonly revision: number;
  /** When RunPod finished it, in milliseconds since the epoch. */
  readonly endedAt: number;
}

/** Counts job outcomes from now on. Returns a function that stops counting. */
export function countJobs(figures: Figures, options: CountJobsOptions): () => void {
  const { log, clock, recipes } = options;
  const { mostRemembered = MAX_REMEMBERED } = options;
  const since = new Map<string, number>();
  const unshown = new Map<string, Unshown>();
  /** The recipes of jobs that are over here but may still run on RunPod. */
  const openAtRunPod = new Map<string, string>();
  // So that the first of each is an increase too.
  for (const recipe of [...recipes, OTHER]) {
    figures.created.inc({ recipe }, 0);
    figures.gpu.inc({ recipe }, 0);
    for (const state of TERMINAL_STATES) figures.ended.inc({ state, recipe }, 0);
  }
  // The codes that deploy/alerts.yml alerts on.
  for (const [code, who] of Object.entries(ERRORS)) {
    if (who !== 'person') figures.failed.inc({ code, who }, 0);
  }

  const onChanged = (job: Job, from?: JobState | null) => {
    // Only the displayed state has changed.
    if (from === undefined || from === job.state) return;
    const now = clock.now();
    const recipe = oneOf(recipes, job.wanted.recipe);
    if (from === null) figures.created.inc({ recipe });
    const entered = since.get(job.id);
    if (entered !== undefined && from !== null) {
      figures.inState.observe({ state: from }, seconds(now - entered));
    }
    if (!isTerminal(job.state)) {
      remember(since, job.id, now, mostRemembered);
      return;
    }
    since.delete(job.id);
    countEnd(figures, job, recipe);
    if (job.remoteOpen || job.executionMs === undefined) {
      remember(openAtRunPod, job.id, recipe, mostRemembered);
    }
    const madeAt = endedAtRunPod(job);
    if (job.state !== 'completed' || madeAt === undefined) return;
    const made = { revision: job.revision, endedAt: madeAt };
    remember(unshown, job.id, made, mostRemembered);
  };

  const onNoted = (message: unknown) => {
    const jobId = wordOf(message, 'jobId') ?? '';
    const what = wordOf(message, 'what');
    if (what === 'remote closed') {
      const executionMs = numberOf(message, 'executionMs') ?? 0;
      figures.gpu.inc({ recipe: openAtRunPod.get(jobId) ?? OTHER }, executionMs / 1_000);
      openAtRunPod.delete(jobId);
      return;
    }
    const revision = numberOf(message, 'revision') ?? 0;
    const job = what === 'shown' || what === 'undeliverable' ? unshown.get(jobId) : undefined;
    if (!job || (what === 'shown' && revision < job.revision)) return;
    unshown.delete(jobId);
    if (what === 'shown') figures.lag.observe(seconds(clock.now() - job.endedAt));
  };

  log.events.on('changed', onChanged);
  moments.noted.subscribe(onNoted);
  return () => {
    log.events.off('changed', onChanged);
    moments.noted.unsubscribe(onNoted);
  };
}

function countEnd(figures: Figures, { state, errorCode, executionMs }: Job, recipe: string): void {
  figures.ended.inc({ state, recipe });
  if (state === 'failed' || state === 'expired') {
    const who = errorCode === undefined ? OTHER : ERRORS[errorCode];
    figures.failed.inc({ code: oneOf(ERROR_CODES, errorCode), who });
  }
  if (executionMs !== undefined) figures.gpu.inc({ recipe }, executionMs / 1_000);
}

/**
 * When RunPod finished the job: the submission time plus RunPod's own waiting and run times. So RunPod's
 * clock does not matter.
 */
function endedAtRunPod({ submittedAt, delayMs, executionMs }: Job): number | undefined {
  if (submittedAt === undefined || delayMs === undefined || executionMs === undefined) {
    return undefined;
  }
  return submittedAt + delayMs + executionMs;
}

/** Clock went backwards: counts as 0. */
function seconds(ms: number): number {
  return Math.max(0, ms) / 1_000;
}

/** Sets an entry of a map as its newest, and removes the oldest one if there are too many. */
function remember<T>(map: Map<string, T>, id: string, value: T, most: number): void {
  map.delete(id);
  map.set(id, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
