import { EventEmitter } from 'node:events';

/** GET reads, POST submits and cancels. A key may be allowed one and not the other. */
export type KeyUse = 'GET' | 'POST';

/** A RunPod answer, as far as it concerns the key. */
export interface KeyAnswer {
  readonly use: KeyUse;
  readonly endpointId: string | undefined;
  readonly status: number;
  /**
   * Whether the endpoint is public. Its answers show only whether the key is valid, not what it may
   * do.
   */
  readonly isPublic?: boolean;
}

const USES: readonly KeyUse[] = ['GET', 'POST'];

/**
 * Tracks whether RunPod accepts the API key for one endpoint, by its latest answers. Notifies its
 * listeners of changes.
 */
export class KeyAccess {
  readonly events = new EventEmitter<{ changed: [] }>();
  readonly #refusedUses = new Set<KeyUse>();

  /** True from a refusal of the key until an answer accepts it for the same use. */
  get refused(): boolean {
    return this.#refusedUses.size > 0;
  }

  /** Whether the key is refused for that use. */
  refusedFor(use: KeyUse): boolean {
    return this.#refusedUses.has(use);
  }

  /** Records an answer of the endpoint, as {@link keyVerdict} reads it. */
  note({ use, status, isPublic = false }: KeyAnswer): void {
    const verdict = keyVerdict(status, isPublic);
    if (verdict === undefined) return;
    const refused = verdict === 'refused';
    const changed = (isPublic ? USES : [use]).filter(
      (one) => refused !== this.#refusedUses.has(one),
    );
    if (changed.length === 0) return;
    for (const one of changed) {
      if (refused) this.#refusedUses.add(one);
      else this.#refusedUses.delete(one);
    }
    this.events.emit('changed');
  }
}

/** Statuses from a proxy in front of the API, or that only ask to retry later. */
const BEFORE_THE_KEY: ReadonlySet<number> = new Set([407, 408, 429]);

/**
 * What an answer says about the key. 401: invalid; 403: lacks permission. Success, a client error
 * or a server error come after the key was accepted. `undefined`: nothing.
 *
 * RunPod's public endpoints accept every key, so a 403 from them concerns the request.
 */
export function keyVerdict(status: number, isPublic = false): 'taken' | 'refused' | undefined {
  if (status === 401 || (status === 403 && !isPublic)) return 'refused';
  const success = status >= 200 && status < 300;
  const complaint = status >= 400 && status <= 500 && !BEFORE_THE_KEY.has(status);
  return success || complaint ? 'taken' : undefined;
}

/**
 * Tracks whether RunPod accepts the API key, by endpoint: a key may be allowed for one and not
 * another. The client reports every answer.
 */
export class EndpointAccess {
  readonly #byEndpoint = new Map<string, KeyAccess>();

  /** The state of one endpoint. Starts to track it. */
  of(endpointId: string): KeyAccess {
    const known = this.#byEndpoint.get(endpointId);
    if (known) return known;
    const access = new KeyAccess();
    this.#byEndpoint.set(endpointId, access);
    return access;
  }

  /** Records an answer, if its endpoint is tracked. */
  note(answer: KeyAnswer): void {
    if (answer.endpointId !== undefined) this.#byEndpoint.get(answer.endpointId)?.note(answer);
  }
}
