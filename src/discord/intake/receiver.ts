/** Passes interactions on until it stops, and knows those under way. */
export class Receiver {
  readonly #handle: (payload: unknown) => Promise<void>;
  readonly #underWay = new Set<Promise<void>>();
  #isOver = false;

  /** `handle` must not reject. */
  constructor(handle: (payload: unknown) => Promise<void>) {
    this.#handle = handle;
  }

  /** Takes the payload of an interaction. False after {@link stop}. */
  take(payload: unknown): boolean {
    if (this.#isOver) return false;
    const handled = this.#handle(payload).finally(() => this.#underWay.delete(handled));
    this.#underWay.add(handled);
    return true;
  }

  /** Takes no more, and waits for those under way. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#underWay);
  }
}
