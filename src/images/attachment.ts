import { Agent, request, type Dispatcher } from 'undici';
import { systemClock, type Clock } from '../clock.ts';
import { BotError } from '../errors.ts';

/** The largest photo that is taken from a person. */
export const LARGEST_ATTACHMENT_BYTES = 10 * 1024 * 1024;

const TRIES = 2;
const WAIT_BETWEEN_MS = 500;
const TIMEOUT_MS = 15_000;

/** What Discord says about a file that somebody attached. */
export interface Attachment {
  /** Carries a signature: whoever has it can fetch the file. Never logged. */
  readonly url: string;
  /** Bytes. */
  readonly size: number;
}

export interface DownloadOptions {
  /** Where attachments may come from, such as `https://cdn.discordapp.com`. Nothing else does. */
  readonly origins: readonly string[];
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock;
  /** How connections are made, say through a proxy. One of its own by default. */
  readonly dispatcher?: Dispatcher | undefined;
  /** Real time that one try may take. Default 15 s. */
  readonly timeoutMs?: number;
}

/** A failure that may have passed by the second try. */
class PassingFailure extends Error {
  override readonly name = 'PassingFailure';
}

/**
 * Fetches what a person attached, at most 10 MiB. Rejects with the signal's reason on an abort,
 * else with a BotError: `photo_refused` (not from Discord, or sent elsewhere from there),
 * `picture_too_large`, `photo_gone`, `photo_unreachable` (after two tries), `not_a_picture` (no
 * bytes). None of them holds the URL.
 */
export async function downloadAttachment(
  attachment: Attachment,
  options: DownloadOptions,
): Promise<Buffer> {
  const { origins, signal, clock = systemClock } = options;
  if (attachment.size > LARGEST_ATTACHMENT_BYTES) throw new BotError('picture_too_large');
  const url = allowed(attachment.url, origins);
  for (let tries = 1; ; tries += 1) {
    try {
      return await fetchOnce(url, options);
    } catch (cause) {
      signal?.throwIfAborted();
      if (!(cause instanceof PassingFailure)) throw cause;
      if (tries >= TRIES) throw new BotError('photo_unreachable', { cause });
      await clock.sleep(WAIT_BETWEEN_MS, signal);
    }
  }
}

/** The scheme is looked at too, since `blob:` URLs have the origin of what stands in them. */
function allowed(text: string, origins: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.username !== '' ||
    url.password !== '' ||
    !origins.includes(url.origin)
  ) {
    throw new BotError('photo_refused');
  }
  return url;
}

async function fetchOnce(url: URL, options: DownloadOptions): Promise<Buffer> {
  const { signal, dispatcher, timeoutMs = TIMEOUT_MS } = options;
  signal?.throwIfAborted();
  const stop = new AbortController();
  const follow = () => {
    stop.abort(signal?.reason);
  };
  signal?.addEventListener('abort', follow);
  const timer = setTimeout(() => {
    stop.abort(new Error(`not within ${timeoutMs} ms`));
  }, timeoutMs);
  const own = new Agent();
  try {
    const response = await request(url, {
      headers: { 'user-agent': 'darkroom' },
      signal: stop.signal,
      dispatcher: dispatcher ?? own,
    });
    response.body.on('error', () => undefined);
    try {
      return await readPhoto(response);
    } finally {
      response.body.destroy();
    }
  } catch (cause) {
    if (cause instanceof BotError || cause instanceof PassingFailure) throw cause;
    throw new PassingFailure('no whole answer', { cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', follow);
    await own.destroy();
  }
}

async function readPhoto(response: Dispatcher.ResponseData): Promise<Buffer> {
  const { statusCode: status, headers, body } = response;
  if (status === 429 || status >= 500) throw new PassingFailure(`answered ${status}`);
  if (status >= 300 && status < 400) throw new BotError('photo_refused');
  if ([403, 404, 410].includes(status)) throw new BotError('photo_gone');
  if (status >= 400) {
    throw new BotError('photo_unreachable', { cause: new Error(`answered ${status}`) });
  }
  if (Number(headers['content-length']) > LARGEST_ATTACHMENT_BYTES) {
    throw new BotError('picture_too_large');
  }
  const stream: AsyncIterable<Buffer> = body;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LARGEST_ATTACHMENT_BYTES) throw new BotError('picture_too_large');
    chunks.push(chunk);
  }
  if (size === 0) throw new BotError('not_a_picture');
  return Buffer.concat(chunks, size);
}
