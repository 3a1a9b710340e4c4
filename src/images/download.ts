import { Agent, type Dispatcher, request } from 'undici';
import { type Clock, systemClock } from '../engines/clock.ts';
import { BodyTooLarge, readBody, readHead } from '../engines/read-body.ts';
import { TimeLimit } from '../engines/time-limit.ts';

const TRIES = 2;
const WAIT_BETWEEN_MS = 500;
const TIMEOUT_MS = 15_000;

/**
 * `refused`: not from an allowed origin, or redirected. `gone`: no longer there, or its signature has
 * expired. `unreachable`: no complete response after two tries. `empty`: a response without bytes.
 */
export type DownloadFailure = 'refused' | 'gone' | 'too_large' | 'unreachable' | 'empty';

/** A failed download. The message never contains the URL, which may carry a signature. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly failure: DownloadFailure;

  constructor(failure: DownloadFailure, options?: ErrorOptions) {
    super(`the file is ${failure.replace('_', ' ')}`, options);
    this.failure = failure;
  }
}

export interface DownloadOptions {
  /** The only allowed origins, such as `https://cdn.discordapp.com`. */
  readonly origins: readonly string[];
  readonly largestBytes: number;
  /** Fetches only this many bytes from the start, whatever the file's size. */
  readonly headBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
  /** The timeout of one try in milliseconds. Default: 15 s. */
  readonly timeoutMs?: number | undefined;
  /** The clock for the timeout. Default: real time, as is the network's. */
  readonly networkClock?: Clock | undefined;
  /** Default: a connection of its own for each try. */
  readonly network?: Dispatcher | undefined;
}

/** Worth a retry: timeouts, rate limits and server errors. */
const isPassing = (status: number) => status === 408 || status === 429 || status >= 500;

/** A failure that the retry may overcome. */
class PassingFailure extends Error {
  override readonly name = 'PassingFailure';
}

/**
 * Fetches a file of limited size from one of the origins without following redirects. Rejects with the
 * signal's reason on an abort, and with a {@link DownloadError} otherwise.
 */
export async function download(address: string, options: DownloadOptions): Promise<Buffer> {
  const { origins, signal, clock = systemClock } = options;
  const url = allowed(address, origins);
  for (let tries = 1; ; tries += 1) {
    try {
      const file = await fetchOnce(url, options);
      if (file.length === 0) throw new DownloadError('empty');
      return file;
    } catch (cause) {
      signal?.throwIfAborted();
      if (!(cause instanceof PassingFailure)) throw cause;
      if (tries >= TRIES) throw new DownloadError('unreachable', { cause });
      await clock.sleep(WAIT_BETWEEN_MS, signal);
    }
  }
}

/** Checks the protocol too, since a `blob:` URL has the origin of the URL inside it. */
function allowed(text: string, origins: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.username !== '' ||
    url.password !== '' ||
    !origins.includes(url.origin)
  ) {
    throw new DownloadError('refused');
  }
  return url;
}

async function fetchOnce(url: URL, options: DownloadOptions): Promise<Buffer> {
  const { signal, largestBytes, headBytes, timeoutMs = TIMEOUT_MS } = options;
  const { clock = systemClock, network } = options;
  const { networkClock = network ? clock : systemClock } = options;
  const limit = new TimeLimit(timeoutMs, networkClock, signal);
  const dispatcher = network ?? new Agent();
  try {
    return await limit.within(async () => {
      const range = headBytes === undefined ? {} : { range: `bytes=0-${headBytes - 1}` };
      const headers = { 'user-agent': 'darkroom', ...range };
      const response = await request(url, { headers, signal: limit.signal, dispatcher });
      const failure = failureOf(response.statusCode);
      if (!failure && headBytes !== undefined) return await readHead(response, headBytes);
      if (!failure) return await readBody(response, largestBytes);
      response.body.on('error', () => undefined).destroy();
      throw failure;
    });
  } catch (cause) {
    if (cause instanceof BodyTooLarge) throw new DownloadError('too_large');
    if (cause instanceof DownloadError || cause instanceof PassingFailure) throw cause;
    throw new PassingFailure('incomplete response', { cause });
  } finally {
    limit.end();
    if (!network) await dispatcher.destroy();
  }
}

/** The failure that a status stands for, if any. */
function failureOf(status: number): DownloadError | PassingFailure | undefined {
  if (isPassing(status)) return new PassingFailure(`answered ${status}`);
  if (status >= 300 && status < 400) return new DownloadError('refused');
  // S3 answers 400 and 403 to an expired signature.
  const cause = new Error(`answered ${status}`);
  return status >= 400 ? new DownloadError('gone', { cause }) : undefined;
}
