import { type APIApplicationCommandOptionChoice, InteractionType } from 'discord.js';
import { z } from 'zod';
import type { Clock } from '../../engines/clock.ts';
import { RateLimiter } from '../../engines/rate-limiter.ts';
import { type MemberReads, Superseded } from '../../engines/member-reads.ts';
import type { Slicing } from '../../engines/slices.ts';
import { TimeLimit } from '../../engines/time-limit.ts';
import { BotError } from '../../errors/errors.ts';
import type { Logger } from '../../logger/logger.ts';
import { answerableUntil } from '../interactions/interaction-token.ts';
import { atPlace, type IsMemberOf } from '../interactions/at-place.ts';
import { type AutocompleteInteraction, parseInteraction } from '../interactions/interaction.ts';
import type { Messages } from '../rest/messages.ts';
import { logUnanswered } from './answers.ts';
import { type Handlers, named } from './handlers.ts';

/** How many keystrokes of a member are served: a minute, and in one burst. */
export const AUTOCOMPLETES = { perMinute: 240, atOnce: 8 } as const;

export interface AutocompletesOptions<Services> {
  readonly handlers: Handlers<Services>;
  readonly services: Services;
  readonly messages: Pick<Messages, 'suggest'>;
  readonly memberReads: MemberReads;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether the bot is a member of a server, if known. */
  readonly isMemberOf: IsMemberOf;
  /** How far this clock is ahead of Discord's, in milliseconds, if known. */
  readonly clockAheadMs?: (() => number | undefined) | undefined;
  /** Aborts those under way. */
  readonly stopping: AbortSignal;
}

/**
 * Answers autocompletes. Only a member's newest keystroke counts: it aborts the search for the one before, whose
 * answer Discord would not show. Past the rate limit the newest one waits. One that Discord no longer waits for is
 * dropped.
 */
export class Autocompletes<Services> {
  readonly #options: AutocompletesOptions<Services>;
  readonly #cooldown: RateLimiter;

  constructor(options: AutocompletesOptions<Services>) {
    this.#options = options;
    const { perMinute, atOnce } = AUTOCOMPLETES;
    this.#cooldown = new RateLimiter(perMinute, options.clock, atOnce);
  }

  /** Handles the payload of an autocomplete. Never rejects. */
  async handle({ id, userId }: Typing, payload: unknown): Promise<void> {
    const { memberReads, messages, clock, clockAheadMs, stopping, logger } = this.#options;
    const until = answerableUntil(id, { arrivedAt: clock.now(), aheadMs: clockAheadMs?.() });
    try {
      const found = await memberReads.latest('autocomplete', userId, async ({ turns, signal }) => {
        const ends = AbortSignal.any([signal, stopping]);
        const limit = new TimeLimit(until - clock.now(), clock, ends);
        try {
          return await limit.within(() =>
            this.#find(payload, userId, { turns, signal: limit.signal }),
          );
        } catch (error) {
          if (error === limit.signal.reason) return undefined;
          throw error;
        } finally {
          limit.end();
        }
      });
      if (found) await messages.suggest(found.interaction, found.choices);
    } catch (error) {
      if (!(error instanceof Superseded) && !stopping.aborted) logUnanswered(id, error, logger);
    }
  }

  /** @throws the signal's reason. */
  async #find(payload: unknown, userId: string, slicing: Slicing) {
    const { turns, signal } = slicing;
    signal.throwIfAborted();
    await this.#takePlace(userId, signal);
    await turns.take('read');
    signal.throwIfAborted();
    const interaction = this.#read(payload);
    if (!interaction) return undefined;
    const choices = await this.#choices(interaction, slicing);
    signal.throwIfAborted();
    return { interaction, choices };
  }

  /** Waits until the rate limit lets this member's keystroke through. */
  async #takePlace(userId: string, signal: AbortSignal): Promise<void> {
    let waitMs = this.#cooldown.take(userId);
    while (waitMs !== undefined) {
      await this.#options.clock.sleep(waitMs, signal);
      waitMs = this.#cooldown.take(userId);
    }
  }

  #read(payload: unknown): AutocompleteInteraction | undefined {
    try {
      const interaction = parseInteraction(payload);
      return interaction.kind === 'autocomplete' ? interaction : undefined;
    } catch (err) {
      this.#options.logger.warn({ err }, 'an interaction that cannot be read');
      return undefined;
    }
  }

  async #choices(
    typed: AutocompleteInteraction,
    slicing: Slicing,
  ): Promise<readonly APIApplicationCommandOptionChoice[]> {
    const { handlers, services, isMemberOf } = this.#options;
    let interaction: AutocompleteInteraction;
    try {
      interaction = await atPlace(typed, isMemberOf);
      await handlers.admit?.(interaction, services);
    } catch (error) {
      if (error instanceof BotError) return [];
      throw error;
    }
    const command = named(handlers.commands, interaction.name);
    return (await command?.autocomplete?.(interaction, services, slicing)) ?? [];
  }
}

const user = z.object({ id: z.string() }).nullish();

/** The part of an autocomplete that says who types. */
const typing = z.object({
  type: z.literal(InteractionType.ApplicationCommandAutocomplete),
  id: z.string().regex(/^\d{1,20}$/),
  member: z.object({ user }).nullish(),
  user,
});

/** A keystroke in an option with autocomplete. */
interface Typing {
  readonly id: string;
  readonly userId: string;
}

/** Cheaply reads an autocomplete's id and member; `undefined` for any other payload. */
export function typingIn(payload: unknown): Typing | undefined {
  const { data } = typing.safeParse(payload);
  const { id: userId } = data?.member?.user ?? data?.user ?? {};
  return data && userId !== undefined ? { id: data.id, userId } : undefined;
}
