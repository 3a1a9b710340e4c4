import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import type { Context } from 'hono';
import { z } from 'zod';
import type { Clock } from '../engines/clock.ts';
import { BodyReader } from '../engines/read-body.ts';
import type { HttpApp } from './app.ts';

/** The end of the path to which Discord posts interactions. A proxy may put another before it. */
export const INTERACTIONS_PATH = '/interactions';

export interface InteractionParts {
  /** The application's public key as Discord gives it: 64 hexadecimal digits. */
  readonly publicKey: string;
  /** Takes the payload of an interaction. False if the bot is stopping. */
  readonly take: (payload: unknown) => boolean;
  readonly clock: Pick<Clock, 'now'>;
  /** How far this clock is ahead of Discord's, in milliseconds, if known. */
  readonly clockAheadMs?: () => number | undefined;
  /** How long a body may take, in milliseconds. Default: {@link LONGEST_BODY_MS}. */
  readonly bodyWithinMs?: number;
}

/**
 * What becomes of a request: an interaction is `accepted`, or is a `repeat` of one. `forged` ones do
 * not have Discord's signature, or one of long ago.
 */
export const INTERACTION_OUTCOMES = ['accepted', 'repeat', 'ping', 'forged', 'unreadable'] as const;
export type InteractionOutcome = (typeof INTERACTION_OUTCOMES)[number];

/** Publishes the outcome of each request as `{ outcome }`. */
export const interactionArrived = channel('darkroom:interaction');

/**
 * How many connections a port for interactions takes. Each interaction may have one of its own, and
 * 1,000 may come at once, besides webhooks. Each costs about 20 KB, and 64 KiB while its body waits
 * to be read.
 */
export const INTERACTION_CONNECTIONS = 2_048;

/** Discord's own are well below: a form's texts have 4,000 characters each, a message 6,000. */
const MOST_BYTES = 512 * 1024;
/** Discord waits three seconds for the whole answer. */
const LONGEST_BODY_MS = 5_000;
/** How old a signature may be. Discord signs when it sends. */
const LONGEST_AGE_MS = 5 * 60_000;
/** How long an interaction is known: its signature may be from the future, as far as clocks differ. */
const KNOWN_MS = 2 * LONGEST_AGE_MS;

/** Discord's types of interactions and responses. */
const PING = 1;
const PONG = { type: 1 } as const;

const signatureHeaders = z.object({
  'x-signature-ed25519': z.string().regex(/^[\da-f]{128}$/i),
  'x-signature-timestamp': z.string().regex(/^\d{1,12}$/),
});
const interaction = z.object({ type: z.number(), id: z.string().regex(/^\d{1,20}$/) });

const verifySignature = promisify(verify) as (
  algorithm: null,
  data: Buffer,
  key: KeyObject,
  signature: Buffer,
) => Promise<boolean>;

/**
 * Receives interactions that Discord posts. It signs the time and the raw body of each request, and
 * sends wrong signatures too, to see that they are refused (its documentation of October 2026).
 *
 * Interactions are accepted by 202. Their answers are sent as those to the gateway's are.
 */
export function interactionRoutes(app: HttpApp, parts: InteractionParts): void {
  const endpoint = new InteractionsEndpoint(parts);
  app.post('*', (c, next) =>
    c.req.path.endsWith(INTERACTIONS_PATH) ? endpoint.receive(c, c.env.incoming) : next(),
  );
}

class InteractionsEndpoint {
  readonly #parts: InteractionParts;
  readonly #key: KeyObject;
  /** When each interaction arrived, in milliseconds since the epoch, oldest first. */
  readonly #seen = new Map<string, number>();

  constructor(parts: InteractionParts) {
    this.#parts = parts;
    const x = Buffer.from(parts.publicKey, 'hex').toString('base64url');
    this.#key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  }

  async receive(c: Context, incoming: IncomingMessage): Promise<Response> {
    const signed = signatureHeaders.safeParse(incoming.headers).data;
    if (!signed || !this.#isRecent(signed['x-signature-timestamp'])) return refuse(c, 401);
    const body = await bodyOf(incoming, this.#parts.bodyWithinMs);
    if (!body) return refuse(c, 413);
    const timestamp = signed['x-signature-timestamp'];
    const signature = Buffer.from(signed['x-signature-ed25519'], 'hex');
    const data = Buffer.concat([Buffer.from(timestamp), body]);
    if (!(await verifySignature(null, data, this.#key, signature))) return refuse(c, 401);
    const payload = jsonIn(body);
    const { data: head } = interaction.safeParse(payload);
    if (!head) return end(c, 'unreadable', 400);
    if (head.type === PING) {
      interactionArrived.publish({ outcome: 'ping' });
      return c.json(PONG);
    }
    if (this.#isRepeat(head.id)) return end(c, 'repeat', 202);
    if (!this.#parts.take(payload)) return c.body(null, 503);
    return end(c, 'accepted', 202);
  }

  #isRecent(timestamp: string): boolean {
    return Math.abs(this.#discordsNow() - Number(timestamp) * 1_000) <= LONGEST_AGE_MS;
  }

  #discordsNow(): number {
    const { clock, clockAheadMs } = this.#parts;
    return clock.now() - (clockAheadMs?.() ?? 0);
  }

  /** Whoever has seen a request can send it again while its signature is recent. */
  #isRepeat(id: string): boolean {
    const now = this.#discordsNow();
    for (const [earlier, at] of this.#seen) {
      if (now - at <= KNOWN_MS) break;
      this.#seen.delete(earlier);
    }
    if (this.#seen.has(id)) return true;
    this.#seen.set(id, now);
    return false;
  }
}

/** Reads a request's raw body; `undefined` if it is too large, too slow or cut off. */
async function bodyOf(
  incoming: IncomingMessage,
  withinMs = LONGEST_BODY_MS,
): Promise<Buffer | undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > MOST_BYTES) return undefined;
  const late = setTimeout(() => {
    incoming.destroy();
  }, withinMs);
  try {
    const reader = new BodyReader(incoming);
    return (await reader.endsWithin(MOST_BYTES)) ? reader.takeBytes() : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(late);
  }
}

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Does not wait for the rest of the body. */
function refuse(c: Context, status: 401 | 413): Response {
  interactionArrived.publish({ outcome: 'forged' });
  return c.body(null, status, { connection: 'close' });
}

function end(c: Context, outcome: InteractionOutcome, status: 202 | 400): Response {
  interactionArrived.publish({ outcome });
  return c.body(null, status);
}
