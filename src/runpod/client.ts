import { systemClock, type Clock } from '../clock.ts';
import { askStatus } from './ask-status.ts';
import { Calls, type Call } from './calls.ts';
import type { RunPodClientOptions } from './client-options.ts';
import { RunPodError } from './errors.ts';
import { EndpointBudgets } from './endpoint-budgets.ts';
import type { Place } from './place.ts';
import { healthAnswer, type Health, type JobStatusAnswer, type SubmitAnswer } from './schema.ts';
import { mayWrite, NO_JOB, submit, type RunPodJob } from './submission.ts';

/** How a status is asked for. */
export interface StatusOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * Where a large answer is held. Whoever goes on to work with its pictures passes one, and has to
   * release it; by default it is released by the call.
   */
  readonly place?: Place;
  /** Whether it may give way to others, as where the job is hardly over yet. Default false. */
  readonly canWait?: boolean;
}

/**
 * RunPod's serverless API. Every method rejects with the signal's reason if the caller aborts, and
 * with a {@link RunPodError} otherwise. What only reads, or may be repeated, is tried up to three
 * times if the failure may pass.
 */
export class RunPodClient {
  readonly #calls: Calls;
  readonly #budgets: EndpointBudgets;
  readonly #clock: Clock;

  constructor(options: RunPodClientOptions) {
    this.#calls = new Calls(options);
    this.#clock = options.clock ?? systemClock;
    this.#budgets = new EndpointBudgets(this.#clock);
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
   * Leaves when the endpoint's budget has room for it, and a large answer is read when there is room
   * for that.
   */
  async status(
    endpointId: string,
    id: string,
    { signal, place, canWait = false }: StatusOptions = {},
  ): Promise<JobStatusAnswer | undefined> {
    const call: Call = { method: 'GET', path: [endpointId, 'status', id], signal };
    const turn = { dueAt: this.#clock.now(), canWait };
    const budget = this.#budgets.of(endpointId, 'status');
    return unlessNotFound(
      this.#calls.patiently(signal, () =>
        budget.within(turn, signal, () => askStatus(this.#calls, call, place)),
      ),
    );
  }

  /** Asks for a job to be stopped. False: RunPod knows of none to stop (404). */
  async cancel(endpointId: string, id: string, signal?: AbortSignal): Promise<boolean> {
    const call: Call = { method: 'POST', path: [endpointId, 'cancel', id], signal };
    const turn = { dueAt: this.#clock.now(), canWait: false };
    const budget = this.#budgets.of(endpointId, 'cancel');
    const taken = await unlessNotFound(
      this.#calls.patiently(signal, () =>
        budget.within(turn, signal, () => this.#calls.send(call, 'unread')),
      ),
    );
    return taken !== undefined;
  }

  /**
   * How many workers and jobs an endpoint has. Undefined: it is one of RunPod's public ones, which tell
   * nobody. Those are asked how a job stands that there is not, whose answer shows that RunPod can be
   * reached and takes the key.
   */
  async health(endpointId: string, signal?: AbortSignal): Promise<Health | undefined> {
    if (this.#calls.isPublic(endpointId)) return this.#lookAtPublic(endpointId, signal);
    const path = [endpointId, 'health'];
    const call: Call = { method: 'GET', path, signal };
    return this.#calls.patiently(signal, () => this.#calls.ask(call, healthAnswer));
  }

  async #lookAtPublic(endpointId: string, signal: AbortSignal | undefined): Promise<undefined> {
    try {
      await this.status(endpointId, NO_JOB, { signal });
    } catch (error) {
      // Whatever it says of such a job, it is an answer.
      const says = error instanceof RunPodError && !error.isPassing && !error.isKeyRefused;
      if (!says) throw error;
    }
    return undefined;
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
