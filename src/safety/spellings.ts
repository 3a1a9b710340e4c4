import type { Effort } from './effort.ts';
import { lineOf, type ListLine } from './list-line.ts';
import { Misspellings } from './misspellings.ts';
import { Trie } from './trie.ts';

/** Shorter words are too often a part of others. */
const SHORTEST_IN_COMPOUND = 4;
/** A term has a letter less before another word that it is written together with. */
const SHORTEST_PART = 3;
const SHORTEST_SPLIT = 5;

const SPACE = 0x20;

/** What a state of the letters read so far is the end of. */
const TERM = 1;
const COMPOUND = 2;

/** The words and phrases that keep their spelling, and those that are written together with terms. */
export interface SpellingLists {
  readonly innocent: readonly ListLine[];
  readonly compound: readonly string[];
  readonly pair: readonly string[];
}

/**
 * Knows how terms are spelt, and what words mean that are written wrong on purpose or by mistake:
 * misspelt, split by a space, or run together with another.
 */
export class Spellings {
  readonly #letters = new Trie();
  /** By state of the letters read so far. */
  readonly #ends: Uint8Array;
  readonly #innocent: ReadonlySet<string> = new Set();
  readonly #misspellings: Misspellings;

  /** `terms` are single words of a to z; what is `innocent` or a `pair`, words and phrases, stays as it is. */
  constructor(terms: readonly string[], { innocent, compound, pair }: SpellingLists) {
    const ends = [
      ...terms.map((word) => [this.#stateOf(word), TERM] as const),
      ...compound.map((word) => [this.#stateOf(word), COMPOUND] as const),
    ];
    this.#ends = new Uint8Array(this.#letters.states);
    for (const [state, end] of ends) this.#ends[state] = (this.#ends[state] ?? 0) | end;
    this.#misspellings = new Misspellings(terms);
    // Of the thousands of phrases few would be read as something else.
    this.#innocent = new Set(
      [...innocent, ...pair.map(lineOf)].flatMap((line) => this.#atRiskIn(line)),
    );
  }

  #stateOf(word: string): number {
    let state = Trie.root;
    for (let at = 0; at < word.length; at += 1) {
      state = this.#letters.add(state, word.charCodeAt(at));
    }
    return state;
  }

  /** The texts of a line that spell a term, or that are a word of which one may be meant. */
  #atRiskIn({ slots }: ListLine): readonly string[] {
    if (slots.length > 1) return this.#spelling(slots, Trie.root);
    const texts = slots[0] ?? [];
    return texts.filter((text) =>
      text.includes(' ')
        ? this.#isTerm(this.read(text, Trie.root))
        : this.meantBy(text)[0] !== text,
    );
  }

  /** The texts of these slots that are the rest of a term, without their spaces. */
  #spelling([slot = [], ...further]: ListLine['slots'], from: number): readonly string[] {
    return slot.flatMap((text) => {
      const state = this.read(text, from);
      if (state === Trie.nowhere) return [];
      if (further.length === 0) return this.#isTerm(state) ? [text] : [];
      return this.#spelling(further, state).map((rest) => `${text} ${rest}`);
    });
  }

  /** How a word is to be spelt: as it is, as a term, or as a term and another word. */
  meantBy(word: string, effort?: Effort): readonly string[] {
    if (this.#isTerm(this.read(word, Trie.root, effort)) || this.#innocent.has(word)) return [word];
    const meant = this.#misspellings.meantBy(word);
    return meant === undefined ? (this.#parts(word, effort) ?? [word]) : [meant];
  }

  /** The state behind these letters of what may become a term; spaces are nothing. */
  read(letters: string, from: number, effort?: Effort): number {
    let state = from;
    let at = 0;
    for (; at < letters.length && state !== Trie.nowhere; at += 1) {
      const letter = letters.charCodeAt(at);
      if (letter !== SPACE) state = this.#letters.next(state, letter);
    }
    effort?.spend(at + 1);
    return state;
  }

  /** Whether a term that was read up to this state stands in these pieces. */
  isWhole(pieces: readonly string[], state: number): boolean {
    return (
      this.#isTerm(state) &&
      pieces.join('').length >= SHORTEST_SPLIT &&
      pieces.some((piece) => piece.length > 1) &&
      !this.#innocent.has(pieces.join(' '))
    );
  }

  #isTerm(state: number): boolean {
    return ((this.#ends[state] ?? 0) & TERM) !== 0;
  }

  /** A term and another word that stand together. */
  #parts(word: string, effort?: Effort): readonly string[] | undefined {
    let state = Trie.root;
    let at = 0;
    while (at < word.length - SHORTEST_PART && state !== Trie.nowhere) {
      state = this.#letters.next(state, word.charCodeAt(at));
      at += 1;
      const first = this.#ends[state] ?? 0;
      if (first === 0 || at < SHORTEST_PART) continue;
      const rest = word.slice(at);
      const second = this.#ends[this.read(rest, Trie.root, effort)] ?? 0;
      if (areTogether(first, second, Math.min(at, rest.length))) return [word.slice(0, at), rest];
    }
    effort?.spend(at);
    return undefined;
  }
}

/** Whether words that are these may be run together, the shorter of so many letters. */
function areTogether(first: number, second: number, shorter: number): boolean {
  if ((first & second & TERM) !== 0 && shorter >= SHORTEST_IN_COMPOUND) return true;
  return (
    ((first & TERM) !== 0 && (second & COMPOUND) !== 0) ||
    ((first & COMPOUND) !== 0 && (second & TERM) !== 0)
  );
}
