import { type Clock, systemClock } from '../engines/clock.ts';
import { Place, SMALL_ANSWER_BYTES } from './exchange.ts';
import { parseAnswer, statusAtHead } from './answer-json.ts';
import { type Call, Calls, type RunPodClientOptions } from './calls.ts';
import { RunPodError } from './errors.ts';
import { verdictOf } from './key-access.ts';
import { EndpointLimits } from './rate-limit.ts';
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
  readonly #limits: EndpointLimits;
  readonly #clock: Clock;

  constructor(options: RunPodClientOptions) {
    this.#calls = new Calls(options);
    this.#clock = options.clock ?? systemClock;
    this.#limits = new EndpointLimits(this.#clock);
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
   * Leaves when the endpoint's rate limit has room for it, and a large answer is read when there is room
   * for that.
   */
  async status(
    endpointId: string,
    id: string,
    { signal, place, canWait = false }: StatusOptions = {},
  ): Promise<JobStatusAnswer | undefined> {
    const call: Call = { method: 'GET', path: [endpointId, 'status', id], signal };
    const turn = { dueAt: this.#clock.now(), canWait };
    const limiter = this.#limits.of(endpointId, 'status');
    return unlessNotFound(
      this.#calls.patiently(signal, () =>
        limiter.within(turn, signal, () => askStatus(this.#calls, call, place)),
      ),
    );
  }

  /** Asks for a job to be stopped. False: RunPod knows of none to stop (404). */
  async cancel(endpointId: string, id: string, signal?: AbortSignal): Promise<boolean> {
    const call: Call = { method: 'POST', path: [endpointId, 'cancel', id], signal };
    const turn = { dueAt: this.#clock.now(), canWait: false };
    const limiter = this.#limits.of(endpointId, 'cancel');
    const taken = await unlessNotFound(
      this.#calls.patiently(signal, () =>
        limiter.within(turn, signal, () => this.#calls.send(call, 'unread')),
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

/** No job has this id: cancelling it, or asking how it stands, changes nothing, and shows whether the key may. */
const NO_JOB = '00000000-0000-0000-0000-000000000000-u1';

/** A job as it is sent. */
export interface RunPodJob {
  readonly input: object;
  /** What placeholders in `input` stand for. */
  readonly enclosures?: Enclosures;
  /** Aborts a submission with enclosures that is no longer wanted and not fully sent. */
  readonly unwanted?: AbortSignal;
  /** Where RunPod says that it is done with it. */
  readonly webhook?: string | undefined;
  readonly policy: {
    /** Both limits are milliseconds; RunPod ends the job by itself after them. */
    readonly executionTimeout: number;
    readonly ttl: number;
    /** Whether it waits for a worker that is up, and has none started. */
    readonly lowPriority?: true;
  };
}

/**
 * Starts a job. Sent exactly once: RunPod has no key that would make a second one harmless, so
 * whoever calls decides by the error's `arrived`, and after an abort counts it as arrived. A 403
 * may be about the key or about this one request, so it counts against the key only where
 * another call is refused too; that of a public endpoint never does.
 */
async function submit(
  calls: Calls,
  endpointId: string,
  job: RunPodJob,
  signal?: AbortSignal,
): Promise<SubmitAnswer> {
  const { input, policy, webhook, enclosures, unwanted: unlessSent } = job;
  const sent = { input, policy, webhook };
  const body = enclosures ? new StreamedJson(sent, enclosures) : JSON.stringify(sent);
  const path = [endpointId, 'run'];
  const call: Call = { method: 'POST', path, body, signal, unlessSent, isSubmission: true };
  try {
    return await calls.ask(call, submitAnswer);
  } catch (error) {
    const forbidden = error instanceof RunPodError && error.status === 403 && error.isKeyRefused;
    if (!forbidden || !(await mayWrite(calls, endpointId, signal))) throw error;
    throw error.aboutTheRequest();
  }
}

/** Whether the key may write, found out by a call that changes nothing. Undefined: RunPod did not say. */
async function mayWrite(
  calls: Calls,
  endpointId: string,
  signal?: AbortSignal,
): Promise<boolean | undefined> {
  try {
    await calls.send({ method: 'POST', path: [endpointId, 'cancel', NO_JOB], signal }, 'unread');
    return true;
  } catch (error) {
    if (!(error instanceof RunPodError)) throw error;
    const verdict = error.status === undefined ? undefined : verdictOf(error.status);
    return verdict && verdict === 'taken';
  }
}

/**
 * Asks once where a job stands. A place is held for this one try, unless it is the caller's and the
 * try succeeds. While a job goes on, only a small part of its answer is of use: if a large one names
 * the status first, the rest is not read.
 */
async function askStatus(calls: Calls, call: Call, callers?: Place): Promise<JobStatusAnswer> {
  const place = callers ?? new Place();
  try {
    const isEnough = (beginning: Buffer) => goingOn(beginning) !== undefined;
    const sent = await calls.send({ ...call, isEnough }, place);
    const { body, isCut } = sent.incoming;
    const status = isCut ? goingOn(body) : undefined;
    if (status !== undefined) return { status, cutBytes: body.length };
    const answer = await parseAnswer(sent, jobStatusAnswer);
    if (callers === undefined) place.release();
    // JSON key order is not guaranteed, so this may show only now.
    if (body.length <= SMALL_ANSWER_BYTES || isOver(answer.status)) return answer;
    place.release();
    return { ...answer, output: undefined, error: undefined, cutBytes: body.length };
  } catch (error) {
    place.release();
    throw error;
  }
}

/** The status at the beginning of an answer, if the job goes on. */
function goingOn(beginning: Buffer): string | undefined {
  const status = statusAtHead(beginning);
  return status === undefined || isOver(status) ? undefined : status;
}
