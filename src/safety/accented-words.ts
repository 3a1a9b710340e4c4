import type { Effort } from './effort.ts';
import { inItsOwnLetters, withLatinLetters } from './look-alikes.ts';
import type { Word } from './word.ts';

/** Words in the letters of the languages that have lists, accented ones too: any other mark hides a word. */
const ORDINARY = /^[a-zßàáâãäæçèéêëìíîïñòóôõöùúûüÿœ]+$/;

/**
 * The words of a text that have accents everywhere they stand in it, each without them, as it is in
 * readings in the letters a to z.
 */
export class AccentedWords {
  readonly #text: string;
  readonly #effort: Effort;
  #words: ReadonlySet<string> | undefined;

  constructor(text: string, effort: Effort) {
    this.#text = text;
    this.#effort = effort;
  }

  has({ text }: Word): boolean {
    if (!this.#words) {
      this.#effort.spend(this.#text.length);
      this.#words = accentedWordsIn(this.#text);
    }
    return this.#words.has(text);
  }
}

function accentedWordsIn(text: string): ReadonlySet<string> {
  if (/^[\x20-\x7e\s]*$/.test(text)) return new Set();
  const [accented, others] = [new Set<string>(), new Set<string>()];
  for (const word of inItsOwnLetters(text).match(/[\p{L}\p{M}]+/gu) ?? []) {
    const plain = withLatinLetters(word);
    (plain !== word && ORDINARY.test(word) ? accented : others).add(plain);
  }
  for (const word of others) accented.delete(word);
  return accented;
}
