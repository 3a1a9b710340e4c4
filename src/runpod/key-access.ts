import { EventEmitter } from 'node:events';

/** GET reads, POST submits and cancels. A key may be allowed one and not the other. */
export type KeyUse = 'GET' | 'POST';

/** An answer of RunPod's, as far as it bears on the key. */
export interface KeyAnswer {
  readonly use: KeyUse;
  readonly endpointId: string | undefined;
  readonly status: number;
  /** Whether it is one of RunPod's public ones: of what a key may do there, nothing is said but that it is right. */
  readonly isPublic?: boolean;
}

const USES: readonly KeyUse[] = ['GET', 'POST'];

/**
 * Whether RunPod accepts the API key for one endpoint, according to its latest answers. It tells its
 * listeners when that changes.
 */
export class KeyAccess {
  readonly events = new EventEmitter<{ changed: [] }>();
  readonly #endpointId: string;
  readonly #refusedUses = new Set<KeyUse>();

  constructor(endpointId: string) {
    this.#endpointId = endpointId;
  }

  /** True from an answer that refused the key until one that accepted it for the same use. */
  get refused(): boolean {
    return this.#refusedUses.size > 0;
  }

  /** Whether it is refused for that use. */
  refusedFor(use: KeyUse): boolean {
    return this.#refusedUses.has(use);
  }

  /** Notes an answer, as {@link verdictOf} reads it. What another endpoint says does not count. */
  note({ use, endpointId, status, isPublic = false }: KeyAnswer): void {
    const verdict = verdictOf(status, isPublic);
    if (endpointId !== this.#endpointId || verdict === undefined) return;
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

/** Answers from something in front of the API, or that only ask to come back later. */
const BEFORE_THE_KEY: ReadonlySet<number> = new Set([407, 408, 429]);

/**
 * What an answer says about the key. 401: it is wrong; 403: it may not do this. Success, a complaint
 * about the request and a failure of the API itself come after the key was accepted. `undefined`: nothing.
 *
 * RunPod's public endpoints are there for every key, so a 403 of theirs is a complaint about the request.
 */
export function verdictOf(status: number, isPublic = false): 'taken' | 'refused' | undefined {
  if (status === 401 || (status === 403 && !isPublic)) return 'refused';
  const success = status >= 200 && status < 300;
  const complaint = status >= 400 && status <= 500 && !BEFORE_THE_KEY.has(status);
  return success || complaint ? 'taken' : undefined;
}

/**
 * Whether RunPod accepts the API key, by endpoint: a key may be allowed one and not another. The
 * client reports every answer to it.
 */
export class EndpointAccess {
  readonly #byEndpoint = new Map<string, KeyAccess>();

  /** That of one endpoint, of which answers are noted from now on. */
  of(endpointId: string): KeyAccess {
    const known = this.#byEndpoint.get(endpointId);
    if (known) return known;
    const access = new KeyAccess(endpointId);
    this.#byEndpoint.set(endpointId, access);
    return access;
  }

  /** Notes an answer, unless that endpoint is not watched. */
  note(answer: KeyAnswer): void {
    if (answer.endpointId !== undefined) this.#byEndpoint.get(answer.endpointId)?.note(answer);
  }
}
