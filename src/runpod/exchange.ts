import { Readable } from 'node:stream';
import { Agent, request, type Dispatcher } from 'undici';
import { TimeLimit } from '../body/time-limit.ts';
import { readAnswer, readFailure, type LargeAnswers } from './answer-body.ts';
import { RunPodError } from './errors.ts';
import type { Incoming } from './incoming.ts';
import type { Outgoing } from './outgoing.ts';
import { OutgoingBody } from './outgoing-body.ts';

/** How much of a body is taken in before anybody reads it; the rest stays with the sender. */
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
      // If nobody reads the body, nobody listens, and an unheard error would end the process.
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
