import type { Effort } from './effort.ts';
import { plainWords } from './plain-words.ts';
import { hasVForU, lettersForDigits, lettersForSigns } from './signs-for-letters.ts';
import { hasRun, lettersTogether } from './single-letters.ts';

/** The ways to read a text in lower case and in the letters a to z, or the only one. */
export function basicWays(plain: string, effort: Effort): readonly string[] {
  if (isReadInOneWay(plain, effort)) return [plainWords(plain, effort)];
  const together = lettersTogether(plain, effort);
  const ways = [
    plain,
    together,
    digitsApart(plain),
    ...ofEach(lettersForSigns(plain, effort), (one) => [one, lettersTogether(one, effort)]).flat(),
    ...lettersForSigns(together, effort),
  ];
  return ofEach(ways, (way) => plainWords(way, effort));
}

/** The same in the letters in which it is written. */
export function otherWays(plain: string, effort: Effort): readonly string[] {
  if (isReadInOneWay(plain, effort)) return [plainWords(plain, effort)];
  const spelt = lettersForDigits(plain, effort);
  const apart = plain.replace(BESIDE_OTHER_LETTER, ' ');
  const together = lettersTogether(plain, effort);
  const ways = [plain, together, apart, spelt, lettersTogether(spelt, effort)];
  return ofEach(ways, (way) => plainWords(way, effort));
}

/** Whether every way to read a text is the same: words of letters, and no single letters in a row. */
function isReadInOneWay(text: string, effort: Effort): boolean {
  if (!/^(?:\p{L}|,? )*,?$/u.test(text)) return false;
  effort.spend(text.length);
  return !hasRun(text) && !hasVForU(text);
}

/** What is made of each text, just once for equal texts. */
function ofEach<Made>(texts: readonly string[], make: (text: string) => Made): readonly Made[] {
  const made = new Map<string, Made>();
  for (const text of texts) if (!made.has(text)) made.set(text, make(text));
  return texts.map((text) => made.get(text) ?? make(text));
}

/** Between a digit and a letter that is none of a to z. */
const BESIDE_OTHER_LETTER = /(?<=\d)(?=[^\0-\x7f])|(?<=[^\0-\x7f])(?=\d)/g;

/** A model reads every digit by itself, so that `nude7` is a word and a number. */
function digitsApart(text: string): string {
  return text.replace(/(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu, ' ');
}
