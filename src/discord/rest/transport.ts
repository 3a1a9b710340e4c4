import { createHash, randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import type { ResponseLike, RESTOptions } from 'discord.js';
import { Agent, type Dispatcher, Headers, request, type Response } from 'undici';
import { z } from 'zod';
import { type Clock, systemClock } from '../../engines/clock.ts';
import { readBody } from '../../engines/read-body.ts';
import { TimeLimit } from '../../engines/time-limit.ts';
import type { StoredBytes } from '../../images/picture-store.ts';
import { Upload } from './message-payload.ts';
import type { RefusedCalls } from './refused-calls.ts';

/** A page of a hundred messages takes a tenth of it. */
const LARGEST_ANSWER_BYTES = 8 * 1024 * 1024;

/**
 * How long to keep an idle connection, unless the server gives its own limit. undici's default of 4
 * s would add a handshake to most results and first answers.
 */
const KEEP_IDLE_MS = 60_000;

const agent = () => new Agent({ keepAliveTimeout: KEEP_IDLE_MS });

/** Timeout of a request, plus a second for each time this many bytes are sent. */
const TIMEOUT_MS = 15_000;
const LEAST_BYTES_A_SECOND = 50_000;
/** discord.js has one timeout for all requests: longer than any here. */
export const LONGEST_REQUEST_MS = 10 * 60_000;

const httpMethod = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
/** The header forms that discord.js uses. */
const fields = z.record(z.string(), z.string());

export interface TransportOptions {
  readonly timeoutMs?: number;
  /** Without it, refused calls are not limited. */
  readonly refusedCalls?: RefusedCalls | undefined;
  /** Called with the `Date` of each response. */
  readonly onDate?: (date: string) => void;
  /** Called with the end of a block of this address, in milliseconds since the epoch. */
  readonly onShutOut?: (until: number) => void;
}

/**
 * The transport for discord.js. Its own reads responses of any size without a timeout. This one
 * reads up to 8 MiB, within a timeout that depends on the request's size, since uploads share a
 * line. A timeout throws a TimeoutError, which discord.js does not retry. Redirects are not
 * followed. Throws CallsSpent once Discord has refused too many calls.
 */
export function discordTransport({
  timeoutMs = TIMEOUT_MS,
  refusedCalls,
  onDate,
  onShutOut,
}: TransportOptions = {}): RESTOptions['makeRequest'] {
  // With HTTP/2, undici sends a hundred requests over one connection, and a first answer would wait
  // behind uploads.
  const [calls, uploads] = [agent(), agent()];
  // discord.js's rate limits use the machine's time.
  const limits = new RateLimits(systemClock, onShutOut);
  return async (url, { method = 'GET', headers = {}, body = null, signal = null }) => {
    refusedCalls?.requireRoomFor(url);
    const given: unknown = body;
    const form = given instanceof Upload ? formBody(given) : undefined;
    const text = form ? null : textOf(given);
    const sent = form?.body ?? (text === null ? null : Buffer.from(text));
    const size = form?.bytes ?? (Buffer.isBuffer(sent) ? sent.length : 0);
    const extraMs = Math.round(size / LEAST_BYTES_A_SECOND) * 1_000;
    const limit = new TimeLimit(timeoutMs + extraMs, systemClock, signal);
    const exchange = async () => {
      const response = await request(url, {
        method: httpMethod.parse(method),
        headers: { ...fields.parse(headers), ...form?.headers },
        body: sent,
        signal: limit.signal,
        dispatcher: form ? uploads : calls,
      });
      const { date } = response.headers;
      if (typeof date === 'string') onDate?.(date);
      return { response, bytes: await readBody(response, LARGEST_ANSWER_BYTES) };
    };
    const { response, bytes } = await limit.within(exchange).finally(() => {
      limit.end();
    });
    const { statusCode: status } = response;
    const answered = headersOf(response);
    refusedCalls?.note(url, status, answered);
    return answerOf(bytes, status, limits.note(method, url, status, answered));
  };
}

function headersOf({ headers }: Pick<Dispatcher.ResponseData, 'headers'>): Headers {
  const copied = new Headers();
  for (const [name, values = []] of Object.entries(headers)) {
    for (const value of [values].flat()) copied.append(name, value);
  }
  return copied;
}

/** The parts of a response that discord.js reads. The web's Response would need streams. */
function answerOf(
  bytes: Buffer,
  status: number,
  headers: Headers,
): Pick<Response, keyof ResponseLike> {
  const text = () => Promise.resolve(bytes.toString('utf8'));
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    ok: status >= 200 && status < 300,
    headers,
    body: null,
    bodyUsed: false,
    arrayBuffer: () => Promise.resolve(new Uint8Array(bytes).buffer),
    text,
    json: () => text().then((body): unknown => JSON.parse(body)),
  };
}

function textOf(body: unknown): string | null {
  if (body === null || typeof body === 'string') return body;
  throw new TypeError('a body is text or an upload');
}

const PIECE_BYTES = 128 * 1024;

/** A form body, produced as it is sent. */
export interface FormBody {
  readonly headers: { readonly 'content-type': string; readonly 'content-length': string };
  readonly bytes: number;
  readonly body: Readable;
}

type Part = Uint8Array | StoredBytes;

/**
 * Encodes an upload as `multipart/form-data` (RFC 7578), with Discord's part names. Streams the
 * files.
 */
export function formBody({ body, files }: Upload): FormBody {
  const boundary = `darkroom-${randomUUID()}`;
  const open = (name: string) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"`;
  const parts: Part[] = files.flatMap(({ name, type, data }, index) => {
    const named = `${open(`files[${index}]`)}; filename="${quotable(name)}"`;
    const head = `${named}\r\ncontent-type: ${type ?? 'application/octet-stream'}\r\n\r\n`;
    return [Buffer.from(head), data, Buffer.from('\r\n')];
  });
  const json = `${open('payload_json')}\r\n\r\n${JSON.stringify(body)}\r\n`;
  parts.push(Buffer.from(`${json}--${boundary}--\r\n`));
  const bytes = parts.reduce((sum, part) => sum + sizeOf(part), 0);
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(bytes),
    },
    bytes,
    body: Readable.from(piecesOf(parts), { objectMode: false }),
  };
}

async function* piecesOf(parts: readonly Part[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if ('pieces' in part) yield* part.pieces();
    else {
      for (let at = 0; at < part.length; at += PIECE_BYTES) {
        yield part.subarray(at, at + PIECE_BYTES);
      }
    }
  }
}

function sizeOf(part: Part): number {
  return 'pieces' in part ? part.size : part.length;
}

/** Escapes file names as the HTML standard does. */
function quotable(name: string): string {
  return name.replace(/\r?\n|\r/g, '%0D%0A').replaceAll('"', '%22');
}

/** The wait after a 429 without a time: one of Cloudflare's, for the whole address. */
const UNSAID_SECONDS = 60;
const LEAST_SECONDS = 0.5;
const MOST_SECONDS = 600;

/** A 429 this soon after the last wait counts as consecutive. */
const IN_A_ROW_MS = 60_000;

/** The part of a path with its own rate limits: a channel, or an interaction's token. */
const PLACE = /\/(?:channels\/\d+|(?:webhooks|interactions)\/\d+\/[^/]+)/;

interface Row {
  /** The number of consecutive 429s. */
  readonly length: number;
  /** When the wait ends, in milliseconds since the epoch. */
  readonly until: number;
}

/**
 * Makes discord.js wait after every 429. By itself it retries at once if `Retry-After` is missing,
 * and endlessly if each response names a short time (`runRequest` of its handlers). Here a 429
 * always has a wait, which doubles with each consecutive one in the same place.
 */
export class RateLimits {
  readonly #clock: Clock;
  readonly #onShutOut: (until: number) => void;
  /** By hash of method and place, since a place may be an interaction's token. */
  readonly #rows = new Map<string, Row>();

  /** `onShutOut`: called with the end of the wait if the whole address is blocked. */
  constructor(clock: Clock, onShutOut: (until: number) => void = () => undefined) {
    this.#clock = clock;
    this.#onShutOut = onShutOut;
  }

  /** How many places had a 429 recently. */
  get size(): number {
    return this.#rows.size;
  }

  /** Records a response and returns its headers for discord.js. */
  note(method: string, url: string, status: number, headers: Headers): Headers {
    if (status !== 429 && this.#rows.size === 0) return headers;
    const { pathname } = new URL(url);
    const place = `${method} ${PLACE.exec(pathname)?.[0] ?? pathname}`;
    const key = createHash('sha256').update(place).digest('base64');
    if (status !== 429) {
      this.#rows.delete(key);
      return headers;
    }
    const now = this.#clock.now();
    for (const [one, { until }] of this.#rows) if (until <= now) this.#rows.delete(one);
    const before = this.#rows.get(key)?.length ?? 0;
    const said = Number(headers.get('retry-after') ?? NaN);
    const wait = said > 0 ? said : UNSAID_SECONDS;
    const seconds = Math.min(Math.max(wait, LEAST_SECONDS * 2 ** before), MOST_SECONDS);
    this.#rows.set(key, { length: before + 1, until: now + seconds * 1_000 + IN_A_ROW_MS });
    const paced = new Headers(headers);
    paced.set('retry-after', String(seconds));
    // Makes its handlers delay later requests to the place.
    paced.set('x-ratelimit-remaining', '0');
    paced.set('x-ratelimit-reset-after', String(seconds));
    // Discord's own 429 is JSON with a time; HTML comes from a proxy.
    if (!(said > 0) || headers.get('content-type')?.startsWith('text/html')) {
      paced.set('x-ratelimit-global', 'true');
      this.#onShutOut(now + seconds * 1_000);
    }
    return paced;
  }
}
