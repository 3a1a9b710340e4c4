import { z } from 'zod';
import type { Effort } from '../reading/limits.ts';
import type { Reader } from '../reading/readings.ts';
import type { Surroundings } from '../surroundings.ts';
import { int32, uint8 } from './packed-tables.ts';
import type { ListLine } from './term-list.ts';
import { numberLists, Trie, TrieBuilder } from './trie.ts';
import { KnownOfWords, withReplaced, type Word } from './vocabulary.ts';

/** Shorter words are too often part of others. */
const SHORTEST_IN_COMPOUND = 4;
/** A term joined with another word may be one letter shorter. */
const SHORTEST_PART = 3;
const SHORTEST_SPLIT = 5;
/** Shorter words are too similar to others. */
const SHORTEST_TO_SWAP = 6;
const SHORTEST_TO_DROP = 8;

const SPACE = 0x20;

/** Marks the states that end a term. */
const TERM = 1;
const COMPOUND = 2;

/** Words and phrases that keep their spelling, and words that are written together with terms. */
export interface SpellingLists {
  readonly innocent: readonly ListLine[];
  readonly compound: readonly string[];
}

export const spellingsTables = z.object({
  letters: numberLists,
  /** By state of the letters read so far. */
  ends: uint8,
  /** By state: the place in the lists of the term that ends there. */
  places: int32,
  /** Words and phrases that would be corrected to a term, and are none. */
  innocent: z.set(z.string()),
});
type SpellingsTables = z.infer<typeof spellingsTables>;

/**
 * Corrects the spelling of terms: deliberate or accidental misspellings, words split by a space or joined
 * with another.
 */
export class Spellings {
  readonly #tables: SpellingsTables;
  readonly #letters: Trie;
  readonly known = new KnownOfWords<{
    readonly meant: readonly string[];
    readonly state: number;
  }>();

  constructor(tables: SpellingsTables) {
    this.#tables = tables;
    this.#letters = new Trie(tables.letters);
  }

  /** `terms` are single words of a to z. */
  static tablesOf(
    terms: readonly string[],
    { innocent, compound }: SpellingLists,
  ): SpellingsTables {
    const builder = new TrieBuilder();
    const noted = [
      ...terms.map((word) => ({ state: builder.addLetters(word), end: TERM })),
      ...compound.map((word) => ({ state: builder.addLetters(word), end: COMPOUND })),
    ];
    const { tables: letters, stateOf } = builder.built();
    const ends = new Uint8Array(stateOf.length);
    const places = new Int32Array(stateOf.length);
    for (const [place, { state, end }] of noted.entries()) {
      const final = stateOf[state] ?? 0;
      if (end === TERM) places[final] = place;
      ends[final] = (ends[final] ?? 0) | end;
    }
    // Only a few of the thousands of phrases would be corrected.
    const all = new Spellings({ letters, ends, places, innocent: new Set() });
    const atRisk = new Set(innocent.flatMap((line) => all.#atRiskIn(line)));
    return { letters, ends, places, innocent: atRisk };
  }

  /** The texts of a line that spell a term or a word that would be corrected to one. */
  #atRiskIn({ slots }: ListLine): readonly string[] {
    if (slots.length > 1) return this.#spelling(slots, Trie.root);
    const texts = slots[0] ?? [];
    return texts.filter((text) =>
      text.includes(' ')
        ? this.#isTerm(this.read(text, Trie.root))
        : this.meantBy(text)[0] !== text,
    );
  }

  /** The texts of these slots that complete a term, without their spaces. */
  #spelling([slot = [], ...further]: ListLine['slots'], from: number): readonly string[] {
    return slot.flatMap((text) => {
      const state = this.read(text, from);
      if (state === Trie.nowhere) return [];
      if (further.length === 0) return this.#isTerm(state) ? [text] : [];
      return this.#spelling(further, state).map((rest) => `${text} ${rest}`);
    });
  }

  /** The corrected spelling of a word: itself, a term, or a term and another word. */
  meantBy(word: string, effort?: Effort): readonly string[] {
    const state = this.read(word, Trie.root, effort);
    if (this.#isTerm(state) || this.#tables.innocent.has(word)) return [word];
    const meant = this.#misspelt(word);
    return meant === undefined ? (this.#parts(word, effort) ?? [word]) : [meant];
  }

  /**
   * The term that a word misspells: with two neighbouring letters swapped, or in a longer one a letter
   * missing. The first letter stays. The last one listed if there are several.
   */
  #misspelt(word: string): string | undefined {
    if (word.length < SHORTEST_TO_SWAP) return undefined;
    let last = -1;
    let meant: string | undefined;
    const note = (end: number, textOf: () => string) => {
      const place = this.#isTerm(end) ? (this.#tables.places[end] ?? -1) : -1;
      if (place > last) [last, meant] = [place, textOf()];
    };
    let state = this.#letters.next(Trie.root, word.charCodeAt(0));
    for (let at = 1; at < word.length && state !== Trie.nowhere; at += 1) {
      const [from, start, next] = [state, at, word.charCodeAt(at)];
      const swapped = word.charAt(start + 1) + word.charAt(start);
      const behind = this.read(swapped, from);
      if (behind !== Trie.nowhere) {
        const rest = word.slice(start + 2);
        note(this.read(rest, behind), () => word.slice(0, start) + swapped + rest);
      }
      const { numbers, first } = this.#letters.stepsFrom(from);
      for (let step = 0; step < numbers.length && word.length >= SHORTEST_TO_DROP - 1; step += 1) {
        if (this.#letters.next(first + step, next) === Trie.nowhere) continue;
        const rest = word.slice(start);
        const letter = String.fromCharCode(numbers[step] ?? 0);
        note(this.read(rest, first + step), () => word.slice(0, start) + letter + rest);
      }
      state = this.#letters.next(from, next);
    }
    return meant;
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

  /** Whether a term that was read up to this state is complete in these pieces. */
  isWhole(pieces: readonly string[], state: number): boolean {
    return (
      this.#isTerm(state) &&
      pieces.join('').length >= SHORTEST_SPLIT &&
      pieces.some((piece) => piece.length > 1) &&
      !this.#tables.innocent.has(pieces.join(' '))
    );
  }

  #isTerm(state: number): boolean {
    return ((this.#tables.ends[state] ?? 0) & TERM) !== 0;
  }

  /** A term joined with another word. */
  #parts(word: string, effort?: Effort): readonly string[] | undefined {
    let state = Trie.root;
    let at = 0;
    while (at < word.length - SHORTEST_PART && state !== Trie.nowhere) {
      state = this.#letters.next(state, word.charCodeAt(at));
      at += 1;
      const first = this.#tables.ends[state] ?? 0;
      if (first === 0 || at < SHORTEST_PART) continue;
      const rest = word.slice(at);
      const second = this.#tables.ends[this.read(rest, Trie.root, effort)] ?? 0;
      if (areTogether(first, second, Math.min(at, rest.length))) return [word.slice(0, at), rest];
    }
    effort?.spend(at);
    return undefined;
  }
}

/** Whether such words may be joined. The shorter one has this many letters. */
function areTogether(first: number, second: number, shorter: number): boolean {
  if ((first & second & TERM) !== 0 && shorter >= SHORTEST_IN_COMPOUND) return true;
  return (
    ((first & TERM) !== 0 && (second & COMPOUND) !== 0) ||
    ((first & COMPOUND) !== 0 && (second & TERM) !== 0)
  );
}

/** The most pieces of a split term. */
const MAX_PIECES = 3;

/** A word's corrected spelling, and the state of a term that starts with it. */
interface Spelling {
  readonly meant: readonly Word[];
  readonly state: number;
}

/** Corrects the words of one text. Looks up repeated words once. */
export class Proofreader {
  readonly #spellings: Spellings;
  readonly #reader: Reader;
  readonly #surroundings: Surroundings;
  readonly #known = new Map<Word, Spelling>();

  constructor(spellings: Spellings, reader: Reader, surroundings: Surroundings) {
    this.#spellings = spellings;
    this.#reader = reader;
    this.#surroundings = surroundings;
  }

  /** A reading with corrected words. The same one if nothing changed. */
  correct(words: readonly Word[]): readonly Word[] {
    this.#reader.effort.spend(words.length);
    return withReplaced(words, (at, word) => {
      const { meant, state } = this.#spellingOf(word);
      const pieces = state === Trie.nowhere ? 1 : this.#piecesAt(words, at, state);
      const end = at + pieces;
      const isOther = pieces > 1 || meant[0] !== word;
      if (!isOther || this.#surroundings.areOwnSpelling({ words, start: at, end }))
        return undefined;
      if (pieces === 1) return { by: meant, end };
      return { by: [this.#reader.wordFor(textsIn(words, at, pieces).join(''))], end };
    });
  }

  /** The number of pieces of the longest split term that starts here. 1 if there is none. */
  #piecesAt(words: readonly Word[], start: number, from: number): number {
    let most = 1;
    let state = from;
    for (let count = 2; count <= MAX_PIECES && start + count <= words.length; count += 1) {
      const piece = words[start + count - 1]?.text ?? '';
      state = this.#spellings.read(piece, state, this.#reader.effort);
      if (state === Trie.nowhere) break;
      if (this.#spellings.isWhole(textsIn(words, start, count), state)) most = count;
    }
    return most;
  }

  #spellingOf(word: Word): Spelling {
    const known = this.#known.get(word);
    if (known) return known;
    const { effort, wordFor } = this.#reader;
    const { meant, state } = this.#spellings.known.of(word, effort, () => ({
      meant: this.#spellings.meantBy(word.text, effort),
      state: this.#spellings.read(word.text, Trie.root, effort),
    }));
    const spelling = { meant: meant[0] === word.text ? [word] : meant.map(wordFor), state };
    this.#known.set(word, spelling);
    return spelling;
  }
}

function textsIn(words: readonly Word[], start: number, count: number): readonly string[] {
  return words.slice(start, start + count).map(({ text }) => text);
}
