import type { Clock } from '../engines/clock.ts';
import { ENOUGH_RUNS, type PastRun, runTimes, type RunTimes } from '../recipes/estimates.ts';
import type { Wanted } from '../recipes/stored-request.ts';
import type { Destinations } from './destinations.ts';
import type { JobLog } from './job-log.ts';
import type { Job, JobState } from './job.ts';

/** How many runs to keep per recipe. */
const MOST_RUNS = 200;
/** How long a fit is reused while unfinished runs count too. */
const REFIT_AFTER_MS = 1_000;

export interface PastRunsOptions {
  readonly log: Pick<JobLog, 'events' | 'gpuUse'>;
  readonly destinations: Pick<Destinations, 'find'>;
  readonly clock: Clock;
}

/** How long runs of this much work take, fitted at `at` (milliseconds since the epoch). */
interface Fit {
  readonly times: RunTimes | undefined;
  readonly at: number;
}

/** An unfinished run. */
interface UnderWay extends Pick<Wanted, 'recipe' | 'work'> {
  readonly startedAt: number;
}

/**
 * The latest runs of each recipe at its current endpoint and kind of worker, from which the next
 * ones are estimated. Read from the log on first use, then kept up to date.
 */
export class PastRuns {
  readonly #options: PastRunsOptions;
  readonly #byRecipe = new Map<string, Promise<PastRun[]>>();
  /** Fits by recipe and work, dropped with each run of the recipe that ends. */
  readonly #fitted = new Map<string, Map<number, Fit>>();
  readonly #underWay = new Map<string, UnderWay>();
  #isStopped = false;
  readonly #onChanged = (job: Job, from?: JobState | null) => {
    this.#follow(job, from);
  };

  constructor(options: PastRunsOptions) {
    this.#options = options;
  }

  /** Newest first. Empty if the log cannot be read for now, or the recipe is gone. */
  of(recipe: string): Promise<readonly PastRun[]> {
    const known = this.#byRecipe.get(recipe);
    if (known) return known;
    const { log, destinations } = this.#options;
    const destination = destinations.find(recipe);
    if (!destination) return Promise.resolve([]);
    const { endpointId, workerKind: worker } = destination;
    // Not earlier: nothing is followed before jobs are started.
    log.events.off('changed', this.#onChanged);
    if (!this.#isStopped) log.events.on('changed', this.#onChanged);
    const asked = log.gpuUse.pastRuns({ recipe, endpointId, worker }, MOST_RUNS).catch(() => {
      this.#byRecipe.delete(recipe);
      return [];
    });
    this.#byRecipe.set(recipe, asked);
    return asked;
  }

  /** How long a run takes, estimated from past runs; `undefined` if there are none. */
  async timesOf({ recipe, work }: Pick<Wanted, 'recipe' | 'work'>): Promise<RunTimes | undefined> {
    const past = await this.of(recipe);
    const now = this.#options.clock.now();
    const fits = this.#fitted.get(recipe) ?? new Map<number, Fit>();
    this.#fitted.set(recipe, fits);
    const known = fits.get(work);
    const areEnough = past.length >= ENOUGH_RUNS;
    if (known && (areEnough || Math.abs(now - known.at) < REFIT_AFTER_MS)) return known.times;
    const underWay = areEnough ? [] : this.#underWayOf(recipe, now);
    const times = runTimes(work, past, underWay);
    fits.set(work, { times, at: now });
    return times;
  }

  #underWayOf(recipe: string, now: number): PastRun[] {
    return [...this.#underWay.values()]
      .filter((run) => run.recipe === recipe)
      .map(({ startedAt, work }) => ({ executionMs: now - startedAt, work }));
  }

  /** Stops following new runs. */
  stop(): void {
    this.#isStopped = true;
    this.#options.log.events.off('changed', this.#onChanged);
  }

  #follow(
    { id, state, wanted, startedAt, executionMs, errorCode, runpodEndpointId, worker }: Job,
    from?: JobState | null,
  ): void {
    if (this.#underWay.delete(id)) this.#fitted.delete(wanted.recipe);
    const known = this.#byRecipe.get(wanted.recipe);
    const destination = this.#options.destinations.find(wanted.recipe);
    if (!known || !destination) return;
    const { endpointId, workerKind } = destination;
    // As when read from the log: old rows do not name their worker and match any.
    if ((runpodEndpointId ?? endpointId) !== endpointId) return;
    if ((worker ?? workerKind) !== workerKind) return;
    const { recipe, work } = wanted;
    if (state === 'running' && startedAt !== undefined) {
      this.#underWay.set(id, { recipe, work, startedAt });
    }
    // With an error only some of the pictures were made.
    if (!from || state !== 'completed' || errorCode !== undefined) return;
    if (executionMs === undefined) return;
    void known.then((runs) => {
      this.#fitted.delete(recipe);
      runs.unshift({ executionMs, work });
      runs.length = Math.min(runs.length, MOST_RUNS);
    });
  }
}
