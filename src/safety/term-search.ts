import type { Effort } from './effort.ts';
import type { Lexicon } from './lexicon.ts';
import { harmlessIn, type PhraseBits } from './listed-phrases.ts';
import type { Script } from './readings.ts';
import type { Surroundings } from './surroundings.ts';
import type { Category } from './term-list.ts';
import { Trie } from './trie.ts';
import type { Word } from './word.ts';

/** What is looked for. */
export interface Sought {
  readonly categories: readonly Category[];
  /** Whether it is a negative prompt that is read, where more phrases are harmless. */
  readonly negative: boolean;
}

/** Where a reading belongs, and what it may cost. */
export interface Among {
  readonly surroundings: Surroundings;
  readonly effort: Effort;
}

/** What was found from one word of a reading on. */
interface Walk {
  readonly words: readonly Word[];
  readonly among: Among;
  /** The place of that word. */
  start: number;
  /** Terms by their numbers, each with the place after its last word. */
  readonly terms: { readonly number: number; readonly end: number }[];
  /** The place after the longest innocent phrase that begins here or earlier. */
  harmlessUpTo: number;
}

/**
 * Finds the terms of some categories in readings of one script, except in an innocent phrase.
 * From each word on it goes as far as anything in the lists does, which is a few words.
 */
export class TermSearch {
  readonly #lexicon: Lexicon;
  readonly #harmless: PhraseBits;
  /** By kind, 1 for the terms that are looked for. */
  readonly #sought: Uint8Array;

  constructor(lexicon: Lexicon, script: Script, { categories, negative }: Sought) {
    this.#lexicon = lexicon;
    this.#harmless = harmlessIn(script, { negative });
    this.#sought = lexicon.terms.kindsOf(script, categories);
  }

  get seeksAny(): boolean {
    return this.#sought.includes(1);
  }

  /** Adds the numbers of the terms in a reading to those that were found in others. */
  find(words: readonly Word[], found: Set<number>, among: Among): void {
    const walk: Walk = { words, among, start: 0, terms: [], harmlessUpTo: 0 };
    among.effort.spend(words.length);
    for (let start = 0; start < words.length; start += 1) {
      if (words[start]?.isListed !== true) continue;
      walk.start = start;
      this.#follow(Trie.root, start, walk);
      if (walk.terms.length === 0) continue;
      // Of several that begin with the same word, the one that is listed first is named.
      walk.terms.sort((a, b) => a.number - b.number);
      for (const { number, end } of walk.terms) if (end > walk.harmlessUpTo) found.add(number);
      walk.terms.length = 0;
    }
  }

  /** Notes what goes on with the word at this place, after those that were read up to this state. */
  #follow(from: number, at: number, walk: Walk): void {
    const word = walk.words[at];
    if (word?.isListed !== true) return;
    const { itself, withoutS, singulars, beginnings, within } = word;
    const { sequences, phrases } = this.#lexicon;
    const { trie } = sequences;
    walk.among.effort.spend(1 + singulars.length + beginnings.length + within.length);
    for (const part of beginnings) this.#note(trie.next(from, part), at, walk);
    for (const singular of singulars) {
      const state = trie.next(from, singular);
      this.#note(state, at, walk);
      if (singular === withoutS && phrases.endIn(state, this.#harmless.plural)) extend(walk, at);
    }
    if (itself !== undefined) this.#goOn(trie.next(from, itself), at, walk);
    if (from !== Trie.root) return;
    for (const part of within) this.#goOn(trie.next(from, part), at, walk);
  }

  #goOn(state: number, at: number, walk: Walk): void {
    if (state === Trie.nowhere) return;
    this.#note(state, at, walk);
    if (this.#isHarmless(state, at, walk)) extend(walk, at);
    this.#follow(state, at + 1, walk);
  }

  #isHarmless(state: number, at: number, { words, start, among }: Walk): boolean {
    const { phrases, languagePhrases } = this.#lexicon;
    const stretch = { words, start, end: at + 1 };
    return (
      phrases.endIn(state, this.#harmless.itself) ||
      languagePhrases.areHarmless(state, stretch, among.surroundings)
    );
  }

  #note(state: number, at: number, { terms }: Walk): void {
    if (state === Trie.nowhere) return;
    const { ends, kinds } = this.#lexicon.terms;
    const last = ends.starts[state + 1] ?? 0;
    for (let place = ends.starts[state] ?? 0; place < last; place += 1) {
      const number = ends.numbers[place] ?? 0;
      if (this.#sought[kinds[number] ?? 0] === 1) terms.push({ number, end: at + 1 });
    }
  }
}

function extend(walk: Walk, at: number): void {
  walk.harmlessUpTo = Math.max(walk.harmlessUpTo, at + 1);
}
