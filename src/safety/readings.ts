import type { Effort } from './effort.ts';
import { inItsOwnLetters, withLatinLetters } from './look-alikes.ts';
import { plainWords } from './plain-words.ts';
import { withoutWeights } from './prompt-weights.ts';
import { StretchReader } from './stretch-reader.ts';
import { basicWays, otherWays } from './ways-to-read.ts';
import { withoutMarkup } from './without-markup.ts';

/** The letters in which a term is written decide how a text is read to find it. */
export const SCRIPTS = ['basic', 'other', 'unspaced'] as const;
export type Script = (typeof SCRIPTS)[number];

/** `basic`: a to z only. `unspaced`: one that sets no spaces between words. */
export function scriptOf(text: string): Script {
  if (/^[\x20-\x7e]*$/.test(text)) return 'basic';
  return /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(text) ? 'unspaced' : 'other';
}

/** Pictures of children, which a model knows as well as words. */
const CHILD = /[\u{1f476}\u{1f466}-\u{1f467}\u{1f9d2}]\p{Emoji_Modifier}?/gu;

/** Between two sentences without a space, told by their letters: "a stern face.Sitting". */
const SENTENCE = /(?<=\p{Ll}{3}[.!?])(?=\p{Lu}\p{Ll}{2})/gu;

/** Between letters of a script that sets no spaces and others: "lamp窓" is two words. */
const BETWEEN_SCRIPTS =
  /(?<=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}ー])(?=[a-z\d])|(?<=[a-z\d])(?=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}])/gu;

/** A text as it is said: without markup and weights, and with words for pictures. */
export function saidIn(text: string): string {
  return withoutWeights(withoutMarkup(text)).replace(CHILD, ' child ');
}

/**
 * A text in the letters of a script and in lower case, its words between single spaces, with a
 * comma where a clause ends, and with a space at both ends; without any space where the script has
 * none.
 */
export function plainReading(text: string, script: Script): string {
  const plain = inLetters(text, script);
  return script === 'unspaced' ? plainWords(plain).replaceAll(' ', '') : plainWords(plain);
}

/** The words of a reading; its characters where the script sets no spaces. */
export function wordsOf(reading: string, script: Script): readonly string[] {
  if (script === 'unspaced') return reading.split('');
  const words = reading.trim();
  return words === '' ? [] : words.split(' ');
}

/** The words of what stands in a list. */
export function listedWords(text: string, script: Script): readonly string[] {
  // Nearly all are written as they are read.
  if (/^[a-z\d ]+$/.test(text) && !text.includes('  ')) return text.trim().split(' ');
  return wordsOf(plainReading(text, script), script);
}

/**
 * The ways in which a person may read the texts of one request: as it stands, with signs taken for letters, and both
 * with what separates single letters left out. Each is in the form of a {@link plainReading}. There
 * are 16 of them at most, and each is made in time that grows as the text does.
 */
export class Readings {
  readonly #effort: Effort;
  readonly #basic: StretchReader;
  readonly #other: StretchReader;

  constructor(effort: Effort) {
    this.#effort = effort;
    this.#basic = new StretchReader((stretch) => basicWays(stretch, effort), effort);
    this.#other = new StretchReader((stretch) => otherWays(stretch, effort), effort);
  }

  /** The readings of a text in a script, each once. */
  of(text: string, script: Script): readonly string[] {
    switch (script) {
      case 'basic': {
        const ways = this.#basic.waysToRead(inLetters(text, script));
        const camelCase = text.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');
        const apart =
          camelCase === text ? [] : [plainWords(inLetters(camelCase, script), this.#effort)];
        return distinct([...ways.slice(0, 3), ...apart, ...ways.slice(3)]);
      }
      case 'other':
        return distinct(this.#other.waysToRead(inLetters(text, script)));
      case 'unspaced':
        return [plainReading(text, script)];
    }
  }
}

/** Whether every reading of a text, in whatever script, has the letters a to z only. */
export function hasBasicReadingsOnly(text: string): boolean {
  return /^[\x20-\x7e\s]*$/.test(saidIn(text));
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function inLetters(text: string, script: Script): string {
  const said = saidIn(text).replace(SENTENCE, ' ');
  if (/^[\x20-\x7e\n]*$/.test(said)) return said.toLowerCase();
  switch (script) {
    case 'basic':
      return withLatinLetters(said).replace(BETWEEN_SCRIPTS, ' ');
    case 'other':
      return inItsOwnLetters(said).replace(BETWEEN_SCRIPTS, ' ');
    case 'unspaced':
      return inItsOwnLetters(said);
  }
}
