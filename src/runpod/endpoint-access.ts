import { KeyAccess, type KeyAnswer } from './key-access.ts';

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

  /** Notes an answer, unless nobody has asked for that endpoint. */
  note(answer: KeyAnswer): void {
    if (answer.endpointId !== undefined) this.#byEndpoint.get(answer.endpointId)?.note(answer);
  }
}
