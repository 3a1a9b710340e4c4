import type { Lexicon } from './lists/compiled-lists.ts';
import { ENDS, MINOR, STARTS, STATE, WITHIN } from './lists/terms.ts';
import { Trie } from './lists/trie.ts';
import { endNumbersOf, withReplaced, type Word } from './lists/vocabulary.ts';
import { rowsOfLetters } from './reading/letter-runs.ts';
import { withLatinLetters } from './reading/look-alikes.ts';
import type { Reader } from './reading/readings.ts';

/** Longer words and longer rows of single letters are unreadable to people. */
const LONGEST = 48;
const LONGEST_SPELT_OUT = 120;
/** A shorter term among single letters is probably chance. */
const SHORTEST_SPELT_OUT = 4;
/** Shorter words, and words with a shorter part, are not split. */
const SHORTEST = 5;
const SHORTEST_PART = 2;
const SHORTEST_MINOR = 4;
/** A shorter state after further letters of an open-ended word is probably chance ("Grundschulkl-asse"). */
const SHORTEST_AFTER_OPEN = 5;
const SHORTEST_WITHOUT_DOUBLE = 2;
/** The most words of a term searched in or around a word. */
const MAX_WORDS = 8;

/** Combinations written together: a state and a minor, in both orders. */
const PAIRS = [
  [STATE, MINOR],
  [MINOR, STATE],
] as const;

/** The words that one word may mean. Counts only if they form terms. */
export interface Meant {
  readonly words: readonly string[];
  /**
   * What the term that the first word ends must say, and the one that the last word starts. 0 for no
   * requirement.
   */
  readonly before: number;
  readonly after: number;
  /** Whether the term that the first word ends may continue after it. */
  readonly goesOn?: true;
}

const NOTHING: readonly Meant[] = [];

/**
 * Reads unlisted words as the words they are meant for: terms without their spaces, or with an extra letter.
 * Only if that forms a term, or ordinary words would become terms: "goddess" is one letter away from one.
 */
export class RunTogether {
  readonly #lexicon: Lexicon;
  readonly #reader: Reader;
  readonly #reading: string;
  /** Words formed by single letters in rows. */
  #rows: readonly string[] | undefined;
  readonly #known = new Map<Word, readonly Meant[]>();

  /** @param reading the text in the letters of its script */
  constructor(lexicon: Lexicon, reader: Reader, reading: string) {
    this.#lexicon = lexicon;
    this.#reader = reader;
    this.#reading = reading;
  }

  /** A quick check whether any of these words may be read as others. Few texts have one. */
  mayReadAny(words: readonly Word[]): boolean {
    this.#spend(words.length);
    return words.some((word) => this.#meantBy(word).length > 0);
  }

  /** A reading with such words replaced. The same one if there are none. */
  read(words: readonly Word[]): readonly Word[] {
    this.#spend(words.length);
    return withReplaced(words, (at, word) => {
      const meant = this.#meantBy(word).find((one) => this.#makesTerms(one, words, at));
      return meant && { by: meant.words.map(this.#reader.wordFor), end: at + 1 };
    });
  }

  #spend(steps: number): void {
    this.#reader.effort.spend(steps);
  }

  #meantBy(word: Word): readonly Meant[] {
    if (word.itself !== Trie.nowhere || !word.isLetters) return NOTHING;
    const known = this.#known.get(word);
    if (known) return known;
    const meant = this.#lookedUp(word);
    this.#known.set(word, meant);
    return meant;
  }

  #lookedUp(word: Word): readonly Meant[] {
    const { text } = word;
    // Lists contain most words without accents, and both spellings are matched.
    const plain = /^[a-z]*$/.test(text) ? text : withLatinLetters(text);
    if (plain !== text && this.#lexicon.vocabulary.numberOf(plain) !== Trie.nowhere) return NOTHING;
    this.#rows ??= rowsOfLetters(this.#reading, SHORTEST_SPELT_OUT);
    const isSpeltOut = text.length >= SHORTEST_SPELT_OUT;
    if (isSpeltOut && this.#rows.some((row) => row.includes(text))) return this.#ofSpeltOut(text);
    if (text.length > LONGEST) return NOTHING;
    return this.#lexicon.meant.of(word, this.#reader.effort, () => [
      ...this.#partsOf(word),
      ...this.#withoutDouble(word),
    ]);
  }

  /** Whether terms end and start among these words as intended. */
  #makesTerms({ words: meant, before, after, goesOn }: Meant, words: readonly Word[], at: number) {
    const [first = '', last = ''] = [meant[0], meant.at(-1)];
    return (
      (before === 0 || this.#isInTerm(first, before, words, at, MAX_WORDS, goesOn === true)) &&
      (after === 0 || this.#isInTerm(last, after, words, at, 1, true))
    );
  }

  /**
   * Whether a word in place of the one at `at` ends a term that says this and that starts up to `most` words
   * before, or continues one, if it may go on.
   */
  #isInTerm(
    text: string,
    saying: number,
    words: readonly Word[],
    at: number,
    most: number,
    mayGoOn: boolean,
  ): boolean {
    const { sequences, terms } = this.#lexicon;
    const numbers = endNumbersOf(this.#reader.wordFor(text));
    for (let start = at; start >= 0 && start > at - most; start -= 1) {
      const from = this.#follow(words, start, at);
      if (from === Trie.nowhere) continue;
      for (const number of numbers) {
        const state = sequences.trie.next(from, number);
        if (terms.says(state, saying)) return true;
        if (mayGoOn && this.#goesOn(words, at + 1, state, saying)) return true;
      }
    }
    return false;
  }

  /** The state after the words between two indices. */
  #follow(words: readonly Word[], start: number, end: number): number {
    this.#spend(end - start);
    let state: number = Trie.root;
    for (let at = start; at < end && state !== Trie.nowhere; at += 1) {
      state = this.#lexicon.sequences.trie.next(state, words[at]?.itself ?? Trie.nowhere);
    }
    return state;
  }

  /** Whether such a term continues from a state with the words at an index. */
  #goesOn(words: readonly Word[], start: number, from: number, saying: number): boolean {
    const { sequences, terms } = this.#lexicon;
    let state = from;
    for (let at = start; at < start + MAX_WORDS && state !== Trie.nowhere; at += 1) {
      this.#spend(1);
      const word = words[at];
      if (!word) return false;
      for (const number of endNumbersOf(word)) {
        if (terms.says(sequences.trie.next(state, number), saying)) return true;
      }
      state = sequences.trie.next(state, word.itself);
    }
    return false;
  }

  /** Terms in a row of single letters, where word boundaries are unknown. */
  #ofSpeltOut(text: string): readonly Meant[] {
    if (text.length > LONGEST_SPELT_OUT) return NOTHING;
    const words: string[] = [];
    let rest = 0;
    for (let at = 0; at <= text.length - SHORTEST_SPELT_OUT; at += 1) {
      const phrase = this.#longestFrom(text, at, Trie.root, 1);
      const { length } = phrase.join('');
      if (length < SHORTEST_SPELT_OUT) continue;
      words.push(text.slice(rest, at), ...phrase);
      rest = at + length;
      at = rest - 1;
    }
    if (words.length === 0) return NOTHING;
    const meant = [...words, text.slice(rest)].filter((one) => one !== '');
    return [{ words: meant, before: 0, after: 0 }];
  }

  /** The words of the longest term written without spaces from an index on. */
  #longestFrom(text: string, start: number, from: number, count: number): readonly string[] {
    const { vocabulary, sequences, terms } = this.#lexicon;
    const end = Math.min(text.length, start + LONGEST);
    this.#spend(end - start);
    let longest: readonly string[] = [];
    vocabulary.tellFrom(text.slice(0, end), start, (number, at) => {
      const state = sequences.trie.next(from, number);
      if (state === Trie.nowhere) return;
      const further = count < MAX_WORDS ? this.#longestFrom(text, at, state, count + 1) : [];
      if (further.length === 0 && !terms.says(state, STATE | MINOR)) return;
      const words = [text.slice(start, at), ...further];
      if (words.join('').length > longest.join('').length) longest = words;
    });
    return longest;
  }

  /** The words of a term ("sansculotte"), or a state and a minor. */
  #partsOf({ text, singulars, beginnings }: Word): readonly Meant[] {
    const { vocabulary, sequences } = this.#lexicon;
    const meant: Meant[] = [];
    if (text.length < SHORTEST || singulars.length > 0) return meant;
    const split = (role: number, end: number, shortestState = 0) => {
      for (const [before, after] of PAIRS) {
        const minor = before === MINOR ? end : text.length - end;
        if (minor < SHORTEST_MINOR || (role & (before << ENDS)) === 0) continue;
        const rest = text.slice(end);
        if (!this.#has(rest, after << STARTS, after === STATE ? shortestState : 0)) continue;
        meant.push({ words: [text.slice(0, end), rest], before, after });
      }
    };
    this.#spend(text.length);
    for (const number of beginnings) {
      const role = vocabulary.roleOf(number);
      if ((role & ((STATE | MINOR) << ENDS)) === 0) continue;
      const length = vocabulary.textOf(number).length - 1;
      for (let end = length; end <= text.length - SHORTEST_PART; end += 1)
        split(role, end, end > length ? SHORTEST_AFTER_OPEN : 0);
    }
    vocabulary.tellFrom(text, 0, (number, end) => {
      const state = sequences.trie.next(Trie.root, number);
      if (sequences.trie.goesOnFrom(state)) {
        this.#addPhrases(text, end, state, [text.slice(0, end)], meant);
      }
      if (end >= SHORTEST_PART && end <= text.length - SHORTEST_PART) {
        split(vocabulary.roleOf(number), end);
      }
    });
    return meant;
  }

  /** Adds the possible rest of a term written without spaces, and a word for a minor after it. */
  #addPhrases(
    text: string,
    start: number,
    from: number,
    before: readonly string[],
    meant: Meant[],
  ): void {
    const { vocabulary, sequences, terms } = this.#lexicon;
    this.#spend(text.length - start);
    const add = (words: readonly string[], after: number) => {
      meant.push({ words, before: 0, after });
    };
    const last = text.slice(start);
    if (this.#canEnd(from, last)) add([...before, last], 0);
    vocabulary.tellFrom(text, start, (number, end) => {
      const state = sequences.trie.next(from, number);
      if (state === Trie.nowhere || end === text.length) return;
      const words = [...before, text.slice(start, end)];
      const rest = text.slice(end);
      const mayBeMinor = rest.length >= SHORTEST_MINOR && terms.says(state, STATE);
      if (mayBeMinor && this.#has(rest, MINOR << STARTS)) add([...words, rest], MINOR);
      const goesOn = words.length < MAX_WORDS && sequences.trie.goesOnFrom(state);
      if (goesOn) this.#addPhrases(text, end, state, words, meant);
    });
  }

  #canEnd(from: number, word: string): boolean {
    const { vocabulary, sequences, terms } = this.#lexicon;
    return vocabulary
      .numbersOf(word)
      .some((number) => terms.says(sequences.trie.next(from, number), STATE | MINOR));
  }

  /** A word with one letter less ("roopa"). */
  #withoutDouble({ text, hasRepeats }: Word): readonly Meant[] {
    if (!hasRepeats || text.length <= SHORTEST_WITHOUT_DOUBLE) return NOTHING;
    this.#spend(text.length);
    const meant: Meant[] = [];
    for (let at = 1; at < text.length; at += 1) {
      if (text[at] !== text[at - 1]) continue;
      const one = text.slice(0, at) + text.slice(at + 1);
      if (!this.#has(one, WITHIN)) continue;
      meant.push({ words: [one], before: STATE | MINOR, after: 0, goesOn: true });
    }
    return meant;
  }

  /** Whether a text is a word of this role, and of at least so many letters. */
  #has(text: string, role: number, shortest = 0): boolean {
    const { vocabulary } = this.#lexicon;
    return vocabulary
      .numbersOf(text)
      .some(
        (number) =>
          (vocabulary.roleOf(number) & role) !== 0 &&
          (shortest === 0 || vocabulary.textOf(number).replaceAll('*', '').length >= shortest),
      );
  }
}
