import type { Effort } from './effort.ts';
import type { Lexicon } from './lexicon.ts';
import { withLatinLetters } from './look-alikes.ts';
import { MOST_WORDS, SHORTEST_SPELT_OUT, type Meant, type MeantWords } from './meant-words.ts';
import { Trie } from './trie.ts';
import { endNumbersOf, type Word } from './word.ts';

/**
 * Reads words that no list has as what they are meant for, where a term comes of it. Anything else would make
 * terms of ordinary words: "goddess" is one letter away from one.
 */
export class RunTogether {
  readonly #lexicon: Lexicon;
  readonly #meantWords: MeantWords;
  readonly #wordFor: (text: string) => Word;
  readonly #effort: Effort;
  readonly #rows: readonly string[];
  readonly #known = new Map<Word, readonly Meant[]>();

  /** @param rows what letters come to that are written one by one */
  constructor(
    lexicon: Lexicon,
    meantWords: MeantWords,
    { wordFor, effort }: { readonly wordFor: (text: string) => Word; readonly effort: Effort },
    rows: readonly string[],
  ) {
    this.#lexicon = lexicon;
    this.#meantWords = meantWords;
    this.#wordFor = wordFor;
    this.#effort = effort;
    this.#rows = rows;
  }

  /** Whether any of these words may be meant for others: few texts have one. */
  mayReadAny(words: readonly Word[]): boolean {
    this.#effort.spend(words.length);
    return words.some((word) => this.#meantBy(word).length > 0);
  }

  /** A reading with such words as they are meant; the same one where there are none. */
  read(words: readonly Word[]): readonly Word[] {
    this.#effort.spend(words.length);
    let read: Word[] | undefined;
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at];
      if (!word) continue;
      const meant = this.#meantBy(word).find((one) => this.#makesTerms(one, words, at));
      if (meant) read ??= words.slice(0, at);
      if (meant) read?.push(...meant.words.map(this.#wordFor));
      else read?.push(word);
    }
    return read ?? words;
  }

  #meantBy(word: Word): readonly Meant[] {
    if (word.itself !== undefined || !word.isLetters) return NOTHING;
    const known = this.#known.get(word);
    if (known) return known;
    const meant = this.#lookedUp(word);
    this.#known.set(word, meant);
    return meant;
  }

  #lookedUp(word: Word): readonly Meant[] {
    if (this.#isListedWithoutAccents(word)) return NOTHING;
    if (this.#isSpeltOut(word)) return this.#meantWords.ofSpeltOut(word, this.#effort);
    return this.#meantWords.of(word, this.#effort);
  }

  #isSpeltOut({ text }: Word): boolean {
    return text.length >= SHORTEST_SPELT_OUT && this.#rows.some((row) => row.includes(text));
  }

  /** Lists have most words without their accents, and are read for them in both ways. */
  #isListedWithoutAccents({ text }: Word): boolean {
    if (/^[a-z]*$/.test(text)) return false;
    return this.#lexicon.vocabulary.numberOf(withLatinLetters(text)) !== -1;
  }

  /** Whether terms end and begin among these words where they are meant to. */
  #makesTerms(meant: Meant, words: readonly Word[], at: number): boolean {
    const { before, after } = meant;
    return (
      (before === 0 || this.#endsTerm(meant, words, at)) &&
      (after === 0 || this.#startsTerm(meant.words.at(-1), after, words, at))
    );
  }

  /** Whether such a term ends with the word that is meant, or goes on behind it where it may. */
  #endsTerm(
    { words: [first], before, goesOn }: Meant,
    words: readonly Word[],
    at: number,
  ): boolean {
    if (first === undefined) return false;
    const meant = this.#wordFor(first);
    const { sequences, terms } = this.#lexicon;
    for (let start = at; start >= 0 && start > at - MOST_WORDS; start -= 1) {
      const from = this.#follow(words, start, at);
      if (from === Trie.nowhere) continue;
      for (const number of endNumbersOf(meant)) {
        const state = sequences.trie.next(from, number);
        if (terms.says(state, before)) return true;
        if (goesOn && this.#goesOn(words, at + 1, state, before)) return true;
      }
    }
    return false;
  }

  #startsTerm(
    last: string | undefined,
    saying: number,
    words: readonly Word[],
    at: number,
  ): boolean {
    if (last === undefined) return false;
    const { sequences, terms } = this.#lexicon;
    return endNumbersOf(this.#wordFor(last)).some((number) => {
      const state = sequences.trie.next(Trie.root, number);
      return terms.says(state, saying) || this.#goesOn(words, at + 1, state, saying);
    });
  }

  /** The state after the words from one place up to another. */
  #follow(words: readonly Word[], start: number, end: number): number {
    this.#effort.spend(end - start);
    let state: number = Trie.root;
    for (let at = start; at < end && state !== Trie.nowhere; at += 1) {
      state = this.#lexicon.sequences.trie.next(state, words[at]?.itself ?? Trie.nowhere);
    }
    return state;
  }

  /** Whether such a term goes on from a state with the words at a place. */
  #goesOn(words: readonly Word[], start: number, from: number, saying: number): boolean {
    const { sequences, terms } = this.#lexicon;
    let state = from;
    for (let at = start; at < start + MOST_WORDS && state !== Trie.nowhere; at += 1) {
      this.#effort.spend(1);
      const word = words[at];
      if (!word) return false;
      for (const number of endNumbersOf(word)) {
        if (terms.says(sequences.trie.next(state, number), saying)) return true;
      }
      state = sequences.trie.next(state, word.itself ?? Trie.nowhere);
    }
    return false;
  }
}

const NOTHING: readonly Meant[] = [];
