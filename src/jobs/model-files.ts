import type { Clock } from '../engines/clock.ts';
import type { Logger } from '../logger/logger.ts';
import type { Recipe } from '../recipes/recipe.ts';
import type { RunPodClient, RunPodJob } from '../runpod/client.ts';
import { RunPodError } from '../runpod/errors.ts';
import { type Health, isOver, type JobStatusAnswer } from '../runpod/schema.ts';
import { DESCRIBE, readContents, type WorkerContents } from '../workers/contents.ts';
import { readResult } from '../workers/output.ts';
import type { Destinations } from './destinations.ts';
import type { HealthWatch } from './endpoint-health.ts';

/** The files of each endpoint's workers, without waiting. */
export class ModelFiles {
  readonly #options: Omit<ContentsWatchOptions, 'endpointId' | 'health'>;
  readonly #destinations: Pick<Destinations, 'find'>;
  readonly #watches = new Map<string, ContentsWatch>();

  constructor({
    destinations,
    ...options
  }: Omit<ContentsWatchOptions, 'endpointId' | 'health'> & {
    readonly destinations: Pick<Destinations, 'find'>;
  }) {
    this.#destinations = destinations;
    this.#options = options;
  }

  /**
   * The files in a ComfyUI folder of a recipe's worker, as last reported; `undefined` if unknown:
   * not every kind of worker can be asked, and only while one is up.
   */
  of({ name }: Recipe, folder: string): readonly string[] | undefined {
    const destination = this.#destinations.find(name);
    if (!destination?.worker.tellsContents) return undefined;
    const { endpointId, health } = destination;
    const known = this.#watches.get(endpointId);
    const watch = known ?? new ContentsWatch({ ...this.#options, endpointId, health });
    if (!known) this.#watches.set(endpointId, watch);
    const seen = watch.lastSeen();
    return seen && (seen.models[folder] ?? []);
  }
}

/** Models change rarely, with a worker's image or volume. */
const FRESH_MS = 10 * 60_000;
/** A worker that cannot list its contents will not learn to soon. */
const LONGEST_PAUSE_MS = 60 * 60_000;
/** A busy worker or RunPod may be back soon. Doubled for each further failure. */
const FIRST_PAUSE_MS = 60_000;
const WITHIN_MS = 60_000;
const POLL_MS = 1_000;

/**
 * According to RunPod's documentation, `lowPriority` starts no worker: the job waits for one that
 * is up.
 */
const POLICY: RunPodJob['policy'] = {
  executionTimeout: WITHIN_MS,
  ttl: 2 * WITHIN_MS,
  lowPriority: true,
};

interface ContentsWatchOptions {
  readonly runpod: RunPodClient;
  readonly endpointId: string;
  readonly health: Pick<HealthWatch, 'latest'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * The files of an endpoint's worker, without waiting, for autocomplete. Asks only while a worker is
 * up, and at most every ten minutes after an answer. Keeps the last answer in memory.
 */
export class ContentsWatch {
  readonly #options: ContentsWatchOptions;
  #contents: WorkerContents | undefined;
  #nextAt = -Infinity;
  /** Consecutive failures that may pass. */
  #failures = 0;
  #asking: Promise<void> | undefined;

  constructor(options: ContentsWatchOptions) {
    this.#options = options;
  }

  /** The last answer; `undefined` if there is none. Refreshes in the background if due. */
  lastSeen(): WorkerContents | undefined {
    if (this.#options.clock.now() >= this.#nextAt) {
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = undefined;
      });
    }
    return this.#contents;
  }

  /** Resolves when no request is in flight. */
  async settled(): Promise<void> {
    await this.#asking;
  }

  async #ask(): Promise<void> {
    const { runpod, endpointId, health, clock, logger, signal } = this.#options;
    // A failed health request is already logged.
    const seen = await health.latest().catch(() => undefined);
    if (!seen || !isUp(seen)) return;
    const about = { endpoint: endpointId };
    this.#nextAt = clock.now() + LONGEST_PAUSE_MS;
    try {
      const question = { policy: POLICY, withinMs: WITHIN_MS, pollIntervalMs: POLL_MS };
      const answer = await askContents({ runpod, endpointId, clock, signal, ...question });
      if (answer.kind === 'contents') {
        this.#contents = answer.contents;
        this.#nextAt = clock.now() + FRESH_MS;
        this.#failures = 0;
      } else {
        logger.info({ ...about, why: answer.kind }, 'the worker did not list its contents');
        if (answer.kind === 'late') this.#scheduleRetry();
      }
    } catch (error) {
      logger.warn({ ...about, err: error }, 'the worker could not be asked for its contents');
      if (error instanceof RunPodError && (error.isPassing || error.isKeyRefused)) {
        this.#scheduleRetry();
      }
    }
  }

  #scheduleRetry(): void {
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
    this.#nextAt = this.#options.clock.now() + pause;
    this.#failures += 1;
  }
}

/** Whether a worker could take a job without a cold start. */
function isUp({ workers: { idle = 0, ready = 0, running = 0 } }: Health): boolean {
  return idle + ready + running > 0;
}

export interface ContentsQuery {
  readonly runpod: RunPodClient;
  readonly endpointId: string;
  readonly clock: Clock;
  readonly policy: RunPodJob['policy'];
  /** How long to wait for an answer, and how often to poll for it. Milliseconds. */
  readonly withinMs: number;
  readonly pollIntervalMs: number;
  readonly signal: AbortSignal;
}

export type ContentsAnswer =
  | { readonly kind: 'contents'; readonly contents: WorkerContents }
  /** The worker or RunPod ended the job in another way. `text` may quote anything. */
  | { readonly kind: 'unknown'; readonly text: string }
  | { readonly kind: 'late' };

/**
 * Asks an endpoint's worker to list its contents. This is an ordinary job and may start a worker.
 * Cancels it if it does not finish in time.
 *
 * @throws RunPodError, and the signal's reason.
 */
export async function askContents(question: ContentsQuery): Promise<ContentsAnswer> {
  const { runpod, endpointId, policy, signal } = question;
  signal.throwIfAborted();
  // Do not abort: a job without a known id could not be cancelled.
  const { id } = await runpod.submit(endpointId, { input: DESCRIBE, policy });
  let answer: JobStatusAnswer | undefined;
  try {
    answer = await over(id, question);
  } finally {
    if (!answer) await cancel(id, question);
  }
  if (!answer) return { kind: 'late' };
  const { status, output } = answer;
  const contents = status === 'COMPLETED' ? readContents(output) : undefined;
  if (contents) return { kind: 'contents', contents };
  if (status !== 'COMPLETED' && status !== 'FAILED') return { kind: 'unknown', text: status };
  const result = await readResult({ ...answer, status });
  return { kind: 'unknown', text: result.kind === 'error' ? result.error.text : 'pictures' };
}

/**
 * The job's last status; `undefined` if it does not come in time, or RunPod has forgotten the job.
 */
async function over(
  id: string,
  { runpod, endpointId, clock, withinMs, pollIntervalMs, signal }: ContentsQuery,
): Promise<JobStatusAnswer | undefined> {
  const deadline = clock.now() + withinMs;
  for (;;) {
    const answer = await runpod.status(endpointId, id, { signal });
    if (!answer || isOver(answer.status)) return answer;
    if (clock.now() >= deadline) return undefined;
    await clock.sleep(pollIntervalMs, signal);
  }
}

async function cancel(id: string, { runpod, endpointId }: ContentsQuery): Promise<void> {
  try {
    await runpod.cancel(endpointId, id);
  } catch (error) {
    // Its own time limits end it.
    if (!(error instanceof RunPodError)) throw error;
  }
}
