import type { Word } from './lists/vocabulary.ts';
import type { Effort } from './reading/limits.ts';
import { inItsOwnLetters, withLatinLetters } from './reading/look-alikes.ts';
import { plainReading, type Reader, scriptOf, wordsOf } from './reading/readings.ts';

/** How many words on each side determine a word's language. */
const REACH = 6;
/** With this lead nearby, a language is certain, whatever the rest of the text. */
const SURE = 2;

/** A range of words in a reading, from `start` up to `end`. */
export interface Stretch {
  readonly words: readonly Word[];
  readonly start: number;
  readonly end: number;
}

/**
 * Determines the language of words in one text. *Bras* is underwear among English words and a pair of arms
 * among French ones. The nearby words decide, and if they say little, the whole text. On a tie between
 * languages neither counts, so a word keeps its most serious meaning.
 */
export class Surroundings {
  readonly #text: string;
  readonly #reader: Reader;
  #wholeText: readonly number[] | undefined;
  #accented: ReadonlySet<string> | undefined;

  constructor(text: string, reader: Reader) {
    this.#text = text;
    this.#reader = reader;
  }

  get effort(): Effort {
    return this.#reader.effort;
  }

  /** Whether words belong to one of these languages, a bit each, rather than to any other. */
  areIn(languages: number, { words, start, end }: Stretch): boolean {
    const counts: number[] = [];
    for (let at = Math.max(0, start - REACH); at < start; at += 1) count(words[at], counts);
    for (let at = end; at < end + REACH && at < words.length; at += 1) count(words[at], counts);
    this.effort.spend(2 * REACH);
    const nearby = leadOf(languages, counts);
    if (nearby < 0 || nearby >= SURE) return nearby > 0;
    const everywhere = leadOf(languages, this.#everywhere());
    return nearby > 0 ? everywhere >= 0 : everywhere > 0;
  }

  /** Whether any of these words has accents everywhere in the text. */
  areAccented({ words, start, end }: Stretch): boolean {
    if (!this.#accented) {
      this.effort.spend(this.#text.length);
      this.#accented = accentedWordsIn(this.#text);
    }
    for (let at = start; at < end; at += 1) {
      if (this.#accented.has(words[at]?.text ?? '')) return true;
    }
    return false;
  }

  /** Whether any of these words is accented as its own language spells it, and so is no misspelling. */
  areOwnSpelling(stretch: Stretch): boolean {
    return this.areAccented(stretch) && this.areIn(this.#reader.accentedLanguages, stretch);
  }

  /** By language: how many words of the text it has. */
  #everywhere(): readonly number[] {
    if (this.#wholeText) return this.#wholeText;
    const counts: number[] = [];
    const reading = plainReading(this.#text, 'other');
    this.effort.spend(reading.length);
    for (const text of wordsOf(reading, 'other')) {
      // Without spaces, every character is a word.
      const words = scriptOf(text) === 'unspaced' ? text.split('') : [text];
      for (const word of words) count(this.#reader.wordFor(word), counts);
    }
    this.#wholeText = counts;
    return counts;
  }
}

function count(word: Word | undefined, counts: number[]): void {
  let left = word?.languages ?? 0;
  for (let language = 0; left !== 0; language += 1, left >>>= 1) {
    if ((left & 1) === 1) counts[language] = (counts[language] ?? 0) + 1;
  }
}

/** The lead of the best of these languages over the best of the others, in words. */
function leadOf(languages: number, counts: readonly number[]): number {
  let [these, others] = [0, 0];
  for (const [language, words = 0] of counts.entries()) {
    if ((languages & (1 << language)) === 0) others = Math.max(others, words);
    else these = Math.max(these, words);
  }
  return these - others;
}

/** Words in the letters of the listed languages, accents included. Any other mark obscures a word. */
const ORDINARY = /^[a-zßàáâãäæçèéêëìíîïñòóôõöùúûüÿœ]+$/;

/**
 * The words of a text that are accented at each occurrence, stored without accents, as in readings with the
 * letters a to z.
 */
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
