import { EventEmitter, once } from 'node:events';

/** Holds up whoever comes while it is shut, so that a test can choose the moment. */
export class Gate {
  #shut = false;
  readonly #allowed = new Set<string>();
  readonly #events = new EventEmitter().setMaxListeners(0);

  shut(): void {
    this.#shut = true;
    this.#allowed.clear();
  }

  /** Lets everybody through from now on. */
  open(): void {
    this.#shut = false;
    this.#events.emit('moved');
  }

  /** Lets one through, whether it waits already or is still to come. */
  allow(id: string): void {
    this.#allowed.add(id);
    this.#events.emit('moved');
  }

  /** Waits until it may go on. Rejects when the signal aborts. */
  async pass(id: string, signal: AbortSignal): Promise<void> {
    while (this.#shut && !this.#allowed.has(id)) await once(this.#events, 'moved', { signal });
  }
}
