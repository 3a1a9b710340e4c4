import { ByteBudget } from '../body/byte-budget.ts';
import { MOST_INPUT_BYTES } from '../images/most-input-bytes.ts';

/** For all large requests that are being sent: three at a time of the largest. */
const ROOM = { bytes: 3 * MOST_INPUT_BYTES, shares: 6 };

/** Of that for each endpoint, so that one that takes nothing leaves some to the others. */
const ROOM_FOR_EACH = { bytes: 2 * MOST_INPUT_BYTES, shares: 4 };

/** Room for large requests. Whoever finds none waits: first for that of the endpoint, then for that of all. */
export class SendRoom {
  readonly #all = new ByteBudget(ROOM);
  readonly #byEndpoint = new Map<string, ByteBudget>();

  /** How many are waiting. */
  get waiting(): number {
    return this.#budgets.reduce((sum, { waiting }) => sum + waiting, 0);
  }

  /** How many bytes are taken. */
  get bytesTaken(): number {
    return this.#all.bytesTaken;
  }

  /** Room for so many bytes; what comes back gives it back. Rejects with the signal's reason on an abort. */
  async take(endpointId: string, bytes: number, signal?: AbortSignal): Promise<() => void> {
    const own = await this.#of(endpointId).take(bytes, signal);
    try {
      const share = await this.#all.take(bytes, signal);
      return () => {
        share.release();
        own.release();
      };
    } catch (error) {
      own.release();
      throw error;
    }
  }

  get #budgets(): readonly ByteBudget[] {
    return [this.#all, ...this.#byEndpoint.values()];
  }

  #of(endpointId: string): ByteBudget {
    const known = this.#byEndpoint.get(endpointId);
    if (known) return known;
    const budget = new ByteBudget(ROOM_FOR_EACH);
    this.#byEndpoint.set(endpointId, budget);
    return budget;
  }
}
