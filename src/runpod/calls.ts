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
 * Shared budget for large answers as received; processing one takes about as much again. Two of the
 * largest fit, or four ordinary pictures.
 */
const ROOM = { weight: 48 * 1024 * 1024, shares: 4 };

/** RunPod accepts "10 MB" per job. */
const MOST_REQUEST_BYTES = 10_000_000;

/** One API call. The client adds the key and the base URL. */
export interface Call extends Pick<Outgoing, 'method' | 'signal' | 'unlessSent' | 'isEnough'> {
  /** Path segments after the base URL, not encoded yet. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string | StreamedJson;
  /** Whether the caller interprets a 403 itself and needs to know who reported a failure. */
  readonly isSubmission?: true;
}

/**
 * Calls RunPod's API. Every method rejects with the signal's reason on an abort, else with a
 * RunPodError.
 */
export class Calls {
  readonly #options: RunPodClientOptions;
  readonly #apiUrl: string;
  readonly #clock: Clock;
  readonly #exchange: Exchange;

  constructor(options: RunPodClientOptions) {
    this.#options = options;
    this.#apiUrl = options.apiUrl.replace(/\/+$/, '');
    this.#clock = options.clock ?? systemClock;
    this.#exchange = new Exchange({
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      dispatcher: options.dispatcher,
      room: options.room ?? new Semaphore(ROOM),
      networkClock: options.networkClock ?? systemClock,
    });
  }

  /** Whether this is one of RunPod's public endpoints. */
  isPublic(endpointId: string | undefined): boolean {
    return endpointId !== undefined && this.#options.publicEndpoints?.has(endpointId) === true;
  }

  /** Tries up to three times, with pauses, while the failure is transient. */
  async patiently<T>(signal: AbortSignal | undefined, attempt: () => Promise<T>): Promise<T> {
    const { random = Math.random } = this.#options;
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof RunPodError) || !error.isPassing || tries >= TRIES) throw error;
        const wait = retryDelay({ attempt: tries, pauseMs: error.pauseMs, random });
        await this.#clock.sleep(wait, signal);
      }
    }
  }

  /** Makes one request. Its answer is small, and JSON of the given shape. */
  async ask<T>(call: Call, schema: z.ZodType<T>): Promise<T> {
    return parseAnswer(await this.send(call, 'small'), schema);
  }

  /** Makes one request. Throws unless the answer is a 2xx. */
  async send(
    { method, path, query, body, signal, unlessSent, isSubmission, isEnough }: Call,
    answer: Outgoing['answer'],
  ): Promise<Sent> {
    const bytes = bytesIn(body);
    const outgoing: Outgoing = {
      method,
      url: urlOf([this.#apiUrl, ...path.map(encodeURIComponent)].join('/'), query),
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${this.#options.apiKey}`,
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
    // Permission to change an endpoint says nothing about jobs.
    if (method !== 'PATCH' && (status !== 403 || !isSubmission)) {
      this.#options.access?.note({ use: method, endpointId: path[0], status, isPublic });
    }
    if (status >= 200 && status < 300) return { outgoing, incoming };
    const retryAfterMs = parseRetryAfter(retryAfter, this.#clock.now());
    const by = failure && answeredBy(failure);
    const error = new RunPodError(outgoing, { kind: 'http', status, retryAfterMs, answeredBy: by });
    throw status === 403 && isPublic ? error.aboutTheRequest() : error;
  }
}

function urlOf(address: string, query: Call['query'] = {}): URL {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

function bytesIn(body: string | StreamedJson = ''): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length;
}

export interface RunPodClientOptions {
  /** For example `https://api.runpod.ai/v2`. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly clock?: Clock;
  /** Ids of the public endpoints in use. Default: none. */
  readonly publicEndpoints?: ReadonlySet<string>;
  /** Receives every answer's status. */
  readonly access?: { note(answer: KeyAnswer): void };
  /** How many processes share RunPod's rate limits evenly by now. Default: one. */
  readonly sharers?: () => number;
  /** From 0 up to 1. Adds jitter to the waits between tries. */
  readonly random?: () => number;
  /** Makes connections, for example through a proxy. Default: its own pool. */
  readonly dispatcher?: Dispatcher;
  /**
   * Time limit for the head of an answer, and again for its body, in milliseconds. Default: 30 s.
   */
  readonly timeoutMs?: number;
  /** The budget that large answers share. */
  readonly room?: Semaphore;
  /** The clock for timeouts and minimum transfer rates. Default: real time, like the network's. */
  readonly networkClock?: Clock;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;

/** Inputs of {@link retryDelay}. */
export interface RetryTiming {
  /** The number of failed tries, 1 after the first. */
  readonly attempt: number;
  /** The pause that the server asked for. Default: 0. */
  readonly pauseMs?: number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/**
 * Milliseconds to wait before the next try: exponential backoff with full jitter, so that jobs that
 * failed together do not retry together. Never shorter than the server asked for.
 */
export function retryDelay({ attempt, pauseMs = 0, random }: RetryTiming): number {
  const longest = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  return Math.round(pauseMs + random() * longest);
}

/** IMF-fixdate, the only date format that servers may send (RFC 9110, 5.6.7). */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * The pause that a Retry-After header asks for, in milliseconds: seconds, or a date compared with
 * `now` (epoch milliseconds). Undefined if there is none, or it cannot be parsed.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  if (!HTTP_DATE.test(text)) return undefined;
  const until = Date.parse(text);
  return Number.isNaN(until) ? undefined : Math.max(until - now, 0);
}
