/** Short enough that a stall which matters is not lost between two ticks; 50 wake-ups a second cost 0.1 % of a core. */
const TICK_MS = 20;
/** How far back is remembered: what looks every half a minute misses nothing. */
export const REMEMBERED_MS = 30_000;
const SLICES = 6;

export interface LoopDelayOptions {
  /** In milliseconds, from any moment on. */
  readonly now?: () => number;
}

/**
 * How late the event loop came of late. Node's own histogram (`monitorEventLoopDelay`) does not see a stall that
 * begins right after it was reset, which would be every time that somebody has looked.
 */
export class LoopDelay {
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  /** The longest of each slice of time, the latest first. */
  #longest: readonly number[] = [0];
  #sliceEndsAt: number;
  #due: number;

  constructor({ now = () => performance.now() }: LoopDelayOptions = {}) {
    this.#now = now;
    this.#due = now() + TICK_MS;
    this.#sliceEndsAt = now() + REMEMBERED_MS / SLICES;
    this.#timer = setInterval(() => {
      this.look();
    }, TICK_MS).unref();
  }

  /** The longest delay within the last half a minute, in milliseconds. */
  get longestMs(): number {
    this.look();
    return Math.max(...this.#longest);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Takes note of how late it is. What has just held the loop up shows before the next tick. */
  look(): void {
    const now = this.#now();
    const late = Math.max(0, now - this.#due);
    this.#due = now + TICK_MS;
    const [latest = 0, ...earlier] = this.#longest;
    this.#longest = [Math.max(latest, late), ...earlier];
    if (now < this.#sliceEndsAt) return;
    this.#longest = [0, ...this.#longest].slice(0, SLICES + 1);
    this.#sliceEndsAt = now + REMEMBERED_MS / SLICES;
  }
}
