import { type Clock, systemClock } from '../engines/clock.ts';
import { type RequestLimit, RequestLimiter, type Turn } from '../engines/rate-limiter.ts';
import { parseAnswer, statusAtHead } from './answer-json.ts';
import { type Call, Calls, type RunPodClientOptions } from './calls.ts';
import { RunPodError } from './errors.ts';
import { Place, SMALL_ANSWER_BYTES } from './exchange.ts';
import { keyVerdict } from './key-access.ts';
import {
  type Health,
  healthAnswer,
  isOver,
  type JobStatusAnswer,
  jobStatusAnswer,
  type SubmitAnswer,
  submitAnswer,
} from './schema.ts';
import { type Enclosures, StreamedJson } from './streamed-json.ts';

/** Options for a status request. */
export interface StatusOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * Holds the memory budget of a large answer. A caller that processes its pictures passes one and
   * must release it; by default the call releases it.
   */
  readonly place?: Place;
  /**
   * Whether it can let more urgent requests go first, for example because the job can hardly be
   * done yet. Default: false.
   */
  readonly canWait?: boolean;
}

/**
 * RunPod's serverless API. Every method rejects with the signal's reason if the caller aborts, and
 * with a {@link RunPodError} otherwise. Reads and idempotent calls are tried up to three times if
 * the failure is transient.
 */
export class RunPodClient {
  readonly #calls: Calls;
  readonly #limits: EndpointLimits;
  readonly #clock: Clock;

  constructor(options: RunPodClientOptions) {
    this.#calls = new Calls(options);
    this.#clock = options.clock ?? systemClock;
    this.#limits = new EndpointLimits(this.#clock, options.sharers);
  }

  /**
   * Starts a job. Sends it exactly once: RunPod has no idempotency key, so the caller decides by the
   * error's `arrived`, and after an abort assumes that it arrived. A 403 may concern the key or only
   * this request. It counts against the key only if another call is refused too, and never at a
   * public endpoint.
   */
  async submit(endpointId: string, job: RunPodJob, signal?: AbortSignal): Promise<SubmitAnswer> {
    const { input, policy, webhook, enclosures, unwanted: unlessSent } = job;
    const sent = { input, policy, webhook };
    const body = enclosures ? new StreamedJson(sent, enclosures) : JSON.stringify(sent);
    const path = [endpointId, 'run'];
    const call: Call = { method: 'POST', path, body, signal, unlessSent, isSubmission: true };
    try {
      return await this.#calls.ask(call, submitAnswer);
    } catch (error) {
      const forbidden = error instanceof RunPodError && error.status === 403 && error.isKeyRefused;
      if (!forbidden || !(await this.mayWrite(endpointId, signal))) throw error;
      throw error.aboutTheRequest();
    }
  }

  /**
   * Whether the key may write, determined by a call that changes nothing. Undefined if RunPod did
   * not say.
   */
  async mayWrite(endpointId: string, signal?: AbortSignal): Promise<boolean | undefined> {
    const path = [endpointId, 'cancel', NO_JOB];
    try {
      await this.#calls.send({ method: 'POST', path, signal }, 'unread');
      return true;
    } catch (error) {
      if (!(error instanceof RunPodError)) throw error;
      const verdict = error.status === undefined ? undefined : keyVerdict(error.status);
      return verdict && verdict === 'taken';
    }
  }

  /**
   * Returns a job's status, with its result if it has one. Undefined if RunPod does not know it
   * (404). Waits for the endpoint's rate limit, and for memory to read a large answer.
   */
  async status(
    endpointId: string,
    id: string,
    { signal, place, canWait = false }: StatusOptions = {},
  ): Promise<JobStatusAnswer | undefined> {
    const call: Call = { method: 'GET', path: [endpointId, 'status', id], signal };
    const turn = { dueAt: this.#clock.now(), canWait };
    return this.#withinLimit('status', call, turn, () => this.#askStatus(call, place));
  }

  /** Asks RunPod to stop a job. False if RunPod knows no such job (404). */
  async cancel(endpointId: string, id: string, signal?: AbortSignal): Promise<boolean> {
    const call: Call = { method: 'POST', path: [endpointId, 'cancel', id], signal };
    const turn = { dueAt: this.#clock.now(), canWait: false };
    const taken = await this.#withinLimit('cancel', call, turn, () =>
      this.#calls.send(call, 'unread'),
    );
    return taken !== undefined;
  }

  /**
   * Returns an endpoint's worker and job counts. Undefined for a public endpoint, which does not
   * report them: there, the status of a nonexistent job shows that RunPod is reachable and accepts
   * the key.
   */
  async health(endpointId: string, signal?: AbortSignal): Promise<Health | undefined> {
    if (this.#calls.isPublic(endpointId)) return this.#lookAtPublic(endpointId, signal);
    const call: Call = { method: 'GET', path: [endpointId, 'health'], signal };
    return this.#calls.patiently(signal, () => this.#calls.ask(call, healthAnswer));
  }

  async #lookAtPublic(endpointId: string, signal: AbortSignal | undefined): Promise<undefined> {
    try {
      await this.status(endpointId, NO_JOB, { signal });
    } catch (error) {
      // Any answer about such a job proves that.
      const says = error instanceof RunPodError && !error.isPassing && !error.isKeyRefused;
      if (!says) throw error;
    }
    return undefined;
  }

  /** Calls when the endpoint's rate limit has room. Undefined: RunPod does not know the job (404). */
  async #withinLimit<T>(
    kind: 'status' | 'cancel',
    { path: [endpointId = ''], signal }: Call,
    turn: Turn,
    send: () => Promise<T>,
  ): Promise<T | undefined> {
    const limiter = this.#limits.of(endpointId, kind);
    try {
      return await this.#calls.patiently(signal, () => limiter.within(turn, signal, send));
    } catch (error) {
      if (error instanceof RunPodError && error.isNotFound) return undefined;
      throw error;
    }
  }

  /**
   * Requests a job's status once. Holds memory for this try only, unless the caller passed its own
   * place and the try succeeds. While a job runs, only a small part of its answer matters: if a large
   * answer starts with the status, the rest is not read.
   */
  async #askStatus(call: Call, callers?: Place): Promise<JobStatusAnswer> {
    const place = callers ?? new Place();
    try {
      const isEnough = (beginning: Buffer) => unfinishedStatus(beginning) !== undefined;
      const sent = await this.#calls.send({ ...call, isEnough }, place);
      const { body, isCut } = sent.incoming;
      const status = isCut ? unfinishedStatus(body) : undefined;
      if (status !== undefined) return { status, cutBytes: body.length };
      const answer = await parseAnswer(sent, jobStatusAnswer);
      if (callers === undefined) place.release();
      // RunPod does not guarantee the order of keys, so the status may be known only now.
      if (body.length <= SMALL_ANSWER_BYTES || isOver(answer.status)) return answer;
      place.release();
      return { ...answer, output: undefined, error: undefined, cutBytes: body.length };
    } catch (error) {
      place.release();
      throw error;
    }
  }
}

/** No job has this id. Cancelling it, or getting its status, changes nothing and tests the key. */
const NO_JOB = '00000000-0000-0000-0000-000000000000-u1';

/** A job to submit. */
export interface RunPodJob {
  readonly input: object;
  /** The bytes behind the placeholders in `input`. */
  readonly enclosures?: Enclosures;
  /** Aborts an obsolete submission: one with enclosures unless it was fully sent, others before they are. */
  readonly unwanted?: AbortSignal;
  /** The URL that RunPod calls when the job is done. */
  readonly webhook?: string | undefined;
  readonly policy: {
    /** Both limits are milliseconds. RunPod ends the job after them. */
    readonly executionTimeout: number;
    readonly ttl: number;
    /** Whether to wait for a running worker instead of starting one. */
    readonly lowPriority?: true;
  };
}

/** The status at the beginning of an answer, if the job goes on. */
function unfinishedStatus(beginning: Buffer): string | undefined {
  const status = statusAtHead(beginning);
  return status === undefined || isOver(status) ? undefined : status;
}

/** RunPod's documented limits for one endpoint. They rise with more workers. */
const LIMITS = {
  status: { perTenSeconds: 2_000, atOnce: 400 },
  cancel: { perTenSeconds: 100, atOnce: 20 },
} satisfies Record<string, RequestLimit>;

/** Rate limits by endpoint. RunPod counts each kind of request separately. */
export class EndpointLimits {
  readonly #clock: Clock;
  readonly #sharers: (() => number) | undefined;
  readonly #limiters = new Map<string, RequestLimiter>();

  /** `sharers`: how many processes share them evenly by now. Default: one. */
  constructor(clock: Clock, sharers?: () => number) {
    this.#clock = clock;
    this.#sharers = sharers;
  }

  of(endpointId: string, kind: keyof typeof LIMITS): RequestLimiter {
    const key = `${kind} ${endpointId}`;
    const known = this.#limiters.get(key);
    if (known) return known;
    const limiter = new RequestLimiter({
      limit: LIMITS[kind],
      refusedForMs,
      clock: this.#clock,
      sharers: this.#sharers,
    });
    this.#limiters.set(key, limiter);
    return limiter;
  }
}

/** How long RunPod asks for no requests after a 429, in milliseconds. */
export function refusedForMs(error: unknown): number | undefined {
  return error instanceof RunPodError && error.status === 429 ? error.pauseMs : undefined;
}
