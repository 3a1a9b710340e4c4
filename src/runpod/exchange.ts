import { Readable } from 'node:stream';
import { Agent, type Dispatcher, request } from 'undici';
import type { Clock } from '../engines/clock.ts';
import { BodyReader, saidLength } from '../engines/read-body.ts';
import type { Semaphore, Share } from '../engines/semaphore.ts';
import { atLeastPace, TimeLimit } from '../engines/time-limit.ts';
import { RunPodError } from './errors.ts';
import type { StreamedJson } from './streamed-json.ts';

/** How much of a body to buffer before it is read. Backpressure holds the rest. */
const READ_AHEAD_BYTES = 16 * 1024;

/** One chunk is made while the one before is sent. */
const IN_BYTES = { objectMode: false, highWaterMark: 1 };

const UNREAD = { body: Buffer.alloc(0), isCut: false } as const;

export interface ExchangeOptions extends LargeAnswers {
  /**
   * How long the answer's head may take, and how long its body, in milliseconds. Before the head there is more for what
   * is sent.
   */
  readonly timeoutMs: number;
  readonly dispatcher?: Dispatcher | undefined;
}

/**
 * One HTTP request and its answer, of any status. Nothing is sent twice and no redirect followed.
 * Rejects with the caller's reason on an abort, and with a {@link RunPodError} otherwise: `transport` if
 * no complete answer came in time, or one that holds up others came too slowly; `schema` if it is too large.
 */
export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #dispatcher: Dispatcher;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    // Connecting gives up sooner than the request as a whole, so that a connection that was never made
    // can be told from an answer that never came.
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

  /** Up to the head of the answer. */
  async #request(outgoing: Outgoing, limit: TimeLimit): Promise<Dispatcher.ResponseData> {
    const { body, signal, unlessSent } = outgoing;
    const large = typeof body === 'object' ? new OutgoingBody(body, limit) : undefined;
    const giveUp = () => {
      if (large?.isSent === false) limit.abort(unlessSent?.reason);
    };
    if (unlessSent?.aborted) giveUp();
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
      // The time limit replaces these: it does not count how long a body waits for its turn.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** A request to RunPod, and what is wanted of its answer. */
export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | StreamedJson | undefined;
  readonly signal: AbortSignal | undefined;
  /** Aborts it too, as long as it has a large body that was not sent whole. What was is heard out. */
  readonly unlessSent?: AbortSignal | undefined;
  /**
   * What to do with the body of a success: throw it away, read it if it is small, or read it even if
   * it is large, once there is a place for it. The caller gives that place back.
   */
  readonly answer: 'unread' | 'small' | Place;
  /** Whether the beginning of a large answer is all that is wanted. Default: it is not. */
  readonly isEnough?: ((beginning: Buffer) => boolean) | undefined;
  /** Whether the beginning of a failure's body is wanted. Default: it is not. */
  readonly wantsFailure?: boolean | undefined;
}

/** A request has a second more for every so many bytes of it that are sent. */
const LEAST_BYTES_A_SECOND = 50_000;

/**
 * A large body on its way out, once: the more of it is sent, the more time the request has. What was handed over
 * counts as sent, though it may be on this machine still, so that of a body that was not sent whole it is certain
 * that nobody has it.
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

  /** Whether all of it was handed over. */
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
  /** Empty unless it was wanted and the status was 2xx. */
  readonly body: Buffer;
  /** Whether this is only the beginning, because that was enough. */
  readonly isCut: boolean;
  /** The beginning of a failure's body, if it was wanted and came. */
  readonly failure?: Buffer | undefined;
}

/** A request that succeeded, and its answer. */
export interface Sent {
  readonly outgoing: Outgoing;
  readonly incoming: Incoming;
}

/** The largest answer that is read: several large pictures in base64. */
export const LARGEST_ANSWER_BYTES = 24 * 1024 * 1024;

/** An answer without pictures has a hundredth of this. Up to this size, each is read as it comes. */
export const SMALL_ANSWER_BYTES = 64 * 1024;

/** How much of a failure's body is enough to see whose it is. */
const FAILURE_BYTES = 4 * 1024;

/** What large answers share. */
interface LargeAnswers {
  readonly room: Semaphore;
  /** The clock that says whether an answer is late, or too slow while it holds a place. */
  readonly networkClock: Clock;
}

/** The request that an answer belongs to. */
interface Asked {
  readonly outgoing: Outgoing;
  readonly limit: TimeLimit;
}

/**
 * The body of a success. A small one is read at once. Of a large one, only as much as shows that it is
 * large is read before there is a place for it; the rest then has to come at a pace. If it is too
 * large, or its beginning is enough, the connection is closed. Throws a {@link RunPodError} of kind
 * `schema` if it is too large, otherwise whatever ended the reading.
 */
async function readAnswer(
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  place: 'small' | Place,
  { outgoing, limit }: Asked,
  { room, networkClock }: LargeAnswers,
): Promise<Pick<Incoming, 'body' | 'isCut'>> {
  const most = place === 'small' ? SMALL_ANSWER_BYTES : LARGEST_ANSWER_BYTES;
  const length = saidLength(headers);
  // Nearly every answer says so, and undici reads it with less ado where nobody asks for its pieces.
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
 * The beginning of a failure's body. Undefined if it breaks off or takes too long: the status is an
 * answer all the same.
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
 * A caller's place among the large answers. The client takes it as soon as an answer turns out to be
 * large, before reading it; the caller gives it back once nothing of that answer is left in memory.
 * That way the room bounds the memory, however many jobs finish at the same time.
 */
export class Place {
  #share: Share | undefined;

  /** Waits for this many bytes. Rejects with the signal's reason on an abort. */
  async take(room: Semaphore, bytes: number, signal: AbortSignal): Promise<void> {
    this.release();
    this.#share = await room.take({ weight: bytes, signal });
  }

  /** Gives back what turned out not to be needed. */
  shrinkTo(bytes: number): void {
    this.#share?.shrinkTo(bytes);
  }

  /** Gives back all of it, if there is any. */
  release(): void {
    this.#share?.release();
    this.#share = undefined;
  }
}
