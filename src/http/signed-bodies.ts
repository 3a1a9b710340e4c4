import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Clock } from '../engines/clock.ts';
import { BodyReader } from '../engines/read-body.ts';
import { trust } from './server.ts';

export interface SignedBodiesOptions {
  /** The application's public key as Discord gives it: 64 hexadecimal digits. */
  readonly publicKey: string;
  readonly clock: Pick<Clock, 'now'>;
  /** How far this clock is ahead of Discord's, in milliseconds, if known. */
  readonly clockAheadMs?: (() => number | undefined) | undefined;
  /** How long a body may take, in milliseconds. Default: {@link LONGEST_BODY_MS}. */
  readonly bodyWithinMs?: number | undefined;
}

/** Most requests have 2 to 6 KB. All connections together may send 32 MB of that size. */
const SMALL_BYTES = 16 * 1024;
/** Discord's largest: a form's five texts of 4,000 characters, escaped, and the message it is about. */
const MOST_BYTES = 256 * 1024;
/** How many bodies may be larger than the small ones at a time: 16 MB. */
const MOST_LARGE = 64;
const LONGEST_BODY_MS = 3_000;
/** How old a signature may be. Discord signs when it sends. */
export const LONGEST_AGE_MS = 5 * 60_000;

const signatureHeaders = z.object({
  'x-signature-ed25519': z.string().regex(/^[\da-f]{128}$/i),
  'x-signature-timestamp': z.string().regex(/^\d{1,12}$/),
});

const verifySignature = promisify(verify) as (
  algorithm: null,
  data: Buffer,
  key: KeyObject,
  signature: Buffer,
) => Promise<boolean>;

/** Reads what Discord posts. It signs the time and the raw body of each request. */
export class SignedBodies {
  readonly #options: SignedBodiesOptions;
  readonly #key: KeyObject;
  /** How many bodies are being read that are not small. */
  #large = 0;

  constructor(options: SignedBodiesOptions) {
    this.#options = options;
    const x = Buffer.from(options.publicKey, 'hex').toString('base64url');
    this.#key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  }

  /**
   * The JSON of a request; `undefined` if it is none. `forged` without Discord's signature of the last minutes,
   * `unreadable` if the body is too large, too slow or cut off.
   */
  async read(
    incoming: IncomingMessage,
  ): Promise<'forged' | 'unreadable' | { readonly payload: unknown }> {
    const signed = signatureHeaders.safeParse(incoming.headers).data;
    if (!signed || !this.#isRecent(signed['x-signature-timestamp'])) return 'forged';
    const body = await this.#bodyOf(incoming);
    if (!body) return 'unreadable';
    const timestamp = signed['x-signature-timestamp'];
    const signature = Buffer.from(signed['x-signature-ed25519'], 'hex');
    const data = Buffer.concat([Buffer.from(timestamp), body]);
    if (!(await verifySignature(null, data, this.#key, signature))) return 'forged';
    trust(incoming);
    return { payload: jsonIn(body) };
  }

  /** In milliseconds since the epoch, by Discord's clock. */
  discordsNow(): number {
    const { clock, clockAheadMs } = this.#options;
    return clock.now() - (clockAheadMs?.() ?? 0);
  }

  #isRecent(timestamp: string): boolean {
    return Math.abs(this.discordsNow() - Number(timestamp) * 1_000) <= LONGEST_AGE_MS;
  }

  /** Reads a request's raw body; `undefined` if it is too large, too slow or cut off. */
  async #bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
    if (Number(incoming.headers['content-length'] ?? 0) > MOST_BYTES) return undefined;
    const late = setTimeout(() => {
      incoming.destroy();
    }, this.#options.bodyWithinMs ?? LONGEST_BODY_MS);
    try {
      const reader = new BodyReader(incoming);
      if (await reader.endsWithin(SMALL_BYTES)) return reader.takeBytes();
      return await this.#restOf(reader);
    } catch {
      return undefined;
    } finally {
      clearTimeout(late);
    }
  }

  async #restOf(reader: BodyReader): Promise<Buffer | undefined> {
    if (this.#large >= MOST_LARGE) return undefined;
    this.#large += 1;
    try {
      return (await reader.endsWithin(MOST_BYTES)) ? reader.takeBytes() : undefined;
    } finally {
      this.#large -= 1;
    }
  }
}

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
