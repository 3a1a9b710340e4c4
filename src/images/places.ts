import { abortReason } from './abort-reason.ts';

/** Somebody who is waiting for a place. */
interface Waiting {
  readonly person: string | undefined;
  readonly enter: (leave: () => void) => void;
}

/** Admits a number at once, and one per person; the others wait, and get in in order of arrival. */
export class Places {
  #free: number;
  readonly #present = new Set<string>();
  readonly #waiting = new Set<Waiting>();

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
        const waiting: Waiting = { person, enter: resolve };
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
