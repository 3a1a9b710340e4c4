import type { Clock } from '../../clock.ts';
import { tokenExpiry } from '../interactions/interaction-token.ts';
import type { InteractionRef } from '../wire/messages.ts';
import { discordFailure, isBrokenOff } from '../wire/discord-failure.ts';

/** First answers that may break off on their way, to interactions that may be delivered twice. */
export class FirstAnswers {
  readonly #clock: Clock;
  /** Those whose answer was promised here, oldest first, while their tokens live. */
  readonly #promised = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Answers, and once more where the connection broke off. Where the first had got through, Discord says to the second that
   * it was answered already.
   *
   * @throws what discord.js throws.
   */
  async give<T>(answer: () => Promise<T>): Promise<T> {
    try {
      return await answer();
    } catch (error) {
      if (!isBrokenOff(error)) throw error;
      return answer();
    }
  }

  /**
   * Promises an answer that comes later, and gives whether it is to be made here: not where an earlier delivery of the
   * interaction has promised it. Where the first try had got through, the promise stands.
   *
   * @throws what discord.js throws.
   */
  async promise({ id }: InteractionRef, answer: () => Promise<void>): Promise<boolean> {
    if (!this.#note(id)) return false;
    try {
      await this.give(answer);
    } catch (error) {
      if (discordFailure(error) === 'acknowledged') return true;
      this.#promised.delete(id);
      throw error;
    }
    return true;
  }

  #note(id: string): boolean {
    const now = this.#clock.now();
    for (const one of this.#promised) {
      if (tokenExpiry(one) > now) break;
      this.#promised.delete(one);
    }
    if (this.#promised.has(id)) return false;
    this.#promised.add(id);
    return true;
  }
}
