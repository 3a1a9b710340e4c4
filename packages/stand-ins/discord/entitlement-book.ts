import { type APIEntitlement, type APISKU, EntitlementType, SKUFlags, SKUType } from 'discord.js';
import type { Clock } from '../../../src/engines/clock.ts';
import { ClientRefusal } from './client-refusal.ts';
import type { Gateway } from './gateway.ts';
import type { Snowflakes } from './snowflake.ts';
import type { Person } from './world.ts';

/** Whose an entitlement is: a person's, or that of a server, which a person has bought for it. */
export interface EntitlementOwner {
  readonly by: Person;
  readonly forGuild?: string;
}

/** A SKU of the application. Only a consumable can be consumed. */
export interface SandboxSku {
  readonly id: string;
  readonly kind: 'subscription' | 'consumable';
  /** Whether it is published. Default: it is. */
  readonly isAvailable?: boolean;
}

export interface EntitlementQuery {
  readonly skuIds: readonly string[];
  readonly after: bigint | undefined;
  readonly before: bigint | undefined;
  readonly limit: number;
  readonly excludesEnded: boolean;
  readonly excludesDeleted: boolean;
}

/** What people bought of the application, as Discord's reference of entitlements says. */
export class EntitlementBook {
  /** Whether events are lost, as while no session can be resumed. */
  losesEvents = false;
  readonly #clock: Clock;
  readonly #snowflakes: Snowflakes;
  readonly #applicationId: string;
  readonly #gateway: Gateway;
  readonly #skus = new Map<string, SandboxSku>();
  readonly #all = new Map<string, APIEntitlement>();

  constructor({
    clock,
    snowflakes,
    applicationId,
    gateway,
  }: {
    readonly clock: Clock;
    readonly snowflakes: Snowflakes;
    readonly applicationId: string;
    readonly gateway: Gateway;
  }) {
    this.#clock = clock;
    this.#snowflakes = snowflakes;
    this.#applicationId = applicationId;
    this.#gateway = gateway;
  }

  /** Offers something for sale. */
  offer(sku: SandboxSku): void {
    this.#skus.set(sku.id, sku);
  }

  /** All SKUs, as Discord lists them, but for the groups of subscriptions. */
  get skus(): readonly (Omit<APISKU, 'flags'> & { readonly flags: number })[] {
    return [...this.#skus.values()].map(({ id, kind, isAvailable = true }) => ({
      id,
      type: kind === 'consumable' ? SKUType.Consumable : SKUType.Subscription,
      application_id: this.#applicationId,
      name: `a ${kind}`,
      slug: `a-${kind}`,
      flags:
        (isAvailable ? SKUFlags.Available : 0) |
        (kind === 'subscription' ? SKUFlags.UserSubscription : 0),
    }));
  }

  /** Buys a SKU. Throws a ClientRefusal where Discord's shop would not sell it: what they have. */
  buy(skuId: string, { by, forGuild }: EntitlementOwner): APIEntitlement {
    const sku = this.#skus.get(skuId);
    if (!sku) throw new Error(`the SKU ${skuId} is not for sale`);
    const isConsumable = sku.kind === 'consumable';
    if (isConsumable && this.#activeOf(by.id).some((one) => one.sku_id === skuId)) {
      throw new ClientRefusal(`${by.displayName} has that already`);
    }
    const bought: APIEntitlement = {
      id: this.#snowflakes.next(),
      sku_id: skuId,
      application_id: this.#applicationId,
      user_id: by.id,
      ...(forGuild !== undefined && { guild_id: forGuild }),
      type: isConsumable ? EntitlementType.Purchase : EntitlementType.ApplicationSubscription,
      deleted: false,
      starts_at: isConsumable ? null : this.#timestamp(),
      ends_at: null,
      ...(isConsumable && { consumed: false }),
    };
    return this.#change('ENTITLEMENT_CREATE', bought);
  }

  /** A subscription ends now. */
  end(id: string): APIEntitlement {
    return this.#change('ENTITLEMENT_UPDATE', { ...this.#get(id), ends_at: this.#timestamp() });
  }

  /** Discord refunds or removes it. */
  refund(id: string): APIEntitlement {
    return this.#change('ENTITLEMENT_DELETE', { ...this.#get(id), deleted: true });
  }

  /** What a person bought for themselves and was not refunded, oldest first. */
  boughtBy(userId: string): readonly APIEntitlement[] {
    return [...this.#all.values()].filter(
      (one) => one.user_id === userId && one.guild_id === undefined && !one.deleted,
    );
  }

  find(id: string): APIEntitlement | undefined {
    return this.#all.get(id);
  }

  /** False if it is no consumable, or there is no such entitlement. Consuming it twice changes nothing. */
  consume(id: string): boolean {
    const known = this.#all.get(id);
    if (!known || this.#skus.get(known.sku_id)?.kind !== 'consumable') return false;
    this.#all.set(id, { ...known, consumed: true });
    return true;
  }

  list(query: EntitlementQuery): readonly APIEntitlement[] {
    const fits = [...this.#all.values()].filter(
      (one) =>
        (query.skuIds.length === 0 || query.skuIds.includes(one.sku_id)) &&
        !(query.excludesDeleted && one.deleted) &&
        !(query.excludesEnded && this.#isEnded(one)) &&
        (query.after === undefined || BigInt(one.id) > query.after) &&
        (query.before === undefined || BigInt(one.id) < query.before),
    );
    const inOrder = fits.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    return query.before === undefined ? inOrder.slice(0, query.limit) : inOrder.slice(-query.limit);
  }

  /** Those that an interaction carries: the person's, and the server's. */
  activeFor(userId: string, guildId: string | undefined): APIEntitlement[] {
    const ofGuild = this.#active().filter(
      (one) => one.guild_id !== undefined && one.guild_id === guildId,
    );
    return [...this.#activeOf(userId), ...ofGuild];
  }

  #activeOf(userId: string): readonly APIEntitlement[] {
    return this.#active().filter((one) => one.guild_id === undefined && one.user_id === userId);
  }

  #active(): readonly APIEntitlement[] {
    return [...this.#all.values()].filter(
      (one) => !one.deleted && one.consumed !== true && !this.#isEnded(one),
    );
  }

  #isEnded({ ends_at: end }: APIEntitlement): boolean {
    return end !== null && Date.parse(end) <= this.#clock.now();
  }

  #get(id: string): APIEntitlement {
    const known = this.#all.get(id);
    if (!known) throw new Error(`there is no entitlement ${id}`);
    return known;
  }

  #change(event: string, entitlement: APIEntitlement): APIEntitlement {
    this.#all.set(entitlement.id, entitlement);
    if (!this.losesEvents) this.#gateway.dispatch(event, entitlement);
    return entitlement;
  }

  /** As Discord writes it: with microseconds. */
  #timestamp(): string {
    return new Date(this.#clock.now()).toISOString().replace('Z', '000+00:00');
  }
}
