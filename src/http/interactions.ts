import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import type { Context } from 'hono';
import { z } from 'zod';
import type { Clock } from '../engines/clock.ts';
import { BodyReader } from '../engines/read-body.ts';
import type { HttpApp } from './app.ts';
import { trust } from './server.ts';

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
 * not have Discord's signature of the last minutes, `unreadable` ones are too large, too slow, cut
 * off, or no interaction. `stopping`: the bot takes no more.
 */
export const INTERACTION_OUTCOMES = [
  'accepted',
  'repeat',
  'ping',
  'forged',
  'unreadable',
  'stopping',
] as const;

/** Publishes the outcome of each request as `{ outcome }`. */
export const interactionArrived = channel('darkroom:interaction');

/** Bounds of a port for interactions, besides those for webhooks. */
export const INTERACTION_BOUNDS = {
  /** Each interaction may have a connection of its own, and 1,000 may come at once. */
  connections: 2_048,
  /** Discord sends them at once, and waits three seconds for the whole answer. */
  headersMs: 3_000,
};

/** Most interactions have 2 to 6 KB. All connections together may send 32 MB of that size. */
const SMALL_BYTES = 16 * 1024;
/** Discord's largest: a form's five texts of 4,000 characters, escaped, and the message it is about. */
const MOST_BYTES = 256 * 1024;
/** How many bodies may be larger than the small ones at a time: 16 MB. */
const MOST_LARGE = 64;
const LONGEST_BODY_MS = 3_000;
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
  const endpoint = new InteractionsPort(parts);
  app.post('*', (c, next) =>
    c.req.path.endsWith(INTERACTIONS_PATH) ? endpoint.receive(c, c.env.incoming) : next(),
  );
}

class InteractionsPort {
  readonly #parts: InteractionParts;
  readonly #key: KeyObject;
  /** When each interaction arrived, in milliseconds since the epoch, oldest first. */
  readonly #seen = new Map<string, number>();
  /** How many bodies are being read that are not small. */
  #large = 0;

  constructor(parts: InteractionParts) {
    this.#parts = parts;
    const x = Buffer.from(parts.publicKey, 'hex').toString('base64url');
    this.#key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  }

  async receive(c: Context, incoming: IncomingMessage): Promise<Response> {
    const signed = signatureHeaders.safeParse(incoming.headers).data;
    if (!signed || !this.#isRecent(signed['x-signature-timestamp'])) return end(c, 'forged');
    const body = await this.#bodyOf(incoming);
    if (!body) return end(c, 'unreadable');
    const timestamp = signed['x-signature-timestamp'];
    const signature = Buffer.from(signed['x-signature-ed25519'], 'hex');
    const data = Buffer.concat([Buffer.from(timestamp), body]);
    if (!(await verifySignature(null, data, this.#key, signature))) return end(c, 'forged');
    trust(incoming);
    const payload = jsonIn(body);
    const { data: head } = interaction.safeParse(payload);
    if (!head) return end(c, 'unreadable');
    if (head.type === PING) {
      interactionArrived.publish({ outcome: 'ping' });
      return c.json(PONG);
    }
    if (this.#isRepeat(head.id)) return end(c, 'repeat');
    if (!this.#parts.take(payload)) return end(c, 'stopping');
    this.#seen.set(head.id, this.#discordsNow());
    return end(c, 'accepted');
  }

  #isRecent(timestamp: string): boolean {
    return Math.abs(this.#discordsNow() - Number(timestamp) * 1_000) <= LONGEST_AGE_MS;
  }

  #discordsNow(): number {
    const { clock, clockAheadMs } = this.#parts;
    return clock.now() - (clockAheadMs?.() ?? 0);
  }

  /** Anyone who has seen a request can send it again while its signature is recent. */
  #isRepeat(id: string): boolean {
    const now = this.#discordsNow();
    for (const [earlier, at] of this.#seen) {
      if (now - at <= KNOWN_MS) break;
      this.#seen.delete(earlier);
    }
    return this.#seen.has(id);
  }

  /** Reads a request's raw body; `undefined` if it is too large, too slow or cut off. */
  async #bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
    if (Number(incoming.headers['content-length'] ?? 0) > MOST_BYTES) return undefined;
    const late = setTimeout(() => {
      incoming.destroy();
    }, this.#parts.bodyWithinMs ?? LONGEST_BODY_MS);
    try {
      const reader = new BodyReader(incoming);
      if (await reader.endsWithin(SMALL_BYTES)) return reader.takeBytes();
      return await this.#restOf(reader);
    } catch {
      return undefined;
    } finally {
      clearTimeout(late);
    }
  }

  async #restOf(reader: BodyReader): Promise<Buffer | undefined> {
    if (this.#large >= MOST_LARGE) return undefined;
    this.#large += 1;
    try {
      return (await reader.endsWithin(MOST_BYTES)) ? reader.takeBytes() : undefined;
    } finally {
      this.#large -= 1;
    }
  }
}

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

const STATUS = { accepted: 202, repeat: 202, forged: 401, unreadable: 400, stopping: 503 } as const;

/** Closes the connection of one that is refused: nothing else that it sends is read. */
function end(c: Context, outcome: keyof typeof STATUS): Response {
  interactionArrived.publish({ outcome });
  const status = STATUS[outcome];
  return c.body(null, status, status === 202 ? {} : { connection: 'close' });
}
