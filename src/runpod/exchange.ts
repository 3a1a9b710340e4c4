import { Readable } from 'node:stream';
import { Agent, type Dispatcher, request } from 'undici';
import type { Clock } from '../engines/clock.ts';
import { BodyReader, declaredLength } from '../engines/read-body.ts';
import type { Semaphore, Share } from '../engines/semaphore.ts';
import { atLeastPace, TimeLimit } from '../engines/time-limit.ts';
import { RunPodError } from './errors.ts';
import type { StreamedJson } from './streamed-json.ts';

/** How much of a body to buffer before it is read. Backpressure holds the rest. */
const READ_AHEAD_BYTES = 16 * 1024;

/** Creates one chunk while the previous one is sent. */
const IN_BYTES = { objectMode: false, highWaterMark: 1 };

const UNREAD = { body: Buffer.alloc(0), isCut: false } as const;

export interface ExchangeOptions extends LargeAnswers {
  /**
   * Time limit for the answer's head, and again for its body, in milliseconds. The head gets extra
   * time for a large request body.
   */
  readonly timeoutMs: number;
  readonly dispatcher?: Dispatcher | undefined;
}

/**
 * One HTTP request and its answer, of any status. Never resends and never follows a redirect.
 * Rejects with the caller's reason on an abort, and with a {@link RunPodError} otherwise:
 * `transport` if no complete answer arrived in time, or one arrived too slowly while others waited;
 * `schema` if it is too large.
 */
export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #dispatcher: Dispatcher;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    // Connecting times out sooner than the whole request, so that a failed connection can be told
    // apart from a missing answer.
    const connect = { timeout: Math.ceil(options.timeoutMs / 2) };
    this.#dispatcher = options.dispatcher ?? new Agent({ connect });
  }

  async send(outgoing: Outgoing): Promise<Incoming> {
    const { signal } = outgoing;
    const { timeoutMs, networkClock } = this.#options;
    const limit = new TimeLimit(timeoutMs, networkClock, signal);
    try {
      const response = await this.#request(outgoing, limit);
      // An unread body has no listener, and an unhandled error would end the process.
      response.body.on('error', () => undefined);
      const isSuccess = response.statusCode >= 200 && response.statusCode < 300;
      const wantsFailure = !isSuccess && outgoing.wantsFailure;
      const failure = wantsFailure ? await readFailure(response, limit) : undefined;
      signal?.throwIfAborted();
      const answer = isSuccess ? outgoing.answer : 'unread';
      if (answer === 'unread') response.body.destroy();
      return {
        status: response.statusCode,
        retryAfter: first(response.headers['retry-after']),
        failure,
        ...(answer === 'unread'
          ? UNREAD
          : await readAnswer(response, answer, { outgoing, limit }, this.#options)),
      };
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof RunPodError) throw cause;
      throw new RunPodError(outgoing, { kind: 'transport', cause });
    } finally {
      limit.end();
    }
  }

  /** Sends the request and waits for the answer's head. */
  async #request(outgoing: Outgoing, limit: TimeLimit): Promise<Dispatcher.ResponseData> {
    const { body, signal, unlessSent } = outgoing;
    const large = typeof body === 'object' ? new OutgoingBody(body, limit) : undefined;
    const giveUp = () => {
      if (large?.isSent === false) limit.abort(unlessSent?.reason);
    };
    if (unlessSent?.aborted) {
      const cause: unknown = unlessSent.reason;
      throw new RunPodError(outgoing, { kind: 'transport', cause, isUnsent: true });
    }
    unlessSent?.addEventListener('abort', giveUp);
    try {
      return await limit.within(() => this.#dispatch(outgoing, large, limit.signal));
    } catch (cause) {
      signal?.throwIfAborted();
      throw new RunPodError(outgoing, {
        kind: 'transport',
        cause,
        isUnsent: large?.isSent === false,
      });
    } finally {
      unlessSent?.removeEventListener('abort', giveUp);
    }
  }

  #dispatch(
    { method, url, headers, body }: Outgoing,
    large: OutgoingBody | undefined,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    return request(url, {
      method,
      headers,
      body: large ? Readable.from(large, IN_BYTES) : typeof body === 'string' ? body : null,
      signal,
      dispatcher: this.#dispatcher,
      highWaterMark: READ_AHEAD_BYTES,
      // The time limit replaces these: it does not count the wait for memory.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** A request to RunPod, and how to read its answer. */
export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | StreamedJson | undefined;
  readonly signal: AbortSignal | undefined;
  /**
   * Also aborts it: before it is sent, and as long as its large body is not fully sent. A request
   * that was fully sent runs to its end.
   */
  readonly unlessSent?: AbortSignal | undefined;
  /**
   * How to handle a successful body: discard it, read it if small, or read it even if large once
   * the place has memory for it. The caller releases that place.
   */
  readonly answer: 'unread' | 'small' | Place;
  /** Whether the beginning of a large answer suffices. Default: no. */
  readonly isEnough?: ((beginning: Buffer) => boolean) | undefined;
  /** Whether to read the beginning of a failure's body. Default: no. */
  readonly wantsFailure?: boolean | undefined;
}

/** Each time this many bytes are sent, the request gets one more second. */
const LEAST_BYTES_A_SECOND = 50_000;

/**
 * A large request body, sent once. Extends the time limit as it is sent. Bytes count as sent once
 * handed to the socket, though they may still be on this machine. So a body that was not fully sent
 * certainly did not arrive.
 */
class OutgoingBody {
  readonly #body: StreamedJson;
  readonly #limit: Pick<TimeLimit, 'grant'>;
  #left: number;

  constructor(body: StreamedJson, limit: Pick<TimeLimit, 'grant'>) {
    this.#body = body;
    this.#limit = limit;
    this.#left = body.length;
  }

  /** Whether all of it was handed to the socket. */
  get isSent(): boolean {
    return this.#left <= 0;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for await (const piece of this.#body) {
      const bytes = Buffer.byteLength(piece);
      this.#left -= bytes;
      this.#limit.grant(Math.round((bytes / LEAST_BYTES_A_SECOND) * 1_000));
      yield piece;
    }
  }
}

/** RunPod's answer to a request, of any status. */
export interface Incoming {
  readonly status: number;
  /** The Retry-After header as sent. */
  readonly retryAfter: string | undefined;
  /** Empty unless requested and the status was 2xx. */
  readonly body: Buffer;
  /** Whether this is only the beginning because that sufficed. */
  readonly isCut: boolean;
  /** The beginning of a failure's body, if requested and received. */
  readonly failure?: Buffer | undefined;
}

/** A successful request and its answer. */
export interface Sent {
  readonly outgoing: Outgoing;
  readonly incoming: Incoming;
}

/** The largest accepted answer: several large pictures in base64. */
export const LARGEST_ANSWER_BYTES = 24 * 1024 * 1024;

/**
 * Answers up to this size are read without waiting for memory. One without pictures is a hundredth
 * of it.
 */
export const SMALL_ANSWER_BYTES = 64 * 1024;

/** How much of a failure's body is enough to tell who wrote it. */
const FAILURE_BYTES = 4 * 1024;

/** What large answers share: memory and a clock. */
interface LargeAnswers {
  readonly room: Semaphore;
  /** The clock for timeouts, and for the minimum transfer rate while an answer holds memory. */
  readonly networkClock: Clock;
}

/** The request of an answer. */
interface Asked {
  readonly outgoing: Outgoing;
  readonly limit: TimeLimit;
}

/**
 * Reads a successful body. Reads a small one at once. Of a large one, reads only enough to see that
 * it is large, then waits for a place; the rest must arrive at a minimum rate. Closes the
 * connection if it is too large, or if its beginning suffices. Throws a {@link RunPodError} of kind
 * `schema` if it is too large, otherwise whatever ended the read.
 */
async function readAnswer(
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  place: 'small' | Place,
  { outgoing, limit }: Asked,
  { room, networkClock }: LargeAnswers,
): Promise<Pick<Incoming, 'body' | 'isCut'>> {
  const most = place === 'small' ? SMALL_ANSWER_BYTES : LARGEST_ANSWER_BYTES;
  const length = declaredLength(headers);
  // Nearly every answer states its length, and undici reads it with less overhead in one go.
  if (length <= SMALL_ANSWER_BYTES) {
    return { body: Buffer.from(await limit.within(() => body.arrayBuffer())), isCut: false };
  }
  const reader = new BodyReader(body);
  const endsWithin = (bytes: number) => limit.within(() => reader.endsWithin(bytes));
  try {
    const mayBeRead = !(length > most);
    if (mayBeRead && (await endsWithin(SMALL_ANSWER_BYTES))) {
      return { body: reader.takeBytes(), isCut: false };
    }
    if (mayBeRead && outgoing.isEnough?.(reader.peekBytes())) {
      body.destroy();
      return { body: reader.takeBytes(), isCut: true };
    }
    if (mayBeRead && place !== 'small') {
      const isSaid = !Number.isNaN(length);
      await place.take(room, isSaid ? length : most, limit.signal);
      if (isSaid) reader.makeRoom(length);
      const paced = { clock: networkClock, size: () => reader.size, stop: limit };
      if (await atLeastPace(() => endsWithin(most), paced)) {
        place.shrinkTo(reader.size);
        return { body: reader.takeBytes(), isCut: false };
      }
    }
    throw new RunPodError(outgoing, { kind: 'schema', status, problem: 'too large' });
  } catch (error) {
    body.destroy();
    throw error;
  }
}

/**
 * Reads the beginning of a failure's body. Undefined if it breaks off or takes too long: the status
 * alone is an answer.
 */
async function readFailure(
  { body }: Dispatcher.ResponseData,
  limit: TimeLimit,
): Promise<Buffer | undefined> {
  const reader = new BodyReader(body);
  try {
    await limit.within(() => reader.endsWithin(FAILURE_BYTES));
    return reader.takeBytes();
  } catch {
    return undefined;
  }
}

/**
 * A caller's share of the memory for large answers. The client acquires it as soon as an answer
 * turns out to be large, before reading it. The caller releases it once nothing of the answer is
 * left in memory. That bounds the memory, however many jobs finish at the same time.
 */
export class Place {
  #share: Share | undefined;

  /** Waits for memory for this many bytes. Rejects with the signal's reason on an abort. */
  async take(room: Semaphore, bytes: number, signal: AbortSignal): Promise<void> {
    this.release();
    this.#share = await room.take({ weight: bytes, signal });
  }

  /** Releases what turned out not to be needed. */
  shrinkTo(bytes: number): void {
    this.#share?.shrinkTo(bytes);
  }

  /** Releases all of it, if acquired. */
  release(): void {
    this.#share?.release();
    this.#share = undefined;
  }
}
