import { setImmediate } from 'node:timers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { InteractionType } from 'discord.js';
import { z } from 'zod';
import type { Clock } from '../../engines/clock.ts';
import type { Turns } from '../../engines/turns.ts';
import type { Logger } from '../../logger/logger.ts';
import type { Deferral, DeferralKind, Deferrals } from '../../store/deferrals.ts';
import { answerableUntil, FIRST_ANSWER_MS } from '../interactions/interaction-token.ts';
import { type Interaction, parseInteraction } from '../interactions/interaction.ts';
import type { Messages } from '../rest/messages.ts';
import { deferralOf, type DeferralRecovery, sendDeferral } from './deferrals.ts';

export interface IntakeOptions {
  readonly deferrals: Pick<Deferrals, 'note' | 'answered' | 'roundTripMs'>;
  readonly messages: Pick<Messages, 'defer' | 'answerTo'>;
  readonly deferralRecovery: Pick<DeferralRecovery, 'endUnlessAnswered'>;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How far this clock is ahead of Discord's, in milliseconds, if known. */
  readonly clockAheadMs?: (() => number | undefined) | undefined;
  /** How long Discord waits for a first answer. Default: three seconds, as documented. */
  readonly waitsMs?: number | undefined;
  /** The share of that time that a deferral keeps for itself. Default: a third. */
  readonly reserve?: number | undefined;
}

/** An autocomplete can only be answered with choices. */
const DEFERRABLE: ReadonlySet<number> = new Set([
  InteractionType.ApplicationCommand,
  InteractionType.MessageComponent,
  InteractionType.ModalSubmit,
]);

/** How many deferrals share one commit. */
const GROUP = 100;

/**
 * Interactions that wait for their answer. Those that would be answered too late are deferred: one by
 * one when an answer takes too long, and all that still wait for their turn when the queue is
 * too long, since a deferral costs a fraction of an answer.
 *
 * A deferral is a row before it is sent, so that the next process can end what this one leaves.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #waitsMs: number;
  readonly #pace = new IntakePace();
  readonly #kindOf: (arrival: Arrival) => Promise<DeferralKind | undefined>;
  readonly #open = new Map<string, Arrival>();
  /** Those that wait for their turn. */
  readonly #queue = new Set<Arrival>();
  /** Those that are marked to be deferred. */
  readonly #toDefer: Arrival[] = [];
  /** Deferrals that are being written and sent. */
  readonly #deferring = new Set<Promise<void>>();
  #isLooking = false;
  #watch: AbortController | undefined;
  /** When the watch next looks, in milliseconds since the epoch. */
  #looksAt = 0;

  /** `kindOf`: how to defer an interaction; `undefined` if it cannot be deferred. */
  constructor(
    options: IntakeOptions,
    kindOf: (arrival: Arrival) => Promise<DeferralKind | undefined>,
  ) {
    this.#options = options;
    this.#waitsMs = options.waitsMs ?? FIRST_ANSWER_MS;
    this.#kindOf = kindOf;
  }

  /** Takes the payload of an INTERACTION_CREATE. Returns `undefined` if it is under way already. */
  arrive(payload: unknown): Arrival | undefined {
    const { id, type } = head.safeParse(payload).data ?? UNREADABLE;
    if (this.#open.has(id)) return undefined;
    const { clock, clockAheadMs, deferrals } = this.#options;
    const now = clock.now();
    const until = answerableUntil(id, { arrivedAt: now, aheadMs: clockAheadMs?.() });
    const lateAt = until - FIRST_ANSWER_MS + this.#waitsMs;
    const { roundTripMs } = deferrals;
    const arrival = new Arrival(id, payload, deferAt(lateAt, { ...this.#options, roundTripMs }));
    if (!DEFERRABLE.has(type)) return arrival;
    if (this.#open.size === 0) this.#pace.begin(now);
    this.#open.set(id, arrival);
    this.#queue.add(arrival);
    this.#lookSoon();
    this.#watchFrom(arrival.deferAt, now);
    return arrival;
  }

  /**
   * Resolves when it is this interaction's turn; at once if it could not be deferred. Returns
   * whether to execute it: another process may do so instead.
   */
  async turn(arrival: Arrival): Promise<boolean> {
    const { turns } = this.#options;
    await turns.take('person');
    if (arrival.isDeferring) {
      const kind = await arrival.deferral;
      // A deferred interaction has 15 minutes, so first send the deferrals that are due within
      // seconds.
      if (kind !== undefined) await Promise.all(this.#deferring);
      await turns.take(kind === undefined ? 'deferral' : 'person');
    }
    this.#queue.delete(arrival);
    return !arrival.isLeft;
  }

  /** Its reply is ready. Returns how it was deferred, if it was; from now on it will not be. */
  async settle(arrival: Arrival): Promise<DeferralKind | undefined> {
    arrival.isReplying = true;
    return arrival.deferral;
  }

  /** It was answered, or never will be. */
  async end(arrival: Arrival): Promise<void> {
    const { deferrals, clock } = this.#options;
    if (!this.#open.delete(arrival.id)) return;
    this.#queue.delete(arrival);
    this.#pace.note();
    if (this.#open.size === 0) {
      this.#pace.end(clock.now());
      this.#watch?.abort();
      this.#watch = undefined;
    }
    const isDeferred = (await arrival.deferral) !== undefined;
    // The next start ends what could not be answered.
    if (isDeferred && arrival.isAnswered) deferrals.answered(arrival.id);
  }

  /** Checks the queue's length once every interaction of this turn of the event loop has arrived. */
  #lookSoon(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    setImmediate(() => {
      this.#isLooking = false;
      const { clock, deferrals } = this.#options;
      const length = this.#open.size;
      const costMs = this.#pace.costMs(clock.now(), deferrals.roundTripMs);
      if (isTooLong({ length, costMs }, this.#waitsMs)) this.#defer([...this.#queue]);
    });
  }

  /**
   * Defers each interaction that has no answer by its time. `deferAt`: the newest one's. One that is due already is
   * deferred before its handler can begin.
   */
  #watchFrom(deferAt: number, now: number): void {
    if (this.#watch && this.#looksAt <= deferAt && now < deferAt) return;
    this.#watch?.abort();
    this.#watch = new AbortController();
    void this.#keepWatch(this.#watch.signal);
  }

  async #keepWatch(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      const now = clock.now();
      const undecided = [...this.#open.values()].filter(({ isUndecided }) => isUndecided);
      const due = undecided.filter(({ deferAt }) => deferAt <= now);
      if (due.length > 0) this.#defer(due);
      const next = Math.min(...undecided.map(({ deferAt }) => deferAt).filter((at) => at > now));
      const wait = Math.min(next - now, this.#waitsMs / 2);
      this.#looksAt = now + wait;
      await clock.sleep(wait, signal).catch(() => undefined);
    }
  }

  #defer(arrivals: readonly Arrival[]): void {
    const undecided = arrivals.filter(({ isUndecided }) => isUndecided);
    if (undecided.length === 0) return;
    for (const arrival of undecided) arrival.beginDeferring();
    const isScheduled = this.#toDefer.length > 0;
    this.#toDefer.push(...undecided);
    if (isScheduled) return;
    const done = this.#deferMarked().finally(() => this.#deferring.delete(done));
    this.#deferring.add(done);
  }

  /** Defers those of this turn of the event loop together. */
  async #deferMarked(): Promise<void> {
    await nextTurn();
    const arrivals = this.#toDefer.splice(0);
    // Those under way may be writing a job, for which the others must not wait.
    await this.#deferInGroups(arrivals.filter((arrival) => this.#queue.has(arrival)));
    await this.#deferInGroups(arrivals.filter((arrival) => !this.#queue.has(arrival)));
  }

  async #deferInGroups(arrivals: readonly Arrival[]): Promise<void> {
    for (let from = 0; from < arrivals.length; from += GROUP) {
      await this.#deferGroup(arrivals.slice(from, from + GROUP));
    }
  }

  async #deferGroup(group: readonly Arrival[]): Promise<void> {
    const { deferrals, deferralRecovery, turns, messages, logger } = this.#options;
    const kinds = new Map<Arrival, Promise<DeferralKind | undefined>>();
    for (const arrival of group) {
      await turns.take('deferral');
      kinds.set(
        arrival,
        this.#kindOf(arrival).catch(() => undefined),
      );
    }
    await Promise.all(kinds.values());
    const rows = new Map<Arrival, Deferral>();
    for (const [arrival, known] of kinds) {
      const kind = await known;
      if (kind === undefined || arrival.isReplying) continue;
      rows.set(arrival, deferralOf(arrival.interaction, kind));
    }
    const noted = await this.#note([...rows.values()]);
    for (const arrival of group) {
      const deferral = noted.has(arrival.id) ? rows.get(arrival) : undefined;
      if (deferral) await turns.take('deferral');
      // Its reply was made before the row was written, perhaps with a job that has no deferral.
      if (!deferral || arrival.isReplying) {
        if (deferral) deferrals.answered(arrival.id);
        arrival.endDeferring(undefined);
        continue;
      }
      void sendDeferral(arrival.interaction, deferral.kind, { messages, logger }).then((sent) => {
        // Running it here as well might buy twice.
        arrival.isLeft = sent === 'elsewhere' || sent === 'unknown';
        if (sent === 'unknown') deferralRecovery.endUnlessAnswered(deferral);
        else if (sent !== 'deferred') deferrals.answered(arrival.id);
        arrival.endDeferring(sent === 'deferred' ? deferral.kind : undefined);
      });
    }
  }

  /** Returns the ids of those that were recorded. */
  async #note(rows: readonly Deferral[]): Promise<ReadonlySet<string>> {
    if (rows.length === 0) return new Set();
    try {
      return await this.#options.deferrals.note(rows);
    } catch (err) {
      this.#options.logger.error({ err }, 'interactions could not be deferred');
      return new Set();
    }
  }
}

const UNREADABLE = { id: '0', type: 0 };

/** The id and type, without parsing the rest. */
const head = z.object({ id: z.string().regex(/^\d{1,20}$/), type: z.number() });

/** An interaction from its arrival until it is answered. */
export class Arrival {
  readonly id: string;
  /** When to defer it if no answer is on its way, in milliseconds since the epoch. */
  readonly deferAt: number;
  /** Whether its reply is ready, so that it need not be deferred any more. */
  isReplying = false;
  /** Whether the reply was delivered, or will be, as a job's message is. */
  isAnswered = false;
  /** Whether another process answers it, or may. */
  isLeft = false;
  #payload: unknown;
  #interaction: Interaction | undefined;
  #deferring: PromiseWithResolvers<DeferralKind | undefined> | undefined;

  constructor(id: string, payload: unknown, deferAt: number) {
    this.id = id;
    this.#payload = payload;
    this.deferAt = deferAt;
  }

  /** @throws ZodError if the payload cannot be read. */
  get interaction(): Interaction {
    this.#interaction ??= parseInteraction(this.#payload);
    this.#payload = undefined;
    return this.#interaction;
  }

  /** Whether it was deferred, or is being deferred. */
  get isDeferring(): boolean {
    return this.#deferring !== undefined;
  }

  /** How it was deferred; `undefined` if it was not. Waits until that is decided. */
  get deferral(): Promise<DeferralKind | undefined> {
    return this.#deferring?.promise ?? Promise.resolve(undefined);
  }

  /** Whether it has no reply yet, and may be deferred. */
  get isUndecided(): boolean {
    return !this.isDeferring && !this.isReplying;
  }

  beginDeferring(): void {
    this.#deferring = Promise.withResolvers();
  }

  /** Settles {@link deferral}. */
  endDeferring(kind: DeferralKind | undefined): void {
    this.#deferring?.resolve(kind);
  }
}

/** A commit and the request take that share of the time that Discord waits. */
const RESERVE = 1 / 3;
/** How many answers of the database a deferral waits for, besides. */
const DEFERRAL_TRIPS = 6;
/** How many the jobs of one server wait for, one after the other. */
const JOB_TRIPS = 5;
/** The share that an interaction may wait for its turn. */
const LONGEST_QUEUE = 1 / 2;

/**
 * When to defer an interaction without an answer. `lateAt`, and the result: milliseconds since the epoch.
 * `roundTripMs`: to the database and back.
 */
export function deferAt(
  lateAt: number,
  {
    waitsMs = FIRST_ANSWER_MS,
    reserve = RESERVE,
    roundTripMs = 0,
  }: Pick<IntakeOptions, 'waitsMs' | 'reserve'> & { readonly roundTripMs?: number } = {},
): number {
  return lateAt - Math.min(waitsMs, waitsMs * reserve + DEFERRAL_TRIPS * roundTripMs);
}

/** Whether the last of a queue would wait so long that the whole queue should be deferred now. */
export function isTooLong(
  { length, costMs }: { readonly length: number; readonly costMs: number },
  waitsMs: number = FIRST_ANSWER_MS,
): boolean {
  return length * costMs > waitsMs * LONGEST_QUEUE;
}

/** What an interaction is expected to cost at first, and the bounds of that estimate. */
const USUAL_COST_MS = 3;
const LEAST_COST_MS = 1;
const MOST_COST_MS = 10;
/** How many interactions the earlier estimate counts for. */
const WEIGHT_BEFORE = 32;

/** Estimates the time per interaction from recent ones, which is how fast a queue gets shorter. */
export class IntakePace {
  #before = USUAL_COST_MS;
  #busySince = 0;
  #done = 0;

  /** The first interaction of a queue arrived. Times are in milliseconds. */
  begin(now: number): void {
    this.#busySince = now;
    this.#done = 0;
  }

  /** One more interaction is done. */
  note(): void {
    this.#done += 1;
  }

  /** The queue is empty. */
  end(now: number): void {
    this.#before = this.costMs(now);
    this.begin(now);
  }

  /** `roundTripMs`: to the database and back. */
  costMs(now: number, roundTripMs = 0): number {
    const sum = WEIGHT_BEFORE * this.#before + Math.max(0, now - this.#busySince);
    const cost = sum / (WEIGHT_BEFORE + this.#done);
    const bounded = Math.min(Math.max(cost, LEAST_COST_MS), MOST_COST_MS);
    return Math.max(bounded, JOB_TRIPS * roundTripMs);
  }
}
