import type { Word } from './lists/vocabulary.ts';
import type { Effort } from './reading/limits.ts';
import { inItsOwnLetters, withLatinLetters } from './reading/look-alikes.ts';
import { plainReading, type Reader, scriptOf, wordsOf } from './reading/readings.ts';

/** How many words on each side of a word tell which language it is meant in. */
const REACH = 6;
/** With so many more words nearby, a language is certain, whatever the rest of the text is in. */
const SURE = 2;

/** What is asked about words of a reading: those from `start` on that stand before `end`. */
export interface Stretch {
  readonly words: readonly Word[];
  readonly start: number;
  readonly end: number;
}

/**
 * Which language the words of one text are meant in. *Bras* is underwear among English words and a
 * pair of arms among French ones: the words nearby decide, and where they say little, the whole text.
 * Where two languages have equal claims neither is believed, so that a word keeps its
 * gravest sense.
 */
export class Surroundings {
  readonly #text: string;
  readonly #reader: Reader;
  readonly #accented: AccentedWords;
  readonly #effort: Effort;
  #wholeText: readonly number[] | undefined;

  constructor(text: string, reader: Reader, effort: Effort) {
    this.#text = text;
    this.#accented = new AccentedWords(text, effort);
    this.#reader = reader;
    this.#effort = effort;
  }

  /** Whether words are meant in one of these languages, a bit each, rather than in any other. */
  areIn(languages: number, { words, start, end }: Stretch): boolean {
    const counts: number[] = [];
    for (let at = Math.max(0, start - REACH); at < start; at += 1) count(words[at], counts);
    for (let at = end; at < end + REACH && at < words.length; at += 1) count(words[at], counts);
    this.#effort.spend(2 * REACH);
    const nearby = leadOf(languages, counts);
    if (nearby < 0 || nearby >= SURE) return nearby > 0;
    const everywhere = leadOf(languages, this.#everywhere());
    return nearby > 0 ? everywhere >= 0 : everywhere > 0;
  }

  /** Whether any of these words has accents wherever it stands in the text. */
  areAccented({ words, start, end }: Stretch): boolean {
    for (let at = start; at < end; at += 1) {
      const word = words[at];
      if (word && this.#accented.has(word)) return true;
    }
    return false;
  }

  /** Whether any of these words has accents as its own language writes it, and so is no other's misspelt. */
  areOwnSpelling(stretch: Stretch): boolean {
    return this.areAccented(stretch) && this.areIn(this.#reader.accentedLanguages, stretch);
  }

  /** By language: how many words of the text it has. */
  #everywhere(): readonly number[] {
    if (this.#wholeText) return this.#wholeText;
    const counts: number[] = [];
    const reading = plainReading(this.#text, 'other');
    this.#effort.spend(reading.length);
    for (const text of wordsOf(reading, 'other')) {
      // Where no spaces are set every character is a word.
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

/** How many more words the best of these languages has than the best of the others. */
function leadOf(languages: number, counts: readonly number[]): number {
  let [these, others] = [0, 0];
  for (const [language, words = 0] of counts.entries()) {
    if ((languages & (1 << language)) === 0) others = Math.max(others, words);
    else these = Math.max(these, words);
  }
  return these - others;
}

/** Words in the letters of the languages that have lists, accented ones too: any other mark hides a word. */
const ORDINARY = /^[a-zßàáâãäæçèéêëìíîïñòóôõöùúûüÿœ]+$/;

/**
 * The words of a text that have accents everywhere they stand in it, each without them, as it is in
 * readings in the letters a to z.
 */
class AccentedWords {
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
