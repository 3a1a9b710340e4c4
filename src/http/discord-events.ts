import type { Context } from 'hono';
import { z } from 'zod';
import { ENTITLEMENT_EVENTS, type EntitlementSync } from '../discord/intake/entitlement-sync.ts';
import { EVENTS_PATH } from '../discord/intake/interactions-url.ts';
import { snowflake } from '../discord/rest/seen-message.ts';
import type { HttpApp } from './app.ts';
import { SignedBodies, type SignedBodiesOptions } from './signed-bodies.ts';

/** A user removed their own install of the bot. Milliseconds since the epoch, by this machine's clock. */
export interface Deauthorisation {
  readonly userId: string;
  readonly at: number;
}

export interface DiscordEventsParts extends SignedBodiesOptions {
  readonly applicationId: string;
  /** Stores it, and returns before the rest is done. May reject: Discord tries again for ten minutes. */
  readonly deauthorised: (event: Deauthorisation) => Promise<void>;
  /** `undefined`: premium is not configured. */
  readonly onEntitlement: EntitlementSync['onEvent'] | undefined;
}

const PING = 0;
const EVENT = 1;

/** Discord writes UTC without saying so. */
const timestamp = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?$/)
  .transform((text) => Date.parse(/Z$|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`))
  .pipe(z.number());

const DEAUTHORIZED = 'APPLICATION_DEAUTHORIZED';
const HANDLED: ReadonlySet<string> = new Set([DEAUTHORIZED, ...ENTITLEMENT_EVENTS]);

const envelope = z.object({
  type: z.number(),
  application_id: z.string(),
  event: z.object({ type: z.string() }).optional().catch(undefined),
});
const eventBody = z.object({
  event: z.discriminatedUnion('type', [
    z.object({
      type: z.literal(DEAUTHORIZED),
      timestamp,
      data: z.object({ user: z.object({ id: snowflake }) }),
    }),
    z.object({ type: z.enum(ENTITLEMENT_EVENTS), timestamp, data: z.unknown() }),
  ]),
});

/**
 * Receives the events that Discord posts: not at once, in any order, and again for ten minutes unless they are
 * answered by 204 within three seconds. Events of other types are accepted, and nothing comes of them. Those that are
 * handled here and cannot be read are refused.
 */
export function discordEventRoutes(app: HttpApp, parts: DiscordEventsParts): void {
  const bodies = new SignedBodies(parts);
  app.post('*', (c, next) =>
    c.req.path.endsWith(EVENTS_PATH) ? receive(c, c.env.incoming) : next(),
  );
  async function receive(
    c: Context,
    incoming: Parameters<SignedBodies['read']>[0],
  ): Promise<Response> {
    const read = await bodies.read(incoming);
    if (read === 'forged') return refuse(c, 401);
    if (read === 'unreadable') return refuse(c, 400);
    const head = envelope.safeParse(read.payload).data;
    if (head?.application_id !== parts.applicationId) return refuse(c, 400);
    if (head.type === PING) return c.body(null, 204);
    if (!HANDLED.has(head.event?.type ?? '')) return c.body(null, 204);
    const event = head.type === EVENT ? eventBody.safeParse(read.payload).data?.event : undefined;
    // Discord sends it again, and tells the developers of the application of failures.
    if (!event) return refuse(c, 400);
    if (event.type === DEAUTHORIZED) {
      const at = event.timestamp + clockError(parts.clockAheadMs?.());
      await parts.deauthorised({ userId: event.data.user.id, at });
    } else {
      parts.onEntitlement?.(event.type, event.data, event.timestamp);
    }
    return c.body(null, 204);
  }
}

/** Closes the connection: nothing else that it sends is read. */
function refuse(c: Context, status: 400 | 401): Response {
  return c.body(null, status, { connection: 'close' });
}

/** Discord's clock is known to a second. Clocks that agree by that are taken to be the same. */
const AGREEING_MS = 2_000;

function clockError(aheadMs = 0): number {
  return Math.abs(aheadMs) <= AGREEING_MS ? 0 : aheadMs;
}
