import { z } from 'zod';
import { listedWords, type Script, scriptOf } from '../reading/readings.ts';
import type { Stretch, Surroundings } from '../surroundings.ts';
import type { Lexicon } from './compiled-lists.ts';
import { uint16 } from './packed-tables.ts';
import type { SequencesBuilder } from './sequences.ts';
import {
  INNOCENT_IN_LANGUAGE,
  linesIn,
  type ListLine,
  type TermList,
  TermListError,
  textsOf,
} from './term-list.ts';
import { Trie } from './trie.ts';
import { withReplaced, type Word } from './vocabulary.ts';

/**
 * The kinds of phrases that end in a state, a bit each. A phrase of one script does not count in readings of
 * another. One with accents also matches without them, then only in the singular (`folded`). One of a script
 * without spaces is a single word in other readings (`oneWord`), where it counts only for removal.
 */
const PHRASE = { basic: 1, other: 2, folded: 4, unspaced: 8, oneWord: 16 };
/** The shift to the bits of phrases that are innocent in a negative prompt only. */
const NEGATIVE = 5;

/** The bits of the wanted phrases, in singular and plural. */
export interface PhraseBits {
  readonly itself: number;
  readonly plural: number;
}

const FOUND: Readonly<Record<Script, PhraseBits>> = {
  basic: { itself: PHRASE.basic | PHRASE.folded, plural: PHRASE.basic },
  other: { itself: PHRASE.other, plural: PHRASE.other },
  unspaced: { itself: PHRASE.unspaced, plural: 0 },
};
const TAKEN_OUT: PhraseBits = {
  itself: PHRASE.basic | PHRASE.other | PHRASE.folded | PHRASE.oneWord,
  plural: PHRASE.basic | PHRASE.other,
};

/** The bits of phrases that make a term innocent in readings of this script. */
export function harmlessIn(script: Script, sought: { readonly negative: boolean }): PhraseBits {
  return withNegative(FOUND[script], sought);
}

function withNegative(
  { itself, plural }: PhraseBits,
  { negative }: { readonly negative: boolean },
): PhraseBits {
  if (!negative) return { itself, plural };
  return { itself: itself | (itself << NEGATIVE), plural: plural | (plural << NEGATIVE) };
}

const languagesByState = z.map(z.number(), z.number());

export const phrasesTables = z.object({
  /** By state: the kinds of phrases that end in it. */
  bits: uint16,
  /** By state: the languages, a bit each, in which a phrase that ends in it is innocent. */
  written: languagesByState,
  /** The same for phrases with accents, but without these. */
  folded: languagesByState,
});
type PhrasesTables = z.infer<typeof phrasesTables>;

/** Innocent phrases, by the trie state in which their words end. */
export class ListedPhrases {
  readonly #tables: PhrasesTables;

  constructor(tables: PhrasesTables) {
    this.#tables = tables;
  }

  /** Whether such a phrase ends in this state. */
  endIn(state: number, bits: number): boolean {
    return ((this.#tables.bits[state] ?? 0) & bits) !== 0;
  }

  /** Whether words that end in this state are innocent anywhere, or in these surroundings. */
  areHarmless(state: number, bits: number, stretch: Stretch, surroundings: Surroundings): boolean {
    if (state === Trie.nowhere) return false;
    if (this.endIn(state, bits)) return true;
    const written = this.#tables.written.get(state);
    if (written !== undefined && surroundings.areIn(written, stretch)) return true;
    const folded = this.#tables.folded.get(state);
    if (folded === undefined || !surroundings.areAccented(stretch)) return false;
    return surroundings.areIn(folded, stretch);
  }
}

/** The lists whose phrases are removed from a text, which may be a negative prompt. */
interface Searched {
  readonly lexicon: Lexicon;
  readonly negative: boolean;
  readonly surroundings: Surroundings;
}

/** A reading with a comma in place of each innocent phrase, longest first. */
export function withoutPhrases(
  words: readonly Word[],
  comma: Word,
  { lexicon, negative, surroundings }: Searched,
): readonly Word[] {
  const bits = withNegative(TAKEN_OUT, { negative });
  surroundings.effort.spend(words.length);
  return withReplaced(words, (at, { isListed }) => {
    const end = isListed ? endOfPhrase(words, at, bits, lexicon, surroundings) : at;
    return end > at ? { by: [comma], end } : undefined;
  });
}

/** The index after the longest phrase that starts at `start`, or `start`. */
function endOfPhrase(
  words: readonly Word[],
  start: number,
  bits: PhraseBits,
  { sequences: { trie }, phrases }: Lexicon,
  surroundings: Surroundings,
): number {
  let longest = start;
  let state: number = Trie.root;
  let at = start;
  for (; at < words.length && state !== Trie.nowhere; at += 1) {
    const { itself, withoutS } = words[at] ?? NO_WORD;
    const isPlural = phrases.endIn(trie.next(state, withoutS), bits.plural);
    state = trie.next(state, itself);
    const stretch = { words, start, end: at + 1 };
    if (isPlural || phrases.areHarmless(state, bits.itself, stretch, surroundings)) {
      longest = at + 1;
    }
  }
  surroundings.effort.spend(at - start);
  return longest;
}

const NO_WORD = { itself: Trie.nowhere, withoutS: Trie.nowhere };

/** Adds phrases to sequences and records where they end. */
export class PhrasesBuilder {
  readonly #sequences: SequencesBuilder;
  readonly #bits = new Map<number, number>();
  readonly #written = new Map<number, number>();
  readonly #folded = new Map<number, number>();

  /** @throws TermListError for a language that has such phrases but no identifying words. */
  constructor(lists: TermList, sequences: SequencesBuilder) {
    this.#sequences = sequences;
    this.#addAll(linesIn(lists, 'innocent'), 0);
    this.#addAll(linesIn(lists, 'innocent-negative'), NEGATIVE);
    for (const [at, { name, words, innocent }] of lists.languages.entries()) {
      if (innocent.length > 0 && words.length === 0) {
        throw new TermListError(`${name}: ${INNOCENT_IN_LANGUAGE} needs a list called language`);
      }
      for (const text of innocent.flatMap(textsOf)) {
        const script = scriptOf(text);
        this.#add(listedWords(text, script), 1 << at, this.#written);
        if (script === 'other') this.#add(listedWords(text, 'basic'), 1 << at, this.#folded);
      }
    }
  }

  /** @param stateOf final trie states by provisional state */
  built(stateOf: Int32Array): PhrasesTables {
    const bits = new Uint16Array(stateOf.length);
    for (const [state, bit] of this.#bits) bits[stateOf[state] ?? 0] = bit;
    const final = (languages: ReadonlyMap<number, number>) =>
      new Map(Array.from(languages, ([state, its]) => [stateOf[state] ?? 0, its]));
    return { bits, written: final(this.#written), folded: final(this.#folded) };
  }

  #addAll(lines: readonly ListLine[], shift: number): void {
    for (const line of lines) {
      const states = this.#sequences.statesOf(line);
      for (const state of states ?? []) note(this.#bits, state, PHRASE.basic << shift);
      if (!states) for (const text of textsOf(line)) this.#addForms(text, shift);
    }
  }

  #addForms(phrase: string, shift: number): void {
    const script = scriptOf(phrase);
    const words = listedWords(phrase, script);
    this.#add(words, PHRASE[script] << shift);
    if (script === 'other') this.#add(listedWords(phrase, 'basic'), PHRASE.folded << shift);
    if (script === 'unspaced' && words.length > 0) {
      this.#add([words.join('')], PHRASE.oneWord << shift);
    }
  }

  #add(words: readonly string[], bit: number, bits = this.#bits): void {
    if (words.length > 0) note(bits, this.#sequences.add(words), bit);
  }
}

function note(bits: Map<number, number>, state: number, bit: number): void {
  bits.set(state, (bits.get(state) ?? 0) | bit);
}
