import { RequestMethod, Routes } from 'discord.js';
import { z } from 'zod';
import type { Entitlement } from '../../premium/premium.ts';
import type { RestCalls } from './rest.ts';
import { snowflake } from './seen-message.ts';

/** A time with any number of digits behind its seconds, in milliseconds since the epoch. */
const time = z
  .string()
  .transform((text) => Date.parse(text))
  .pipe(z.number())
  .nullish()
  .transform((ms) => ms ?? null);

/**
 * Discord's entitlement object. One with a server is a subscription of that server, whoever bought it. Test
 * entitlements have no times.
 */
const entitlement = z
  .object({
    id: snowflake,
    sku_id: snowflake,
    application_id: snowflake,
    user_id: snowflake.nullish(),
    guild_id: snowflake.nullish(),
    deleted: z.boolean().nullish(),
    starts_at: time,
    ends_at: time,
    consumed: z.boolean().nullish(),
  })
  .transform((raw, context) => {
    const { user_id: userId, guild_id: guildId } = raw;
    if (guildId == null && userId == null) {
      context.addIssue({ code: 'custom', message: 'ownerless' });
      return z.NEVER;
    }
    const owner = guildId == null ? { userId: userId ?? '' } : { guildId };
    return {
      applicationId: raw.application_id,
      id: raw.id,
      skuId: raw.sku_id,
      owner,
      startsAt: raw.starts_at,
      endsAt: raw.ends_at,
      deleted: raw.deleted ?? false,
      consumed: raw.consumed ?? false,
    };
  });

/** An entitlement, and the application that it is for. */
export type SeenEntitlement = Entitlement & { readonly applicationId: string };

/** Reads an entitlement object; `undefined` if it is none. */
export function readEntitlement(payload: unknown): SeenEntitlement | undefined {
  return entitlement.safeParse(payload).data;
}

/** Discord's page size. */
const PAGE = 100;
const LONGEST_CALL_MS = 20_000;

const identified = z.object({ id: snowflake });

/** Some of an application's entitlements. */
export interface EntitlementPage {
  readonly entitlements: readonly SeenEntitlement[];
  /** How many of them could not be read. */
  readonly unreadable: number;
  /** The id after which the next ones are; `undefined` if there are none. */
  readonly next: string | undefined;
}

/** Calls about an application's entitlements. Each throws what {@link RestCalls} throws, and ZodError. */
export class EntitlementCalls {
  readonly #calls: RestCalls;
  readonly #applicationId: string;

  constructor(calls: RestCalls, applicationId: string) {
    this.#calls = calls;
    this.#applicationId = applicationId;
  }

  /** The entitlements to some SKUs after an id, ended and deleted ones too: refunds are known by them. */
  async page(skuIds: readonly string[], after: string): Promise<EntitlementPage> {
    const query = new URLSearchParams({
      sku_ids: skuIds.join(),
      after,
      limit: String(PAGE),
      exclude_ended: 'false',
      exclude_deleted: 'false',
    });
    const fullRoute = Routes.entitlements(this.#applicationId);
    const call = { method: RequestMethod.Get, fullRoute, query };
    const answer = z
      .array(z.unknown())
      .max(PAGE)
      .parse(await this.#calls.asBot(call, LONGEST_CALL_MS));
    const ids = answer.map((one) => BigInt(identified.parse(one).id));
    const last = ids.reduce((one, other) => (other > one ? other : one), BigInt(after));
    const entitlements = answer.flatMap((one) => readEntitlement(one) ?? []);
    return {
      entitlements,
      unreadable: answer.length - entitlements.length,
      // A page that leads no further would be read for ever.
      next: answer.length === PAGE && last > BigInt(after) ? String(last) : undefined,
    };
  }

  /** An entitlement as Discord has it now. */
  async get(id: string): Promise<SeenEntitlement> {
    const fullRoute = Routes.entitlement(this.#applicationId, id);
    const call = { method: RequestMethod.Get, fullRoute };
    return entitlement.parse(await this.#calls.asBot(call, LONGEST_CALL_MS));
  }

  /** Tells Discord that an entitlement is credited, so that its member can buy the SKU again. */
  async consume(id: string): Promise<void> {
    const fullRoute = Routes.consumeEntitlement(this.#applicationId, id);
    await this.#calls.asBot({ method: RequestMethod.Post, fullRoute }, LONGEST_CALL_MS);
  }
}
