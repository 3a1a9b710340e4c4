import { fetch } from 'undici';
import type { Clock } from '../../../src/engines/clock.ts';
import { jobStatus } from './job-status.ts';
import type { SandboxJob } from './job.ts';

/** By RunPod's documentation of August 2026: up to two more times, 10 s apart, unless the answer is a 200. */
const TRIES = 3;
const PAUSE_MS = 10_000;
/** Not documented; a receiver that is slow gets repeats. */
const PATIENCE_MS = 10_000;

/** Of the ways in which a job ends, those that it is told of; of the others nothing is known. */
const TOLD: readonly string[] = ['COMPLETED', 'FAILED'];

/**
 * Tells whoever a job names as its webhook that it is over: the body of its status, and its input, which handlers
 * in the wild were seen to read. Not signed.
 */
export class Webhooks {
  readonly #clock: Clock;
  readonly #underWay = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  #muted = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** From now on nobody is told, or everybody is again. */
  mute(on: boolean): void {
    this.#muted = on;
  }

  tell(job: SandboxJob): void {
    const { webhook, status, input } = job;
    if (webhook === undefined || this.#muted || !TOLD.includes(status)) return;
    const telling = this.#tell(webhook, JSON.stringify({ ...jobStatus(job), input })).finally(() =>
      this.#underWay.delete(telling),
    );
    this.#underWay.add(telling);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#underWay);
  }

  async #tell(webhook: string, body: string): Promise<void> {
    for (let tries = 1; !(await this.#isTaken(webhook, body)); tries += 1) {
      if (tries >= TRIES) return;
      try {
        await this.#clock.sleep(PAUSE_MS, this.#closing.signal);
      } catch {
        return;
      }
    }
  }

  async #isTaken(webhook: string, body: string): Promise<boolean> {
    try {
      const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(PATIENCE_MS)]);
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(webhook, { method: 'POST', headers, body, signal });
      await response.arrayBuffer();
      return response.status === 200;
    } catch {
      return false;
    }
  }
}
