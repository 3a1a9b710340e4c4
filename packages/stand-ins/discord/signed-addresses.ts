import { createHash } from 'node:crypto';
import type { Clock } from '../../../src/engines/clock.ts';

/** How long an address that Discord signs stays valid. */
const SIGNED_FOR_MS = 24 * 60 * 60 * 1000;

/**
 * Signs addresses of the CDN as Discord does (its reference, Signed Attachment CDN URLs): `ex` is when
 * one expires, `is` when it was issued, in hexadecimal seconds, and `hm` the signature.
 */
export class SignedAddresses {
  readonly #clock: Clock;
  /** The server that addresses lead to, once there are any. */
  #origin: string | undefined;
  /** Goes into signatures: with another one, those before are good for nothing. */
  #generation = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  sign(origin: string, path: string): string {
    this.#origin = origin;
    const issued = Math.trunc(this.#clock.now() / 1000);
    const ex = (issued + SIGNED_FOR_MS / 1000).toString(16);
    const is = issued.toString(16);
    return `${origin}${encodeURI(path)}?ex=${ex}&is=${is}&hm=${this.#signature(path, ex, is)}&`;
  }

  /** How much longer the query of an address is good for the path, in milliseconds. */
  validFor(path: string, query: string): number {
    const given = new URLSearchParams(query);
    const ex = given.get('ex') ?? '';
    if (given.get('hm') !== this.#signature(path, ex, given.get('is') ?? '')) return 0;
    return parseInt(ex, 16) * 1000 - this.#clock.now();
  }

  /** The address, signed anew where it leads to one of these paths and half its time has passed. */
  fresh(address: string, isOurs: (path: string) => boolean): string {
    if (this.#origin === undefined || !address.startsWith(`${this.#origin}/`)) return address;
    const [place = '', query = ''] = address.slice(this.#origin.length).split('?', 2);
    const path = decodeURI(place);
    if (!isOurs(path) || this.validFor(path, query) > SIGNED_FOR_MS / 2) return address;
    return this.sign(this.#origin, path);
  }

  /** Ends every address so far. */
  end(): void {
    this.#generation += 1;
  }

  #signature(path: string, ex: string, is: string): string {
    const signed = `${this.#generation} ${path} ${ex} ${is}`;
    return createHash('sha256').update(signed).digest('hex');
  }
}
