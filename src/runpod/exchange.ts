import PQueue from 'p-queue';
import { Agent, request, type Dispatcher } from 'undici';
import { RunPodError } from './errors.ts';

/** The largest answer that is read: several large pictures in base64. */
export const LARGEST_ANSWER_BYTES = 24 * 1024 * 1024;

/** Large answers read side by side stall the event loop and fill memory; more than this wait. */
const READING_AT_ONCE = 4;

export interface ExchangeOptions {
  /** How long the answer's head may take, and how long its body, in milliseconds of real time. */
  readonly timeoutMs: number;
  readonly dispatcher?: Dispatcher | undefined;
}

export interface Outgoing {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Whether the body of a success is of use. It is thrown away otherwise. */
  readonly wantsBody: boolean;
}

export interface Incoming {
  readonly status: number;
  /** The Retry-After header as sent. */
  readonly retryAfter: string | undefined;
  /** Empty unless it was wanted and the status is 2xx. */
  readonly body: Buffer;
}

/**
 * One HTTP request and its answer, of any status. Nothing is sent twice and no redirect followed.
 * Rejects with the caller's reason on an abort, else with a {@link RunPodError}: `transport` when
 * no whole answer came in time, `schema` when it is too large.
 */
export class Exchange {
  readonly #timeoutMs: number;
  readonly #dispatcher: Dispatcher;
  readonly #reading = new PQueue({ concurrency: READING_AT_ONCE });

  constructor({ timeoutMs, dispatcher }: ExchangeOptions) {
    this.#timeoutMs = timeoutMs;
    // A connection gives up sooner than the whole, so that one that was never made can be told
    // from an answer that never came.
    this.#dispatcher = dispatcher ?? new Agent({ connect: { timeout: Math.ceil(timeoutMs / 2) } });
  }

  async send(outgoing: Outgoing): Promise<Incoming> {
    const { method, url, headers, body, signal, wantsBody } = outgoing;
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
          // The limits here are kept by #inTime, which a slow drip cannot put off.
          headersTimeout: 0,
          bodyTimeout: 0,
        }),
      );
      // While a body waits for its turn nobody else listens, and an error would end the process.
      response.body.on('error', () => undefined);
      const { statusCode: status, headers: received } = response;
      const read = wantsBody && status >= 200 && status < 300;
      if (!read) response.body.destroy();
      return {
        status,
        retryAfter: first(received['retry-after']),
        body: read
          ? await this.#reading.add(() => this.#inTime(stop, () => readBody(response, outgoing)), {
              signal: stop.signal,
            })
          : Buffer.alloc(0),
      };
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof RunPodError) throw cause;
      throw new RunPodError(outgoing, { kind: 'transport', cause });
    } finally {
      signal?.removeEventListener('abort', follow);
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

/** Reads up to the cap; beyond it, or if the head already says so, the connection is closed. */
async function readBody(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  outgoing: Outgoing,
): Promise<Buffer> {
  const tooLarge = () =>
    new RunPodError(outgoing, { kind: 'schema', status: statusCode, problem: 'too large' });
  if (Number(first(headers['content-length'])) > LARGEST_ANSWER_BYTES) {
    body.destroy();
    throw tooLarge();
  }
  const stream: AsyncIterable<Buffer> = body;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LARGEST_ANSWER_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
