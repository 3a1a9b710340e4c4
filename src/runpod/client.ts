import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import { systemClock, type Clock } from '../clock.ts';
import { answeredBy } from './arrival.ts';
import { ByteBudget } from './byte-budget.ts';
import { RunPodError } from './errors.ts';
import { SMALL_ANSWER_BYTES } from './answer-body.ts';
import { Exchange } from './exchange.ts';
import type { Incoming } from './incoming.ts';
import type { Outgoing } from './outgoing.ts';
import { verdictOf, type KeyAccess } from './key-access.ts';
import { parseJson } from './parse-json.ts';
import { Place } from './place.ts';
import { parseRetryAfter, retryDelay } from './retry.ts';
import {
  healthAnswer,
  isOver,
  jobStatusAnswer,
  submitAnswer,
  type Health,
  type JobStatusAnswer,
  type SubmitAnswer,
} from './schema.ts';
import { statusAtHead } from './status-at-head.ts';

const TRIES = 3;
const TIMEOUT_MS = 30_000;

/**
 * For all large answers together, as they are sent; what is made of one takes about as much again.
 * Two of the largest fit, or four ordinary pictures.
 */
const ROOM = { bytes: 48 * 1024 * 1024, shares: 4 };

/** No job has this id: to cancel it changes nothing, and shows whether the key may. */
const NO_JOB = '00000000-0000-0000-0000-000000000000-u1';

export interface RunPodClientOptions {
  /** Such as `https://api.runpod.ai/v2`. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly clock?: Clock;
  /** Told of every answer. */
  readonly access?: KeyAccess;
  /** From 0 up to 1; spreads the waits between tries. */
  readonly random?: () => number;
  /** How connections are made, say through a proxy. A pool of its own by default. */
  readonly dispatcher?: Dispatcher;
  /** Real time that the head of an answer may take, and then its body. Default 30 s. */
  readonly timeoutMs?: number;
  /** What large answers share. */
  readonly room?: ByteBudget;
  /** By which a large answer may be too slow. Real time by default, since that is the network's. */
  readonly paceClock?: Clock;
}

/** A job as it is sent. Both limits are milliseconds; RunPod ends the job by itself after them. */
export interface RunPodJob {
  readonly input: object;
  readonly policy: { readonly executionTimeout: number; readonly ttl: number };
}

/** What a call is made of; the key and the address are the client's. */
interface Call {
  readonly method: 'GET' | 'POST';
  /** Segments after the API's address, not yet encoded. */
  readonly path: readonly string[];
  readonly body?: string;
  readonly signal: AbortSignal | undefined;
  /** Whether a 403 is left to the caller to make sense of, and it matters who tells of a failure. */
  readonly isSubmission?: true;
  readonly isEnough?: Outgoing['isEnough'];
}

interface Sent {
  readonly outgoing: Outgoing;
  readonly incoming: Incoming;
}

/**
 * RunPod's serverless API. Every method rejects with the signal's reason when the caller aborts,
 * else with a {@link RunPodError}. What only reads or may be repeated is tried three times where
 * the failure may pass.
 */
export class RunPodClient {
  readonly #apiUrl: string;
  readonly #apiKey: string;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #exchange: Exchange;
  readonly #access: KeyAccess | undefined;

  constructor(options: RunPodClientOptions) {
    this.#apiUrl = options.apiUrl.replace(/\/+$/, '');
    this.#apiKey = options.apiKey;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#access = options.access;
    this.#exchange = new Exchange({
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      dispatcher: options.dispatcher,
      room: options.room ?? new ByteBudget(ROOM),
      paceClock: options.paceClock ?? systemClock,
    });
  }

  /**
   * Starts a job. Sent exactly once: RunPod has no key that would make a second one harmless, so
   * whoever calls decides by the error's `arrived`, and after an abort counts it as arrived. A 403
   * may be about the key or about this one request, so it counts against the key only where
   * another call is refused too.
   */
  async submit(endpointId: string, job: RunPodJob, signal?: AbortSignal): Promise<SubmitAnswer> {
    const { input, policy } = job;
    const body = JSON.stringify({ input, policy });
    const path = [endpointId, 'run'];
    const call: Call = { method: 'POST', path, body, signal, isSubmission: true };
    try {
      return await this.#ask(call, submitAnswer);
    } catch (error) {
      const forbidden = error instanceof RunPodError && error.status === 403;
      if (!forbidden || !(await this.mayWrite(endpointId, signal))) throw error;
      throw error.aboutTheRequest();
    }
  }

  /** Whether RunPod lets the key write, asked by a call that changes nothing. Undefined: it did not say. */
  async mayWrite(endpointId: string, signal?: AbortSignal): Promise<boolean | undefined> {
    try {
      await this.#send({ method: 'POST', path: [endpointId, 'cancel', NO_JOB], signal }, 'unread');
      return true;
    } catch (error) {
      if (!(error instanceof RunPodError)) throw error;
      const verdict = error.status === undefined ? undefined : verdictOf(error.status);
      return verdict && verdict === 'taken';
    }
  }

  /**
   * Where a job stands, with its result if it has one. Undefined: RunPod does not know it (404).
   * A large answer is read when there is room for it. Whoever goes on to work with its pictures
   * gives a place, which is theirs to release; by default it is over with this call.
   */
  async status(
    endpointId: string,
    id: string,
    signal?: AbortSignal,
    place?: Place,
  ): Promise<JobStatusAnswer | undefined> {
    const path = [endpointId, 'status', id];
    return unlessNotFound(
      this.#patiently(signal, () => this.#askStatus({ method: 'GET', path, signal }, place)),
    );
  }

  /** Asks for a job to be stopped. One that is unknown or over already (404) needs no stopping. */
  async cancel(endpointId: string, id: string, signal?: AbortSignal): Promise<void> {
    const path = [endpointId, 'cancel', id];
    await unlessNotFound(
      this.#patiently(signal, () => this.#send({ method: 'POST', path, signal }, 'unread')),
    );
  }

  /** How many workers and jobs an endpoint has. */
  async health(endpointId: string, signal?: AbortSignal): Promise<Health> {
    const path = [endpointId, 'health'];
    const call: Call = { method: 'GET', path, signal };
    return this.#patiently(signal, () => this.#ask(call, healthAnswer));
  }

  async #patiently<T>(signal: AbortSignal | undefined, attempt: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof RunPodError) || !error.isPassing || tries >= TRIES) throw error;
        const { retryAfterMs } = error;
        const wait = retryDelay({ attempt: tries, retryAfterMs, random: this.#random });
        await this.#clock.sleep(wait, signal);
      }
    }
  }

  /**
   * Holds a place for no longer than one try, unless it is the caller's and the try succeeds. Of a
   * job that goes on, no more than a small answer is ever of use: where a large one names the status
   * first, the rest is not read.
   */
  async #askStatus(call: Call, callers?: Place): Promise<JobStatusAnswer> {
    const place = callers ?? new Place();
    try {
      const isEnough = (beginning: Buffer) => goingOn(beginning) !== undefined;
      const sent = await this.#send({ ...call, isEnough }, place);
      const { body, isCut } = sent.incoming;
      const status = isCut ? goingOn(body) : undefined;
      if (status !== undefined) return { status, cutBytes: body.length };
      const answer = await this.#parse(sent, jobStatusAnswer);
      if (callers === undefined) place.release();
      // The order of JSON's keys is nobody's promise, so it may show only now.
      if (body.length <= SMALL_ANSWER_BYTES || isOver(answer.status)) return answer;
      place.release();
      return { ...answer, output: undefined, error: undefined, cutBytes: body.length };
    } catch (error) {
      place.release();
      throw error;
    }
  }

  /** One request whose success is small, and JSON of the given shape. */
  async #ask<T>(call: Call, schema: z.ZodType<T>): Promise<T> {
    return this.#parse(await this.#send(call, 'small'), schema);
  }

  async #parse<T>({ outgoing, incoming }: Sent, schema: z.ZodType<T>): Promise<T> {
    const { status, body } = incoming;
    const json = await parseJson(body);
    if (typeof json === 'string') {
      throw new RunPodError(outgoing, { kind: 'schema', status, problem: json });
    }
    const { success, data, error: cause } = schema.safeParse(json.value);
    if (success) return data;
    const problem = 'not of the expected shape';
    throw new RunPodError(outgoing, { kind: 'schema', status, problem, cause });
  }

  /** One request; anything but a 2xx throws. */
  async #send(
    { method, path, body, signal, isSubmission, isEnough }: Call,
    answer: Outgoing['answer'],
  ): Promise<Sent> {
    const outgoing: Outgoing = {
      method,
      url: new URL([this.#apiUrl, ...path.map(encodeURIComponent)].join('/')),
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${this.#apiKey}`,
        'user-agent': 'darkroom',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body,
      signal,
      answer,
      isEnough,
      wantsFailure: isSubmission,
    };
    const incoming = await this.#exchange.send(outgoing);
    const { status, retryAfter, failure } = incoming;
    if (status !== 403 || !isSubmission) {
      this.#access?.note({ use: method, endpointId: path[0], status });
    }
    if (status >= 200 && status < 300) return { outgoing, incoming };
    const retryAfterMs = parseRetryAfter(retryAfter, this.#clock.now());
    const by = failure && answeredBy(failure);
    throw new RunPodError(outgoing, { kind: 'http', status, retryAfterMs, answeredBy: by });
  }
}

/** The status at the beginning of an answer, where the job goes on. */
function goingOn(beginning: Buffer): string | undefined {
  const status = statusAtHead(beginning);
  return status === undefined || isOver(status) ? undefined : status;
}

async function unlessNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RunPodError && error.isNotFound) return undefined;
    throw error;
  }
}
