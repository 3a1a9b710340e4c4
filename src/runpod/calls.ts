import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import { type Clock, systemClock } from '../engines/clock.ts';
import { Semaphore } from '../engines/semaphore.ts';
import { parseAnswer } from './answer-json.ts';
import { answeredBy, RunPodError } from './errors.ts';
import { Exchange, type Outgoing, type Sent } from './exchange.ts';
import type { KeyAnswer } from './key-access.ts';
import type { StreamedJson } from './streamed-json.ts';

const TRIES = 3;
const TIMEOUT_MS = 30_000;

/**
 * Room for all large answers together, as they are sent; what is made of one takes about as much again.
 * Two of the largest fit, or four ordinary pictures.
 */
const ROOM = { weight: 48 * 1024 * 1024, shares: 4 };

/** RunPod takes "10 MB" of a job. */
const MOST_REQUEST_BYTES = 10_000_000;

/** What makes up a call; the client adds the key and the address. */
export interface Call {
  readonly method: Outgoing['method'];
  /** The segments after the API's address, not encoded yet. */
  readonly path: readonly string[];
  readonly body?: string | StreamedJson;
  readonly signal: AbortSignal | undefined;
  readonly unlessSent?: Outgoing['unlessSent'];
  /** Whether the caller makes sense of a 403, and wants to know who reported a failure. */
  readonly isSubmission?: true;
  readonly isEnough?: Outgoing['isEnough'];
}

/** Calls of RunPod's API: each rejects with the signal's reason on an abort, else with a RunPodError. */
export class Calls {
  readonly #apiUrl: string;
  readonly #apiKey: string;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #exchange: Exchange;
  readonly #access: RunPodClientOptions['access'];
  readonly #publicEndpoints: ReadonlySet<string>;

  constructor(options: RunPodClientOptions) {
    this.#apiUrl = options.apiUrl.replace(/\/+$/, '');
    this.#apiKey = options.apiKey;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#access = options.access;
    this.#publicEndpoints = options.publicEndpoints ?? new Set();
    this.#exchange = new Exchange({
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      dispatcher: options.dispatcher,
      room: options.room ?? new Semaphore(ROOM),
      networkClock: options.networkClock ?? systemClock,
    });
  }

  /** Whether it is one of RunPod's public endpoints. */
  isPublic(endpointId: string | undefined): boolean {
    return endpointId !== undefined && this.#publicEndpoints.has(endpointId);
  }

  /** Tries up to three times, with pauses, as long as the failure may pass. */
  async patiently<T>(signal: AbortSignal | undefined, attempt: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof RunPodError) || !error.isPassing || tries >= TRIES) throw error;
        const wait = retryDelay({ attempt: tries, pauseMs: error.pauseMs, random: this.#random });
        await this.#clock.sleep(wait, signal);
      }
    }
  }

  /** One request whose answer is small, and JSON of the given shape. */
  async ask<T>(call: Call, schema: z.ZodType<T>): Promise<T> {
    return parseAnswer(await this.send(call, 'small'), schema);
  }

  /** One request; anything but a 2xx throws. */
  async send(
    { method, path, body, signal, unlessSent, isSubmission, isEnough }: Call,
    answer: Outgoing['answer'],
  ): Promise<Sent> {
    const bytes = bytesIn(body);
    const outgoing: Outgoing = {
      method,
      url: new URL([this.#apiUrl, ...path.map(encodeURIComponent)].join('/')),
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${this.#apiKey}`,
        'user-agent': 'darkroom',
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(bytes) }),
      },
      body,
      signal,
      unlessSent,
      answer,
      isEnough,
      wantsFailure: isSubmission,
    };
    if (bytes > MOST_REQUEST_BYTES) throw new RunPodError(outgoing, { kind: 'too_large', bytes });
    const incoming = await this.#exchange.send(outgoing);
    const isPublic = this.isPublic(path[0]);
    const { status, retryAfter, failure } = incoming;
    // Whether a key may change an endpoint says nothing about jobs.
    if (method !== 'PATCH' && (status !== 403 || !isSubmission)) {
      this.#access?.note({ use: method, endpointId: path[0], status, isPublic });
    }
    if (status >= 200 && status < 300) return { outgoing, incoming };
    const retryAfterMs = parseRetryAfter(retryAfter, this.#clock.now());
    const by = failure && answeredBy(failure);
    const error = new RunPodError(outgoing, { kind: 'http', status, retryAfterMs, answeredBy: by });
    throw status === 403 && isPublic ? error.aboutTheRequest() : error;
  }
}

function bytesIn(body: string | StreamedJson = ''): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length;
}

export interface RunPodClientOptions {
  /** For example `https://api.runpod.ai/v2`. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly clock?: Clock;
  /** Those of RunPod's public endpoints that are used, by their ids. Default: none. */
  readonly publicEndpoints?: ReadonlySet<string>;
  /** Called with every answer. */
  readonly access?: { note(answer: KeyAnswer): void };
  /** From 0 up to 1; spreads the waits between tries. */
  readonly random?: () => number;
  /** How connections are made, for example through a proxy. Default: a pool of its own. */
  readonly dispatcher?: Dispatcher;
  /** Milliseconds that an answer's head may take, and then its body. Default: 30 s. */
  readonly timeoutMs?: number;
  /** What large answers share. */
  readonly room?: Semaphore;
  /** The clock by which answers are late, or too slow. Default: real time, as is the network's. */
  readonly networkClock?: Clock;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;

/** What decides the wait before the next try. */
export interface RetryTiming {
  /** How many tries have failed, 1 after the first. */
  readonly attempt: number;
  /** What the server asked for. Default: 0. */
  readonly pauseMs?: number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/**
 * Milliseconds to wait before the next try: exponential, with full jitter, so that jobs that failed
 * together do not come back together; never sooner than the server asked for.
 */
export function retryDelay({ attempt, pauseMs = 0, random }: RetryTiming): number {
  const longest = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  return Math.round(pauseMs + random() * longest);
}

/** IMF-fixdate, the one form of date that HTTP lets a server send (RFC 9110, 5.6.7). */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds that a Retry-After header asks for: seconds, or a date compared with `now` (epoch
 * milliseconds). Undefined if there is none that can be read.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  if (!HTTP_DATE.test(text)) return undefined;
  const until = Date.parse(text);
  return Number.isNaN(until) ? undefined : Math.max(until - now, 0);
}
