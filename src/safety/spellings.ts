import type { Effort } from './effort.ts';
import { lineOf, type ListLine } from './list-line.ts';
import { Misspellings } from './misspellings.ts';
import type { TableReader, TableWriter } from './tables.ts';
import { Texts } from './texts.ts';
import { Trie } from './trie.ts';
import { TrieBuilder } from './trie-builder.ts';

/** Shorter words are too often a part of others. */
const SHORTEST_IN_COMPOUND = 4;
/** A term that is run together with another word may be a letter shorter. */
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
 * Knows how terms are spelt, and what words mean that are misspelt on purpose or by mistake:
 * misspelt, split by a space, or run together with another.
 */
export class Spellings {
  readonly #letters: Trie;
  /** By state of the letters read so far. */
  readonly #ends: Uint8Array;
  readonly #misspellings: Misspellings;
  readonly #innocent: Texts;

  private constructor(
    letters: Trie,
    ends: Uint8Array,
    misspellings: Misspellings,
    innocent: Texts,
  ) {
    this.#letters = letters;
    this.#ends = ends;
    this.#misspellings = misspellings;
    this.#innocent = innocent;
  }

  /** `terms` are single words of a to z; what is `innocent` or a `pair`, words and phrases, stays as it is. */
  static of(terms: readonly string[], { innocent, compound, pair }: SpellingLists): Spellings {
    const letters = new TrieBuilder();
    const termEnds = terms.map((word) => letters.addLetters(word));
    const compoundEnds = compound.map((word) => letters.addLetters(word));
    const { trie, stateOf } = letters.built();
    const ends = new Uint8Array(trie.states);
    const note = (state: number, end: number) => {
      const built = stateOf[state] ?? 0;
      ends[built] = (ends[built] ?? 0) | end;
    };
    for (const state of termEnds) note(state, TERM);
    for (const state of compoundEnds) note(state, COMPOUND);
    const misspellings = Misspellings.of(terms);
    // Of the thousands of phrases few would be read as something else.
    const all = new Spellings(trie, ends, misspellings, Texts.of([]));
    const lines = [...innocent, ...pair.map(lineOf)];
    const atRisk = Texts.of([...new Set(lines.flatMap((line) => all.#atRiskIn(line)))]);
    return new Spellings(trie, ends, misspellings, atRisk);
  }

  static read(from: TableReader): Spellings {
    return new Spellings(Trie.read(from), from.bytes(), Misspellings.read(from), Texts.read(from));
  }

  write(to: TableWriter): void {
    this.#letters.write(to);
    to.add(this.#ends);
    this.#misspellings.write(to);
    this.#innocent.write(to);
  }

  /** The texts of a line that spell a term, or a word that may be meant for one. */
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

  /** The state after these letters of what may become a term; spaces do not count. */
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

/** Whether such words may be run together, the shorter one having that many letters. */
function areTogether(first: number, second: number, shorter: number): boolean {
  if ((first & second & TERM) !== 0 && shorter >= SHORTEST_IN_COMPOUND) return true;
  return (
    ((first & TERM) !== 0 && (second & COMPOUND) !== 0) ||
    ((first & COMPOUND) !== 0 && (second & TERM) !== 0)
  );
}
