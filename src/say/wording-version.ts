import { createHash } from 'node:crypto';

/** The wordings from before there were other languages. Stored records name them by these numbers. */
const NUMBERED: ReadonlyMap<string, number> = new Map([
  ['I am this person, or have their permission', 1],
  ['Nobody is in it', 4],
  ['Yes, and nobody is in it', 5],
  ['Everyone in it is me or has agreed', 6],
  ['Yes, and everyone in it is me or has agreed', 7],
]);

/**
 * The version of a wording of consent, which its records name. It follows from the words, so a wording that
 * changes, or stands in another language, always has another version.
 */
export function wordingVersion(wording: string): number {
  return (
    NUMBERED.get(wording) ?? 100 + createHash('sha256').update(wording).digest().readUIntBE(0, 3)
  );
}
