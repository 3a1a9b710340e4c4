import { EventEmitter } from 'node:events';

/** GET reads, POST submits and cancels. A key may be allowed the one and not the other. */
export type KeyUse = 'GET' | 'POST';

/**
 * Whether RunPod takes the API key for the bot's endpoint, as its latest answers say. Told by the
 * client about every answer; tells whoever wants to know when that changes.
 */
export class KeyAccess {
  readonly events = new EventEmitter<{ changed: [] }>();
  readonly #endpointId: string;
  readonly #refusedUses = new Set<KeyUse>();

  constructor(endpointId: string) {
    this.#endpointId = endpointId;
  }

  /** From an answer that refused the key until one that took it for the same use. */
  get refused(): boolean {
    return this.#refusedUses.size > 0;
  }

  /** Whether it was refused for that use. */
  refusedFor(use: KeyUse): boolean {
    return this.#refusedUses.has(use);
  }

  /**
   * Notes an answer. 401: the key is wrong; 403: it may not do this; 2xx, or a complaint
   * about the request itself: it was taken. What another endpoint says is no news of this one.
   */
  note({
    use,
    endpointId,
    status,
  }: {
    readonly use: KeyUse;
    readonly endpointId: string | undefined;
    readonly status: number;
  }): void {
    if (endpointId !== this.#endpointId) return;
    const refused = status === 401 || status === 403;
    const taken = (status >= 200 && status < 300) || status === 400 || status === 404;
    if (refused === this.#refusedUses.has(use) || !(refused || taken)) return;
    if (refused) this.#refusedUses.add(use);
    else this.#refusedUses.delete(use);
    this.events.emit('changed');
  }
}
