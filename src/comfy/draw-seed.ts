import { randomBytes } from 'node:crypto';

/** A seed from eight random bytes: a whole number from 0 to 2^53 - 1, all equally likely. */
export function drawSeed(bytes: Buffer = randomBytes(8)): number {
  return Number(bytes.readBigUInt64BE() >> 11n);
}
