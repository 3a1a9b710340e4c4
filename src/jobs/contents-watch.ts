import type { Clock } from '../clock.ts';
import type { WorkerContents } from '../comfy/worker-contents.ts';
import type { Logger } from '../logger/logger.ts';
import type { RunPodClient } from '../runpod/client.ts';
import { RunPodError } from '../runpod/errors.ts';
import type { Health } from '../runpod/schema.ts';
import type { RunPodJob } from '../runpod/submission.ts';
import { askContents } from './ask-contents.ts';
import type { HealthWatch } from './health-watch.ts';

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

export interface ContentsWatchOptions {
  readonly runpod: RunPodClient;
  readonly endpointId: string;
  readonly health: Pick<HealthWatch, 'latest'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * What an endpoint's worker has, for whoever cannot wait for that: people who are typing. It is asked
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
