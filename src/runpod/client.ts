import { askStatus } from './ask-status.ts';
import { Calls, type Call } from './calls.ts';
import type { RunPodClientOptions } from './client-options.ts';
import { RunPodError } from './errors.ts';
import type { Place } from './place.ts';
import { healthAnswer, type Health, type JobStatusAnswer, type SubmitAnswer } from './schema.ts';
import { mayWrite, submit, type RunPodJob } from './submission.ts';

/**
 * RunPod's serverless API. Every method rejects with the signal's reason if the caller aborts, and
 * with a {@link RunPodError} otherwise. What only reads, or may be repeated, is tried up to three
 * times if the failure may pass.
 */
export class RunPodClient {
  readonly #calls: Calls;

  constructor(options: RunPodClientOptions) {
    this.#calls = new Calls(options);
  }

  /** Starts a job: {@link submit}, which is sent exactly once. */
  submit(endpointId: string, job: RunPodJob, signal?: AbortSignal): Promise<SubmitAnswer> {
    return submit(this.#calls, endpointId, job, signal);
  }

  /** Whether the key may write, found out by a call that changes nothing. Undefined: RunPod did not say. */
  mayWrite(endpointId: string, signal?: AbortSignal): Promise<boolean | undefined> {
    return mayWrite(this.#calls, endpointId, signal);
  }

  /**
   * Where a job stands, with its result if it has one. Undefined: RunPod does not know it (404).
   * A large answer is read when there is room for it. A caller that goes on to work with its pictures
   * passes a place, and has to release it; by default the place is released by this call.
   */
  async status(
    endpointId: string,
    id: string,
    signal?: AbortSignal,
    place?: Place,
  ): Promise<JobStatusAnswer | undefined> {
    const path = [endpointId, 'status', id];
    return unlessNotFound(
      this.#calls.patiently(signal, () =>
        askStatus(this.#calls, { method: 'GET', path, signal }, place),
      ),
    );
  }

  /** Asks for a job to be stopped. One that is unknown or already over (404) needs no stopping. */
  async cancel(endpointId: string, id: string, signal?: AbortSignal): Promise<void> {
    const path = [endpointId, 'cancel', id];
    await unlessNotFound(
      this.#calls.patiently(signal, () =>
        this.#calls.send({ method: 'POST', path, signal }, 'unread'),
      ),
    );
  }

  /** How many workers and jobs an endpoint has. */
  async health(endpointId: string, signal?: AbortSignal): Promise<Health> {
    const path = [endpointId, 'health'];
    const call: Call = { method: 'GET', path, signal };
    return this.#calls.patiently(signal, () => this.#calls.ask(call, healthAnswer));
  }
}

async function unlessNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RunPodError && error.isNotFound) return undefined;
    throw error;
  }
}
