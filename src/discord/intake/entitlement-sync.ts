import type { Clock } from '../../engines/clock.ts';
import { Watch } from '../../engines/watch.ts';
import type { Logger } from '../../logger/logger.ts';
import type { Sighting } from '../../premium/premium.ts';
import type { Entitlements, Unconsumed } from '../../premium/sql/entitlements.ts';
import { madeAt } from '../interactions/interaction-token.ts';
import type { InteractionBase } from '../interactions/interaction.ts';
import {
  type EntitlementCalls,
  readEntitlement,
  type SeenEntitlement,
} from '../rest/entitlements.ts';

/** Discord's events about entitlements: the gateway's, and those that it posts. */
export const ENTITLEMENT_EVENTS = [
  'ENTITLEMENT_CREATE',
  'ENTITLEMENT_UPDATE',
  'ENTITLEMENT_DELETE',
] as const;
export type EntitlementEvent = (typeof ENTITLEMENT_EVENTS)[number];

export function isEntitlementEvent(name: unknown): name is EntitlementEvent {
  return ENTITLEMENT_EVENTS.some((one) => one === name);
}

const MINUTE_MS = 60_000;
/** How often all entitlements are read: events may be lost, and posted interactions come without any. */
const READ_EVERY_MS = 30 * MINUTE_MS;
/** After a failure, and between two slices of pages. */
const READ_AGAIN_MS = MINUTE_MS;
/** Pages of 100 entitlements that are read in one go. */
const MOST_PAGES = 50;
const CONSUME_EVERY_MS = MINUTE_MS;

export interface EntitlementSyncOptions {
  readonly entitlements: Entitlements;
  readonly calls: Pick<EntitlementCalls, 'page' | 'get' | 'consume'>;
  readonly applicationId: string;
  readonly clock: Clock;
  /** How far this clock is ahead of Discord's, in milliseconds, if known. */
  readonly clockAheadMs: () => number | undefined;
  readonly logger: Logger;
}

/**
 * Keeps the entitlements equal to Discord's: from its events, from each interaction, and from
 * Discord's list. Tells Discord of those that are credited.
 *
 * A sighting that is lost, as when the bot is killed, is made up for by the list. A credited entitlement is
 * told to Discord after the commit, and again until it is known to have heard.
 */
export class EntitlementSync {
  readonly #options: EntitlementSyncOptions;
  readonly #underWay = new Set<Promise<void>>();
  readonly #reading: Watch;
  readonly #consuming: Watch;
  /** From where the list is read on. */
  #after = '0';

  constructor(options: EntitlementSyncOptions) {
    this.#options = options;
    const { clock } = options;
    this.#reading = new Watch({ check: (signal) => this.#read(signal), clock });
    this.#consuming = new Watch({ check: (signal) => this.#consumeSome(signal), clock });
  }

  /** Takes an event. `at`: when it happened, by Discord's clock. Default: now. */
  readonly onEvent = (event: EntitlementEvent, data: unknown, at = this.#discordsNow()): void => {
    if (this.#reading.stopping) return;
    const done = this.#take(event, { data, at }).finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  };

  /** Records what an interaction says of its member's entitlements, before it is carried out. Never rejects. */
  async inInteraction({ id, entitlements }: Pick<InteractionBase, 'id' | 'entitlements'>) {
    if (entitlements.length > 0)
      await this.#note(entitlements, { asOf: madeAt(id), isList: false });
  }

  /** Reads Discord's list from now on. One process does, for all. */
  startReading(): void {
    this.#reading.wake();
  }

  /** Tells Discord from now on of what is credited. */
  startConsuming(): void {
    this.#consuming.wake();
  }

  /** Resolves once what is under way is done. */
  async stop(): Promise<void> {
    await Promise.all([this.#reading.stop(), this.#consuming.stop(), ...this.#underWay]);
  }

  async #take(
    event: EntitlementEvent,
    { data, at }: { readonly data: unknown; readonly at: number },
  ): Promise<void> {
    const { logger } = this.#options;
    const seen = readEntitlement(data);
    if (!seen) {
      logger.warn({ event }, 'an entitlement of Discord could not be read');
      return;
    }
    const deleted = seen.deleted || event === 'ENTITLEMENT_DELETE';
    // A creation may be repeated much later, but it describes what was created.
    const asOf = event === 'ENTITLEMENT_UPDATE' ? at : madeAt(seen.id);
    await this.#note([{ ...seen, deleted }], { asOf, isList: false });
  }

  #discordsNow(): number {
    const { clock, clockAheadMs } = this.#options;
    return clock.now() - (clockAheadMs() ?? 0);
  }

  /** Never rejects: what is not recorded now will be by the list. */
  async #note(seen: readonly SeenEntitlement[], sighting: Sighting): Promise<void> {
    try {
      await this.#record(seen, sighting);
    } catch (err) {
      this.#options.logger.warn({ err }, 'entitlements could not be recorded yet');
    }
  }

  async #record(
    seen: readonly SeenEntitlement[],
    sighting: Sighting,
    signal?: AbortSignal,
  ): Promise<void> {
    const { entitlements, applicationId, logger } = this.#options;
    const ours = seen.filter((one) => one.applicationId === applicationId);
    for (const one of await entitlements.news(ours, sighting)) {
      signal?.throwIfAborted();
      const noted = await entitlements.note(one, sighting);
      if (!noted) continue;
      const { id: entitlement, what, ...credits } = noted;
      logger.info({ entitlement, sku: one.skuId, ...credits }, `entitlement ${what}`);
      if (what === 'credited') this.#consuming.wake();
    }
  }

  /** Reads some pages of the list. Never rejects. */
  async #read(signal: AbortSignal): Promise<number> {
    const { entitlements, calls, logger } = this.#options;
    try {
      for (let pages = 0; pages < MOST_PAGES; pages += 1) {
        signal.throwIfAborted();
        // The answer is at least as new as its request.
        const asOf = this.#discordsNow();
        const page = await calls.page(entitlements.skuIds, this.#after);
        if (page.unreadable > 0) {
          logger.warn({ count: page.unreadable }, 'entitlements of Discord could not be read');
        }
        await this.#record(page.entitlements, { asOf, isList: true }, signal);
        this.#after = page.next ?? '0';
        if (page.next === undefined) return READ_EVERY_MS;
      }
    } catch (err) {
      if (!signal.aborted) logger.warn({ err }, "Discord's entitlements could not be read");
    }
    return READ_AGAIN_MS;
  }

  /** Tells Discord of some credited entitlements. Never rejects. */
  async #consumeSome(signal: AbortSignal): Promise<number> {
    const { entitlements, logger } = this.#options;
    try {
      for (const due of await entitlements.unconsumed()) {
        if (signal.aborted) break;
        await this.#consume(due);
      }
    } catch (err) {
      logger.warn({ err }, 'credited entitlements could not be read');
    }
    return CONSUME_EVERY_MS;
  }

  async #consume(due: Unconsumed): Promise<void> {
    const { entitlements, calls, logger } = this.#options;
    const { id: entitlement, consumeTries } = due;
    const claimed = await entitlements.claim(due);
    if (claimed === undefined) return;
    if (claimed === 'given_up') {
      logger.error(
        { entitlement },
        'Discord could not be told that an entitlement is credited: its member cannot buy it again until it is consumed',
      );
      return;
    }
    try {
      if (consumeTries > 0 && (await this.#isSettled(entitlement))) return;
      await calls.consume(entitlement);
      await entitlements.noteConsumed(entitlement);
    } catch (err) {
      logger.warn({ entitlement, err }, 'an entitlement could not be consumed yet');
    }
  }

  /** Whether an earlier attempt got through whose answer was lost, or the entitlement was deleted. */
  async #isSettled(id: string): Promise<boolean> {
    const asOf = this.#discordsNow();
    const seen = await this.#options.calls.get(id);
    await this.#record([seen], { asOf, isList: true });
    return seen.consumed || seen.deleted;
  }
}
