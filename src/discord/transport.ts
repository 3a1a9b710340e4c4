import type { RESTOptions } from 'discord.js';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { RateLimits } from './rate-limits.ts';

/** A page of a hundred messages has a tenth of it. */
const LARGEST_ANSWER_BYTES = 8 * 1024 * 1024;

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** All that discord.js passes on of the forms that its type allows. */
const fields = z.record(z.string(), z.string());

/**
 * How discord.js makes a request. Its own way reads answers of any size for any time; here each is
 * read whole within the request's time limit, to 8 MiB at most, and no redirect is followed.
 */
export function discordTransport(): RESTOptions['makeRequest'] {
  const dispatcher = new Agent({ maxResponseSize: LARGEST_ANSWER_BYTES });
  // discord.js keeps its own limits by the machine's time.
  const limits = new RateLimits(systemClock);
  return async (url, { method = 'GET', headers = {}, body = null, signal = null }) => {
    // Node's own Request knows how to encode the forms that discord.js makes of files.
    const outgoing = new Request(url, {
      method,
      headers: fields.parse(headers),
      body: encodable(body),
    });
    const incoming = await request(url, {
      method: outgoing.method,
      headers: Object.fromEntries(outgoing.headers),
      body: outgoing.body && Buffer.from(await outgoing.arrayBuffer()),
      signal,
      dispatcher,
    });
    const bytes = await incoming.body.arrayBuffer();
    const status = incoming.statusCode;
    const answered = new Headers();
    for (const [name, values = []] of Object.entries(incoming.headers)) {
      for (const value of [values].flat()) answered.append(name, value);
    }
    return new Response(WITHOUT_BODY.has(status) ? null : bytes, {
      status,
      headers: limits.note(outgoing.method, url, status, answered),
    });
  };
}

function encodable(body: unknown): string | FormData | null {
  if (body === null || typeof body === 'string' || body instanceof FormData) return body;
  throw new TypeError('a body is text or a form');
}
