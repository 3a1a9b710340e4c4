import type { Lexicon } from './lists/compiled-lists.ts';
import { ENDS, MINOR, STARTS, STATE, WITHIN } from './lists/term-words.ts';
import { Trie } from './lists/trie.ts';
import { endNumbersOf, type Word } from './lists/vocabulary.ts';
import type { Effort } from './reading/limits.ts';
import { withLatinLetters } from './reading/look-alikes.ts';

/**
 * Reads unlisted words as the words they are meant for, but only if that forms a term. Otherwise ordinary
 * words would become terms: "goddess" is one letter away from one.
 */
export class RunTogether {
  readonly #lexicon: Lexicon;
  readonly #meantWords: MeantWords;
  readonly #wordFor: (text: string) => Word;
  readonly #effort: Effort;
  readonly #rows: readonly string[];
  readonly #known = new Map<Word, readonly Meant[]>();

  /** @param rows words formed by single letters in rows */
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

  /** A quick check whether any of these words may be read as others. Few texts have one. */
  mayReadAny(words: readonly Word[]): boolean {
    this.#effort.spend(words.length);
    return words.some((word) => this.#meantBy(word).length > 0);
  }

  /** A reading with such words replaced. The same one if there are none. */
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

  /** Lists contain most words without accents, and both spellings are matched. */
  #isListedWithoutAccents({ text }: Word): boolean {
    if (/^[a-z]*$/.test(text)) return false;
    return this.#lexicon.vocabulary.numberOf(withLatinLetters(text)) !== -1;
  }

  /** Whether terms end and start among these words as intended. */
  #makesTerms(meant: Meant, words: readonly Word[], at: number): boolean {
    const { before, after } = meant;
    return (
      (before === 0 || this.#endsTerm(meant, words, at)) &&
      (after === 0 || this.#startsTerm(meant.words.at(-1), after, words, at))
    );
  }

  /** Whether such a term ends with the intended word, or continues after it where allowed. */
  #endsTerm(
    { words: [first], before, goesOn }: Meant,
    words: readonly Word[],
    at: number,
  ): boolean {
    if (first === undefined) return false;
    const meant = this.#wordFor(first);
    const { sequences, terms } = this.#lexicon;
    for (let start = at; start >= 0 && start > at - MAX_WORDS; start -= 1) {
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

  /** The state after the words between two indices. */
  #follow(words: readonly Word[], start: number, end: number): number {
    this.#effort.spend(end - start);
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

/** Longer words and longer rows of single letters are unreadable to people. */
const LONGEST = 48;
const LONGEST_SPELT_OUT = 120;
/** A shorter term among single letters is probably chance. */
export const SHORTEST_SPELT_OUT = 4;
/** Shorter words, and words with a shorter part, are not split. */
const SHORTEST = 5;
const SHORTEST_PART = 2;
const SHORTEST_MINOR = 4;
const SHORTEST_WITHOUT_DOUBLE = 2;
/** The most words of a term searched in or around a word. */
const MAX_WORDS = 8;

/** Combinations written together: a state and a minor, in both orders. */
const PAIRS = [
  [STATE, MINOR],
  [MINOR, STATE],
] as const;

/** The words that one word may mean. Counts only if they form terms. */
interface Meant {
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

/** Cached meanings of a word, and the effort of the lookup. */
interface Kept {
  readonly meant: readonly Meant[];
  readonly steps: number;
}

/** Finds the meanings of unlisted words: terms without their spaces, or with an extra letter. */
export class MeantWords {
  readonly #lexicon: Lexicon;
  /** Lives as long as the vocabulary caches the word. */
  readonly #kept = new WeakMap<Word, Kept>();

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
  }

  /**
   * A word's meanings: the words of a term ("sansculotte"), a state and a minor, or a word with one letter
   * less ("roopa").
   */
  of(word: Word, effort: Effort): readonly Meant[] {
    if (word.text.length > LONGEST) return NOTHING;
    const kept = this.#kept.get(word);
    if (kept) {
      effort.spend(kept.steps);
      return kept.meant;
    }
    const before = effort.spent;
    const meant = [...this.#partsOf(word, effort), ...this.#withoutDouble(word, effort)];
    this.#kept.set(word, { meant, steps: effort.spent - before });
    return meant;
  }

  /** Terms in a row of single letters, where word boundaries are unknown. */
  ofSpeltOut({ text }: Word, effort: Effort): readonly Meant[] {
    if (text.length > LONGEST_SPELT_OUT) return NOTHING;
    const words: string[] = [];
    let rest = 0;
    for (let at = 0; at <= text.length - SHORTEST_SPELT_OUT; at += 1) {
      const phrase = this.#longestFrom(text, at, Trie.root, 1, effort);
      const length = phrase.reduce((sum, { length }) => sum + length, 0);
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
  #longestFrom(
    text: string,
    start: number,
    from: number,
    count: number,
    effort: Effort,
  ): readonly string[] {
    const { vocabulary, sequences, terms } = this.#lexicon;
    const end = Math.min(text.length, start + LONGEST);
    effort.spend(end - start);
    let longest: readonly string[] = [];
    let most = 0;
    vocabulary.tellFrom(text.slice(0, end), start, (number, at) => {
      const state = sequences.trie.next(from, number);
      if (state === Trie.nowhere) return;
      const further =
        count < MAX_WORDS ? this.#longestFrom(text, at, state, count + 1, effort) : [];
      if (further.length === 0 && !terms.says(state, STATE | MINOR)) return;
      const length = further.reduce((sum, { length }) => sum + length, at - start);
      if (length > most) [longest, most] = [[text.slice(start, at), ...further], length];
    });
    return longest;
  }

  #partsOf({ text, singulars, beginnings }: Word, effort: Effort): readonly Meant[] {
    const { vocabulary, sequences, termWords } = this.#lexicon;
    const meant: Meant[] = [];
    if (text.length < SHORTEST || singulars.length > 0) return meant;
    const split = (role: number, end: number) => {
      for (const [before, after] of PAIRS) {
        const minor = before === MINOR ? end : text.length - end;
        if (minor < SHORTEST_MINOR || (role & (before << ENDS)) === 0) continue;
        const rest = text.slice(end);
        if (!this.#has(rest, after << STARTS, effort)) continue;
        meant.push({ words: [text.slice(0, end), rest], before, after });
      }
    };
    effort.spend(text.length);
    for (const number of beginnings) {
      const role = termWords.roleOf(number);
      if ((role & ((STATE | MINOR) << ENDS)) === 0) continue;
      const length = vocabulary.lengthOf(number) - 1;
      for (let end = length; end <= text.length - SHORTEST_PART; end += 1) split(role, end);
    }
    vocabulary.tellFrom(text, 0, (number, end) => {
      const state = sequences.trie.next(Trie.root, number);
      if (sequences.trie.goesOnFrom(state)) {
        this.#addPhrases(text, end, state, [text.slice(0, end)], meant, effort);
      }
      if (end >= SHORTEST_PART && end <= text.length - SHORTEST_PART) {
        split(termWords.roleOf(number), end);
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
    effort: Effort,
  ): void {
    const { vocabulary, sequences, terms } = this.#lexicon;
    effort.spend(text.length - start);
    const add = (words: readonly string[], after: number) => {
      meant.push({ words, before: 0, after });
    };
    const last = text.slice(start);
    if (this.#canEnd(from, last, effort)) add([...before, last], 0);
    vocabulary.tellFrom(text, start, (number, end) => {
      const state = sequences.trie.next(from, number);
      if (state === Trie.nowhere || end === text.length) return;
      const words = [...before, text.slice(start, end)];
      const rest = text.slice(end);
      const mayBeMinor = rest.length >= SHORTEST_MINOR && terms.says(state, STATE);
      if (mayBeMinor && this.#has(rest, MINOR << STARTS, effort)) add([...words, rest], MINOR);
      const goesOn = words.length < MAX_WORDS && sequences.trie.goesOnFrom(state);
      if (goesOn) this.#addPhrases(text, end, state, words, meant, effort);
    });
  }

  #canEnd(from: number, word: string, effort: Effort): boolean {
    const { vocabulary, sequences, terms } = this.#lexicon;
    return vocabulary
      .numbersOf(word, effort)
      .some((number) => terms.says(sequences.trie.next(from, number), STATE | MINOR));
  }

  #withoutDouble({ text, hasRepeats }: Word, effort: Effort): readonly Meant[] {
    if (!hasRepeats || text.length <= SHORTEST_WITHOUT_DOUBLE) return NOTHING;
    effort.spend(text.length);
    const meant: Meant[] = [];
    for (let at = 1; at < text.length; at += 1) {
      if (text[at] !== text[at - 1]) continue;
      const one = text.slice(0, at) + text.slice(at + 1);
      if (!this.#has(one, WITHIN, effort)) continue;
      meant.push({ words: [one], before: STATE | MINOR, after: 0, goesOn: true });
    }
    return meant;
  }

  #has(text: string, role: number, effort: Effort): boolean {
    const { vocabulary, termWords } = this.#lexicon;
    return vocabulary
      .numbersOf(text, effort)
      .some((number) => (termWords.roleOf(number) & role) !== 0);
  }
}
