import type { Lexicon } from './lexicon.ts';
import type { PhraseBits } from './listed-phrases.ts';
import type { Among } from './term-search.ts';
import { Trie } from './trie.ts';
import type { Word } from './word.ts';

/** Which innocent phrases are taken out of readings, and which part of the lists knows them. */
export class Phrases {
  readonly #lexicon: Lexicon;
  readonly #bits: PhraseBits;

  constructor(lexicon: Lexicon, bits: PhraseBits) {
    this.#lexicon = lexicon;
    this.#bits = bits;
  }

  /** The reading with this comma in the place of every phrase, the longest first. */
  removedFrom(words: readonly Word[], comma: Word, among: Among): readonly Word[] {
    among.effort.spend(words.length);
    let kept: Word[] | undefined;
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at];
      const end = word?.isListed === true ? this.#endOfLongest(words, at, among) : at;
      if (end > at) {
        kept ??= words.slice(0, at);
        kept.push(comma);
        at = end - 1;
      } else if (word) kept?.push(word);
    }
    return kept ?? words;
  }

  /** The place after the longest phrase that begins at `start`, or `start`. */
  #endOfLongest(words: readonly Word[], start: number, { surroundings, effort }: Among): number {
    const { sequences, phrases, languagePhrases } = this.#lexicon;
    const { trie } = sequences;
    let longest = start;
    let state: number = Trie.root;
    let at = start;
    while (at < words.length && state !== Trie.nowhere) {
      const { itself, withoutS } = words[at] ?? NO_WORD;
      at += 1;
      const plural = withoutS === undefined ? Trie.nowhere : trie.next(state, withoutS);
      if (phrases.endIn(plural, this.#bits.plural)) longest = at;
      state = itself === undefined ? Trie.nowhere : trie.next(state, itself);
      if (
        phrases.endIn(state, this.#bits.itself) ||
        languagePhrases.areHarmless(state, { words, start, end: at }, surroundings)
      )
        longest = at;
    }
    effort.spend(at - start);
    return longest;
  }
}

const NO_WORD = { itself: undefined, withoutS: undefined };
