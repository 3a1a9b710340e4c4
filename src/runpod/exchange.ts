import { Agent, request, type Dispatcher } from 'undici';
import type { Clock } from '../clock.ts';
import { BodyReader } from './body-reader.ts';
import type { ByteBudget } from './byte-budget.ts';
import { RunPodError } from './errors.ts';
import { atLeastPace } from './least-pace.ts';
import type { Place } from './place.ts';

/** The largest answer that is read: several large pictures in base64. */
export const LARGEST_ANSWER_BYTES = 24 * 1024 * 1024;

/** An answer without pictures has a hundredth of it. Up to here each is read as soon as it comes. */
export const SMALL_ANSWER_BYTES = 64 * 1024;

/** So much of a failure's body shows whose it is. */
const FAILURE_BYTES = 4 * 1024;

/** How much of a body that nobody reads yet is kept here; the rest stays on the connection. */
const READ_AHEAD_BYTES = 16 * 1024;

const UNREAD = { body: Buffer.alloc(0), isCut: false } as const;

export interface ExchangeOptions {
  /** How long the answer's head may take, and how long its body, in milliseconds of real time. */
  readonly timeoutMs: number;
  readonly dispatcher?: Dispatcher | undefined;
  /** What large answers share. */
  readonly room: ByteBudget;
  /** By which it is told whether one that holds a place is too slow. */
  readonly paceClock: Clock;
}

export interface Outgoing {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal | undefined;
  /**
   * What is done with the body of a success: it is thrown away, or read where it is small, or read
   * where it is large too, once there is a place for it. The caller gives that place back.
   */
  readonly answer: 'unread' | 'small' | Place;
  /** Whether the beginning of a large answer is all that is wanted of it. By default it is not. */
  readonly isEnough?: ((beginning: Buffer) => boolean) | undefined;
  /** Whether the beginning of a failure's body is wanted. By default it is not. */
  readonly wantsFailure?: boolean | undefined;
}

export interface Incoming {
  readonly status: number;
  /** The Retry-After header as sent. */
  readonly retryAfter: string | undefined;
  /** Empty unless it was wanted and the status is 2xx. */
  readonly body: Buffer;
  /** Whether that is only its beginning, which was enough. */
  readonly isCut: boolean;
  /** The beginning of a failure's body, where it was wanted and came. */
  readonly failure?: Buffer | undefined;
}

/**
 * One HTTP request and its answer, of any status. Nothing is sent twice and no redirect followed.
 * Rejects with the caller's reason on an abort, else with a {@link RunPodError}: `transport` when
 * no whole answer came in time or one that holds up others came too slowly, `schema` when it is too large.
 */
export class Exchange {
  readonly #timeoutMs: number;
  readonly #dispatcher: Dispatcher;
  readonly #room: ByteBudget;
  readonly #paceClock: Clock;

  constructor({ timeoutMs, dispatcher, room, paceClock }: ExchangeOptions) {
    this.#timeoutMs = timeoutMs;
    this.#room = room;
    this.#paceClock = paceClock;
    // A connection gives up sooner than the whole, so that one that was never made can be told
    // from an answer that never came.
    this.#dispatcher = dispatcher ?? new Agent({ connect: { timeout: Math.ceil(timeoutMs / 2) } });
  }

  async send(outgoing: Outgoing): Promise<Incoming> {
    const { method, url, headers, body, signal, answer } = outgoing;
    signal?.throwIfAborted();
    const stop = new AbortController();
    const follow = () => {
      stop.abort(signal?.reason);
    };
    signal?.addEventListener('abort', follow);
    try {
      const response = await this.#inTime(stop, () =>
        request(url, {
          method,
          headers,
          body: body ?? null,
          signal: stop.signal,
          dispatcher: this.#dispatcher,
          highWaterMark: READ_AHEAD_BYTES,
          // The limits here are kept by #inTime, which a slow drip cannot put off, and which does
          // not count the time that a body waits for its turn.
          headersTimeout: 0,
          bodyTimeout: 0,
        }),
      );
      // While a body waits for its turn nobody else listens, and an error would end the process. A
      // connection that breaks meanwhile mostly shows that only once it is read.
      response.body.on('error', () => undefined);
      const { statusCode: status, headers: received } = response;
      const isSuccess = status >= 200 && status < 300;
      const read = answer !== 'unread' && isSuccess;
      const failure =
        !isSuccess && outgoing.wantsFailure
          ? await this.#beginningOf(response.body, stop)
          : undefined;
      signal?.throwIfAborted();
      if (!read) response.body.destroy();
      return {
        status,
        retryAfter: first(received['retry-after']),
        failure,
        ...(read ? await this.#read(response, outgoing, answer, stop) : UNREAD),
      };
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof RunPodError) throw cause;
      throw new RunPodError(outgoing, { kind: 'transport', cause });
    } finally {
      signal?.removeEventListener('abort', follow);
    }
  }

  /**
   * A small body at once; a large one when there is a place for it, and until then no further than
   * what shows that it is large; then it has to come at a pace. Where it is too large, or so much of
   * it is enough, the connection is closed.
   */
  async #read(
    { statusCode: status, headers, body }: Dispatcher.ResponseData,
    outgoing: Outgoing,
    place: 'small' | Place,
    stop: AbortController,
  ): Promise<Pick<Incoming, 'body' | 'isCut'>> {
    const most = place === 'small' ? SMALL_ANSWER_BYTES : LARGEST_ANSWER_BYTES;
    // Not every server says it.
    const length = Number(first(headers['content-length']) ?? NaN);
    const reader = new BodyReader(body);
    const endsWithin = (bytes: number) => this.#inTime(stop, () => reader.endsWithin(bytes));
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
        await place.take(this.#room, isSaid ? length : most, stop.signal);
        if (isSaid) reader.makeRoom(length);
        const paced = { clock: this.#paceClock, size: () => reader.size, stop };
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

  /** Undefined where it breaks off or takes too long: the status is an answer all the same. */
  async #beginningOf(
    body: Dispatcher.ResponseData['body'],
    stop: AbortController,
  ): Promise<Buffer | undefined> {
    const reader = new BodyReader(body);
    try {
      await this.#inTime(stop, () => reader.endsWithin(FAILURE_BYTES));
      return reader.takeBytes();
    } catch {
      return undefined;
    }
  }

  async #inTime<T>(stop: AbortController, step: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      stop.abort(new Error(`not within ${this.#timeoutMs} ms`));
    }, this.#timeoutMs);
    try {
      return await step();
    } finally {
      clearTimeout(timer);
    }
  }
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
