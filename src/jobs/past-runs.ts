import type { PastRun } from '../comfy/run-times.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Job, JobState } from '../record/job/job.ts';

/** How many are remembered of each recipe. */
const MOST_RUNS = 200;

export interface PastRunsOptions {
  readonly log: Pick<JobLog, 'events' | 'gpuUse'>;
  readonly endpointId: string;
  /** Which kind of worker is there. */
  readonly workerKind: string;
}

/**
 * The latest runs of each recipe by the worker that there is now, which tell how long the next ones
 * take: read from the log when they are first asked for, and followed from then on.
 */
export class PastRuns {
  readonly #options: PastRunsOptions;
  readonly #byRecipe = new Map<string, Promise<PastRun[]>>();
  readonly #onChanged = (job: Job, from?: JobState | null) => {
    this.#follow(job, from);
  };

  constructor(options: PastRunsOptions) {
    this.#options = options;
  }

  /** Newest first; none where the log cannot be read just now. */
  of(recipe: string): Promise<readonly PastRun[]> {
    const known = this.#byRecipe.get(recipe);
    if (known) return known;
    const { log, endpointId, workerKind: worker } = this.#options;
    // Not sooner: nothing is followed before the jobs are started.
    log.events.off('changed', this.#onChanged);
    log.events.on('changed', this.#onChanged);
    const asked = log.gpuUse.pastRuns({ recipe, endpointId, worker }, MOST_RUNS).catch(() => {
      this.#byRecipe.delete(recipe);
      return [];
    });
    this.#byRecipe.set(recipe, asked);
    return asked;
  }

  #follow({ state, wanted, executionMs, runpodEndpointId }: Job, from?: JobState | null): void {
    const known = this.#byRecipe.get(wanted.recipe);
    if (!known || !from || state !== 'completed' || executionMs === undefined) return;
    const { endpointId } = this.#options;
    if ((runpodEndpointId ?? endpointId) !== endpointId) return;
    void known.then((runs) => {
      runs.unshift({ executionMs, work: wanted.work });
      runs.length = Math.min(runs.length, MOST_RUNS);
    });
  }
}
