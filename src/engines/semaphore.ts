import { abortReason } from './time-limit.ts';

/** An acquired share of a {@link ByteBudget}. */
export interface Share {
  /** Gives back what turned out not to be needed. */
  shrinkTo(bytes: number): void;
  /** Gives back the rest. Doing so twice does no harm. */
  release(): void;
}

interface WaitingShare {
  readonly bytes: number;
  admit(): void;
}

/**
 * Room in memory for what is large: a number of bytes, and a number of shares at once. Whoever finds
 * no room waits, in order of arrival, so that small shares do not keep a large one waiting for ever.
 */
export class ByteBudget {
  readonly #bytes: number;
  readonly #waiting = new Set<WaitingShare>();
  #bytesLeft: number;
  #sharesLeft: number;

  constructor({ bytes, shares }: { readonly bytes: number; readonly shares: number }) {
    this.#bytes = bytes;
    this.#bytesLeft = bytes;
    this.#sharesLeft = shares;
  }

  /** How many are waiting for a share. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** How many bytes are taken. */
  get bytesTaken(): number {
    return this.#bytes - this.#bytesLeft;
  }

  /**
   * A share of this many bytes, as soon as there is room for it. A share larger than the whole budget
   * gets all of it. Rejects with the signal's reason on an abort.
   */
  async take(bytes: number, signal?: AbortSignal): Promise<Share> {
    signal?.throwIfAborted();
    const taken = Math.min(bytes, this.#bytes);
    if (this.#waiting.size === 0 && this.#hasRoomFor(taken)) this.#admit(taken);
    else if (!(await this.#isAdmitted(taken, signal))) signal?.throwIfAborted();
    return this.#share(taken);
  }

  /** False if an abort came first. An abort right after the admission changes nothing. */
  #isAdmitted(bytes: number, signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const waiting: WaitingShare = {
        bytes,
        admit: () => {
          signal?.removeEventListener('abort', leave);
          resolve(true);
        },
      };
      const leave = () => {
        this.#waiting.delete(waiting);
        // The next in line may need less.
        this.#admitNext();
        resolve(false);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.add(waiting);
    });
  }

  #hasRoomFor(bytes: number): boolean {
    return this.#sharesLeft > 0 && bytes <= this.#bytesLeft;
  }

  #admit(bytes: number): void {
    this.#sharesLeft -= 1;
    this.#bytesLeft -= bytes;
  }

  #admitNext(): void {
    for (const waiting of this.#waiting) {
      if (!this.#hasRoomFor(waiting.bytes)) return;
      this.#waiting.delete(waiting);
      this.#admit(waiting.bytes);
      waiting.admit();
    }
  }

  #share(bytes: number): Share {
    let held = bytes;
    let open = true;
    const shrinkTo = (size: number) => {
      if (!open || size >= held) return;
      this.#bytesLeft += held - size;
      held = size;
      this.#admitNext();
    };
    return {
      shrinkTo,
      release: () => {
        if (!open) return;
        open = false;
        this.#bytesLeft += held;
        this.#sharesLeft += 1;
        this.#admitNext();
      },
    };
  }
}

/** A caller waiting for a place. */
interface WaitingCaller {
  readonly person: string | undefined;
  readonly enter: (leave: () => void) => void;
}

/** Admits a number at once, and one per person; the others wait, and get in in order of arrival. */
export class Places {
  #free: number;
  readonly #present = new Set<string>();
  readonly #waiting = new Set<WaitingCaller>();

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /**
   * Resolves once there is a place, with a function that gives it back. Without a person it is nobody's,
   * and any number of those may be in. Rejects with the signal's reason if it is aborted before.
   */
  async take(person?: string, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    let abort: (() => void) | undefined;
    try {
      return await new Promise((resolve, reject) => {
        const waiting: WaitingCaller = { person, enter: resolve };
        abort = () => {
          this.#waiting.delete(waiting);
          reject(abortReason(signal));
        };
        signal?.addEventListener('abort', abort);
        this.#waiting.add(waiting);
        this.#letIn();
      });
    } finally {
      if (abort) signal?.removeEventListener('abort', abort);
    }
  }

  #letIn(): void {
    for (const waiting of this.#waiting) {
      if (this.#free === 0) return;
      const { person } = waiting;
      if (person !== undefined && this.#present.has(person)) continue;
      this.#waiting.delete(waiting);
      this.#free -= 1;
      if (person !== undefined) this.#present.add(person);
      waiting.enter(this.#leaveOnce(person));
    }
  }

  #leaveOnce(person: string | undefined): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#free += 1;
      if (person !== undefined) this.#present.delete(person);
      this.#letIn();
    };
  }
}
