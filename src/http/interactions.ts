import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { z } from 'zod';
import type { HttpApp } from './app.ts';
import { LONGEST_AGE_MS, SignedBodies, type SignedBodiesOptions } from './signed-bodies.ts';

/** The end of the path to which Discord posts interactions. A proxy may put another before it. */
export const INTERACTIONS_PATH = '/interactions';

export interface InteractionParts extends SignedBodiesOptions {
  /** Takes the payload of an interaction. False if the bot is stopping. */
  readonly take: (payload: unknown) => boolean;
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

/** How long an interaction is known: its signature may be from the future, as far as clocks differ. */
const KNOWN_MS = 2 * LONGEST_AGE_MS;

/** Discord's types of interactions and responses. */
const PING = 1;
const PONG = { type: 1 } as const;

const interaction = z.object({ type: z.number(), id: z.string().regex(/^\d{1,20}$/) });

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
  readonly #bodies: SignedBodies;
  /** When each interaction arrived, in milliseconds since the epoch, oldest first. */
  readonly #seen = new Map<string, number>();

  constructor(parts: InteractionParts) {
    this.#parts = parts;
    this.#bodies = new SignedBodies(parts);
  }

  async receive(c: Context, incoming: IncomingMessage): Promise<Response> {
    const read = await this.#bodies.read(incoming);
    if (typeof read === 'string') return end(c, read);
    const { payload } = read;
    const { data: head } = interaction.safeParse(payload);
    if (!head) return end(c, 'unreadable');
    if (head.type === PING) {
      interactionArrived.publish({ outcome: 'ping' });
      return c.json(PONG);
    }
    if (this.#isRepeat(head.id)) return end(c, 'repeat');
    if (!this.#parts.take(payload)) return end(c, 'stopping');
    this.#seen.set(head.id, this.#bodies.discordsNow());
    return end(c, 'accepted');
  }

  /** Anyone who has seen a request can send it again while its signature is recent. */
  #isRepeat(id: string): boolean {
    const now = this.#bodies.discordsNow();
    for (const [earlier, at] of this.#seen) {
      if (now - at <= KNOWN_MS) break;
      this.#seen.delete(earlier);
    }
    return this.#seen.has(id);
  }
}

const STATUS = { accepted: 202, repeat: 202, forged: 401, unreadable: 400, stopping: 503 } as const;

/** Closes the connection of one that is refused: nothing else that it sends is read. */
function end(c: Context, outcome: keyof typeof STATUS): Response {
  interactionArrived.publish({ outcome });
  const status = STATUS[outcome];
  return c.body(null, status, status === 202 ? {} : { connection: 'close' });
}
