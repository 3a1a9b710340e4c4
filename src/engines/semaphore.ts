import { abortReason } from './time-limit.ts';

/**
 * How much a semaphore admits at once: a number of shares, and a total weight. Default weight:
 * unlimited.
 */
export interface SemaphoreLimits {
  readonly shares: number;
  readonly weight?: number;
}

export interface SemaphoreOptions extends SemaphoreLimits {
  /** The limits of each key, within those of all. Shares without a key have none. */
  readonly perKey?: SemaphoreLimits;
}

export interface ShareRequest {
  /** Default: 0. More than a limit counts as that limit. */
  readonly weight?: number;
  /** Whose share it is, such as a member or an endpoint. */
  readonly key?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An acquired share. */
export interface Share {
  /** Releases weight that turned out not to be needed. */
  shrinkTo(weight: number): void;
  /** Releases the rest. Further calls do nothing. */
  release(): void;
}

interface Waiting {
  readonly weight: number;
  readonly key: string | undefined;
  admit(): void;
}

/**
 * A weighted semaphore. Admits in order of arrival, so that light shares do not starve a heavy one. A share that waits
 * for its own key holds up only that key.
 */
export class Semaphore {
  readonly #all: Room;
  readonly #perKey: SemaphoreLimits | undefined;
  readonly #byKey = new Map<string, Room>();
  readonly #waiting = new Set<Waiting>();

  constructor({ perKey, ...all }: SemaphoreOptions) {
    this.#all = new Room(all);
    this.#perKey = perKey;
  }

  /** How many are waiting for a share. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** The weight of all shares. */
  get weightTaken(): number {
    return this.#all.weightTaken;
  }

  /** Resolves with a share once there is room for it. Rejects with the signal's reason on an abort. */
  async take({ weight: wanted = 0, key, signal }: ShareRequest = {}): Promise<Share> {
    signal?.throwIfAborted();
    const keyed = key === undefined ? Infinity : (this.#perKey?.weight ?? Infinity);
    const weight = Math.min(wanted, this.#all.weight, keyed);
    await new Promise<void>((resolve, reject) => {
      const waiting: Waiting = {
        weight,
        key,
        admit: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      const leave = () => {
        this.#waiting.delete(waiting);
        reject(abortReason(signal));
        // The next one may need less.
        this.#admit();
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.add(waiting);
      this.#admit();
    });
    return this.#share(weight, key);
  }

  #admit(): void {
    const full = new Set<string>();
    for (const waiting of this.#waiting) {
      const { weight, key } = waiting;
      if (key !== undefined && full.has(key)) continue;
      if (key !== undefined && this.#byKey.get(key)?.has(weight) === false) {
        full.add(key);
        continue;
      }
      if (!this.#all.has(weight)) return;
      this.#waiting.delete(waiting);
      this.#change(key, { shares: 1, weight });
      waiting.admit();
    }
  }

  #share(weight: number, key: string | undefined): Share {
    let held = weight;
    let isOpen = true;
    const giveBack = (shares: number, left: number) => {
      this.#change(key, { shares, weight: left - held });
      held = left;
      this.#admit();
    };
    return {
      shrinkTo: (left) => {
        if (isOpen && left < held) giveBack(0, left);
      },
      release: () => {
        if (!isOpen) return;
        isOpen = false;
        giveBack(-1, 0);
      },
    };
  }

  #change(key: string | undefined, change: Required<SemaphoreLimits>): void {
    this.#all.change(change);
    const room = this.#roomOf(key);
    room?.change(change);
    if (key !== undefined && room?.isEmpty) this.#byKey.delete(key);
  }

  #roomOf(key: string | undefined): Room | undefined {
    if (key === undefined || !this.#perKey) return undefined;
    const room = this.#byKey.get(key) ?? new Room(this.#perKey);
    this.#byKey.set(key, room);
    return room;
  }
}

/** One pair of limits, and how much of them is in use. */
class Room {
  readonly weight: number;
  readonly #shares: number;
  #weightTaken = 0;
  #sharesTaken = 0;

  constructor({ shares, weight = Infinity }: SemaphoreLimits) {
    this.weight = weight;
    this.#shares = shares;
  }

  get weightTaken(): number {
    return this.#weightTaken;
  }

  get isEmpty(): boolean {
    return this.#sharesTaken === 0;
  }

  has(weight: number): boolean {
    return this.#sharesTaken < this.#shares && this.#weightTaken + weight <= this.weight;
  }

  change({ shares, weight }: Required<SemaphoreLimits>): void {
    this.#sharesTaken += shares;
    this.#weightTaken += weight;
  }
}
