import { lineOf, textsOf, type ListLine } from './list-line.ts';
import { withLatinLetters } from './look-alikes.ts';

const BASIC = /^[\x20-\x7e]+$/;

/**
 * Hints, and those with accents a second time without them: these are found in one reading of a text
 * and those in another, and a hint counts beside another one of the same reading only.
 */
export function alsoWithoutAccents(hints: readonly ListLine[]): readonly ListLine[] {
  const texts = hints.flatMap(textsOf);
  const listed = new Set(texts);
  const plain = texts.filter((text) => !BASIC.test(text)).map(withLatinLetters);
  const missing = new Set(plain.filter((text) => BASIC.test(text) && !listed.has(text)));
  return [...hints, ...[...missing].map(lineOf)];
}
