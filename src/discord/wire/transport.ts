import { STATUS_CODES } from 'node:http';
import type { ResponseLike, RESTOptions } from 'discord.js';
import { Agent, request, type Dispatcher } from 'undici';
import { z } from 'zod';
import { readBody } from '../../body/read-body.ts';
import { TimeLimit } from '../../body/time-limit.ts';
import { systemClock } from '../../clock.ts';
import { formBody } from './form-body.ts';
import { RateLimits } from './rate-limits.ts';
import type { RefusedCalls } from './refused-calls.ts';
import { Upload } from './upload.ts';

/** A page of a hundred messages takes a tenth of it. */
const LARGEST_ANSWER_BYTES = 8 * 1024 * 1024;

/**
 * How long an idle connection is kept, unless the server says how long it keeps it. With undici's own
 * 4 s most results and first answers would begin with a handshake.
 */
const KEEP_IDLE_MS = 60_000;

const agent = () => new Agent({ keepAliveTimeout: KEEP_IDLE_MS });

/** How long a request may take, besides a second for every so many bytes of it. */
const TIMEOUT_MS = 15_000;
const LEAST_BYTES_A_SECOND = 50_000;
/** discord.js knows one time limit for every request: longer than any of those here. */
export const LONGEST_REQUEST_MS = 10 * 60_000;

const httpMethod = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
/** All that discord.js passes on of the forms that its type allows. */
const fields = z.record(z.string(), z.string());

export interface TransportOptions {
  readonly timeoutMs?: number;
  /** Left out: any number of calls may be refused. */
  readonly refusedCalls?: RefusedCalls | undefined;
  /** Told every answer's `Date`. */
  readonly onDate?: (date: string) => void;
  /** Told until when nothing from this address is answered, in milliseconds since the epoch. */
  readonly onShutOut?: (until: number) => void;
}

/**
 * How discord.js makes a request. Its own way reads answers of any size for any time; here each is
 * read whole, to 8 MiB at most, within a time that goes by the request's size, since several uploads
 * share a line; what comes too late throws a TimeoutError, which discord.js does not send again by
 * itself. No redirect is followed. Where Discord has refused too many calls it throws CallsSpent.
 */
export function discordTransport({
  timeoutMs = TIMEOUT_MS,
  refusedCalls,
  onDate,
  onShutOut,
}: TransportOptions = {}): RESTOptions['makeRequest'] {
  // Where a server speaks HTTP/2 undici makes a hundred requests over one connection, on which a
  // first answer would stand behind what is being uploaded.
  const [calls, uploads] = [agent(), agent()];
  // discord.js keeps its own limits by the machine's time.
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

/** What discord.js reads of an answer. The web's own Response does the same by streams. */
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
