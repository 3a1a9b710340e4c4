import { createHash } from 'node:crypto';

/** A stream of numbers from 0 up to 1 that the words decide alone (mulberry32 over SHA-256). */
export function seeded(...words: readonly (string | number)[]): () => number {
  let state = createHash('sha256').update(JSON.stringify(words)).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
