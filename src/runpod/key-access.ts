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

  /** Notes an answer, as {@link verdictOf} reads it. What another endpoint says is no news. */
  note({
    use,
    endpointId,
    status,
  }: {
    readonly use: KeyUse;
    readonly endpointId: string | undefined;
    readonly status: number;
  }): void {
    const verdict = verdictOf(status);
    if (endpointId !== this.#endpointId || verdict === undefined) return;
    const refused = verdict === 'refused';
    if (refused === this.#refusedUses.has(use)) return;
    if (refused) this.#refusedUses.add(use);
    else this.#refusedUses.delete(use);
    this.events.emit('changed');
  }
}

/** Answers of what stands in front of the API, and of one that asks for another time. */
const BEFORE_THE_KEY: ReadonlySet<number> = new Set([407, 408, 429]);

/**
 * What an answer says of the key. 401: it is wrong; 403: it may not do this; success, a complaint
 * about the request and a failure of the API's own come after it was taken. `undefined`: nothing.
 */
export function verdictOf(status: number): 'taken' | 'refused' | undefined {
  if (status === 401 || status === 403) return 'refused';
  const success = status >= 200 && status < 300;
  const complaint = status >= 400 && status <= 500 && !BEFORE_THE_KEY.has(status);
  return success || complaint ? 'taken' : undefined;
}
