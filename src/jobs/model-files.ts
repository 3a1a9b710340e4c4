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
   * The files of one of ComfyUI's folders that the worker of a recipe has, as it last said. Undefined
   * where nothing is known: not every kind of worker can be asked, and only while one is up.
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

/** Models come and go with a worker's image or volume: seldom. */
const FRESH_MS = 10 * 60_000;
/** A worker that cannot say what it has will not learn it soon. */
const LONGEST_PAUSE_MS = 60 * 60_000;
/** One that was busy, or RunPod away, may soon be back: twice as long after each time. */
const FIRST_PAUSE_MS = 60_000;
const WITHIN_MS = 60_000;
const POLL_MS = 1_000;

/** By RunPod's documentation, `lowPriority` starts no worker: the job waits for one that is up. */
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
 * The files of an endpoint's worker, without waiting, for autocomplete. It is asked
 * only while one of its workers is up, at most every ten minutes once it has said so, and the last
 * answer is kept in memory.
 */
export class ContentsWatch {
  readonly #options: ContentsWatchOptions;
  #contents: WorkerContents | undefined;
  #nextAt = -Infinity;
  /** How often in a row it was in vain, for reasons that pass. */
  #vain = 0;
  #asking: Promise<void> | undefined;

  constructor(options: ContentsWatchOptions) {
    this.#options = options;
  }

  /** As it was last told; undefined where nothing is known. Asks again meanwhile, where that is due. */
  lastSeen(): WorkerContents | undefined {
    this.refresh();
    return this.#contents;
  }

  /** Asks again, unless it is too soon for that, or no worker is up. */
  refresh(): void {
    if (this.#asking || this.#options.clock.now() < this.#nextAt) return;
    this.#asking = this.#ask().finally(() => {
      this.#asking = undefined;
    });
  }

  /** Resolves once nothing is being asked. */
  async settled(): Promise<void> {
    await this.#asking;
  }

  async #ask(): Promise<void> {
    const { runpod, endpointId, health, clock, logger, signal } = this.#options;
    // Where the health cannot be had, that was logged already.
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
        this.#vain = 0;
      } else {
        logger.info({ ...about, why: answer.kind }, 'the worker did not say what it has');
        if (answer.kind === 'late') this.#askSooner();
      }
    } catch (error) {
      logger.warn({ ...about, err: error }, 'the worker cannot be asked what it has');
      if (error instanceof RunPodError && (error.isPassing || error.isKeyRefused)) {
        this.#askSooner();
      }
    }
  }

  #askSooner(): void {
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#vain, LONGEST_PAUSE_MS);
    this.#nextAt = this.#options.clock.now() + pause;
    this.#vain += 1;
  }
}

/** Whether a worker could take a job without having to be started. */
function isUp({ workers: { idle = 0, ready = 0, running = 0 } }: Health): boolean {
  return idle + ready + running > 0;
}

export interface ContentsQuestion {
  readonly runpod: RunPodClient;
  readonly endpointId: string;
  readonly clock: Clock;
  readonly policy: RunPodJob['policy'];
  /** How long an answer is waited for, and how far apart RunPod is asked for it. Milliseconds. */
  readonly withinMs: number;
  readonly pollIntervalMs: number;
  readonly signal: AbortSignal;
}

export type ContentsAnswer =
  | { readonly kind: 'contents'; readonly contents: WorkerContents }
  /** The worker, or RunPod, ended the job by something else. `text` may quote anything. */
  | { readonly kind: 'unknown'; readonly text: string }
  | { readonly kind: 'late' };

/**
 * Asks an endpoint's worker what it has, which is a job like any other and may start a worker. One that
 * is not over in the end is cancelled.
 *
 * @throws RunPodError, and the signal's reason.
 */
export async function askContents(question: ContentsQuestion): Promise<ContentsAnswer> {
  const { runpod, endpointId, policy, signal } = question;
  signal.throwIfAborted();
  // Not to be aborted: a job whose id is unknown could not be cancelled.
  const { id } = await runpod.submit(endpointId, { input: DESCRIBE, policy });
  let answer: JobStatusAnswer | undefined;
  try {
    answer = await over(id, question);
  } finally {
    if (!answer) await takeBack(id, question);
  }
  if (!answer) return { kind: 'late' };
  const { status, output } = answer;
  const contents = status === 'COMPLETED' ? readContents(output) : undefined;
  if (contents) return { kind: 'contents', contents };
  if (status !== 'COMPLETED' && status !== 'FAILED') return { kind: 'unknown', text: status };
  const result = await readResult({ ...answer, status });
  return { kind: 'unknown', text: result.kind === 'error' ? result.error.text : 'pictures' };
}

/** The job's last status; undefined where it does not come in time, or RunPod has forgotten the job. */
async function over(
  id: string,
  { runpod, endpointId, clock, withinMs, pollIntervalMs, signal }: ContentsQuestion,
): Promise<JobStatusAnswer | undefined> {
  const deadline = clock.now() + withinMs;
  for (;;) {
    const answer = await runpod.status(endpointId, id, { signal });
    if (!answer || isOver(answer.status)) return answer;
    if (clock.now() >= deadline) return undefined;
    await clock.sleep(pollIntervalMs, signal);
  }
}

async function takeBack(id: string, { runpod, endpointId }: ContentsQuestion): Promise<void> {
  try {
    await runpod.cancel(endpointId, id);
  } catch (error) {
    // Its own time limits end it then.
    if (!(error instanceof RunPodError)) throw error;
  }
}
