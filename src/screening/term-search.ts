import type { Lexicon } from './lists/compiled-lists.ts';
import { harmlessIn, type PhraseBits } from './lists/phrases.ts';
import type { Category } from './lists/term-list.ts';
import { kindsOf } from './lists/terms.ts';
import { Trie } from './lists/trie.ts';
import type { Word } from './lists/vocabulary.ts';
import type { Script } from './reading/readings.ts';
import type { Surroundings } from './surroundings.ts';

/** What to search for. */
export interface Sought {
  readonly categories: readonly Category[];
  /** Whether the text is a negative prompt, where more phrases are innocent. */
  readonly negative: boolean;
}

/** The search from one word of a reading. */
interface Walk {
  readonly words: readonly Word[];
  readonly surroundings: Surroundings;
  /** The index of that word. */
  start: number;
  /** Terms by number, each with the index after its last word. */
  readonly terms: { readonly number: number; readonly end: number }[];
  /** The index after the longest innocent phrase that starts here or earlier. */
  harmlessUpTo: number;
}

/**
 * Finds terms of some categories in readings of one script, except inside innocent phrases. From each word
 * on, it follows the lists as far as they go, which is a few words.
 */
export class TermSearch {
  readonly script: Script;
  readonly #lexicon: Lexicon;
  readonly #harmless: PhraseBits;
  /** By kind: 1 for the terms to search for. */
  readonly #sought: Uint8Array;

  constructor(lexicon: Lexicon, script: Script, { categories, negative }: Sought) {
    this.script = script;
    this.#lexicon = lexicon;
    this.#harmless = harmlessIn(script, { negative });
    this.#sought = kindsOf(script, categories);
  }

  /** Adds the numbers of the terms in a reading to `found`. */
  find(words: readonly Word[], found: Set<number>, surroundings: Surroundings): void {
    const walk: Walk = { words, surroundings, start: 0, terms: [], harmlessUpTo: 0 };
    surroundings.effort.spend(words.length);
    for (let start = 0; start < words.length; start += 1) {
      if (words[start]?.isListed !== true) continue;
      walk.start = start;
      this.#follow(Trie.root, start, walk);
      if (walk.terms.length === 0) continue;
      // Of several terms with the same first word, report the one listed first.
      walk.terms.sort((a, b) => a.number - b.number);
      for (const { number, end } of walk.terms) if (end > walk.harmlessUpTo) found.add(number);
      walk.terms.length = 0;
    }
  }

  /** Records the matches that continue with the word at this index. */
  #follow(from: number, at: number, walk: Walk): void {
    const word = walk.words[at];
    if (word?.isListed !== true) return;
    const { itself, withoutS, singulars, beginnings, within } = word;
    const { sequences, phrases } = this.#lexicon;
    const { trie } = sequences;
    walk.surroundings.effort.spend(1 + singulars.length + beginnings.length + within.length);
    for (const part of beginnings) this.#note(trie.next(from, part), at, walk);
    for (const singular of singulars) {
      const state = trie.next(from, singular);
      this.#note(state, at, walk);
      if (singular === withoutS && phrases.endIn(state, this.#harmless.plural)) extend(walk, at);
    }
    this.#goOn(trie.next(from, itself), at, walk);
    if (from !== Trie.root) return;
    for (const part of within) this.#goOn(trie.next(from, part), at, walk);
  }

  #goOn(state: number, at: number, walk: Walk): void {
    if (state === Trie.nowhere) return;
    this.#note(state, at, walk);
    const { words, start, surroundings } = walk;
    const stretch = { words, start, end: at + 1 };
    if (this.#lexicon.phrases.areHarmless(state, this.#harmless.itself, stretch, surroundings)) {
      extend(walk, at);
    }
    this.#follow(state, at + 1, walk);
  }

  #note(state: number, at: number, { terms }: Walk): void {
    if (state === Trie.nowhere) return;
    const listed = this.#lexicon.terms;
    for (const number of listed.endsIn(state)) {
      if (this.#sought[listed.kindOf(number)] === 1) terms.push({ number, end: at + 1 });
    }
  }
}

function extend(walk: Walk, at: number): void {
  walk.harmlessUpTo = Math.max(walk.harmlessUpTo, at + 1);
}
