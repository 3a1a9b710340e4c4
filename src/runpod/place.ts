import type { ByteBudget, Share } from '../body/byte-budget.ts';

/**
 * A caller's place among the large answers. The client takes it as soon as an answer turns out to be
 * large, before reading it; the caller gives it back once nothing of that answer is left in memory.
 * That way the room bounds the memory, however many jobs finish at the same time.
 */
export class Place {
  #share: Share | undefined;

  /** Waits for this many bytes. Rejects with the signal's reason on an abort. */
  async take(room: ByteBudget, bytes: number, signal: AbortSignal): Promise<void> {
    this.release();
    this.#share = await room.take(bytes, signal);
  }

  /** Gives back what turned out not to be needed. */
  shrinkTo(bytes: number): void {
    this.#share?.shrinkTo(bytes);
  }

  /** Gives back all of it, if there is any. */
  release(): void {
    this.#share?.release();
    this.#share = undefined;
  }
}
