import type { Effort } from '../reading/limits.ts';
import type { Surroundings } from '../surroundings.ts';
import { hashOf, type TableReader, type TableWriter, Texts } from './tables.ts';
import { lineOf, type ListLine } from './term-list.ts';
import { Trie, TrieBuilder } from './trie.ts';
import type { Word } from './vocabulary.ts';

/** Shorter words are too often part of others. */
const SHORTEST_IN_COMPOUND = 4;
/** A term joined with another word may be one letter shorter. */
const SHORTEST_PART = 3;
const SHORTEST_SPLIT = 5;

const SPACE = 0x20;

/** Marks the states that end a term. */
const TERM = 1;
const COMPOUND = 2;

/** Words and phrases that keep their spelling, and words that are written together with terms. */
export interface SpellingLists {
  readonly innocent: readonly ListLine[];
  readonly compound: readonly string[];
  readonly pair: readonly string[];
}

/**
 * Corrects the spelling of terms: deliberate or accidental misspellings, words split by a space or joined
 * with another.
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

  /** `terms` are single words of a to z. Words and phrases in `innocent` and `pair` stay unchanged. */
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
    // Only a few of the thousands of phrases would be corrected.
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

  /** Whether a term that was read up to this state is complete in these pieces. */
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

  /** A term joined with another word. */
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

/** Whether such words may be joined. The shorter one has this many letters. */
function areTogether(first: number, second: number, shorter: number): boolean {
  if ((first & second & TERM) !== 0 && shorter >= SHORTEST_IN_COMPOUND) return true;
  return (
    ((first & TERM) !== 0 && (second & COMPOUND) !== 0) ||
    ((first & COMPOUND) !== 0 && (second & TERM) !== 0)
  );
}

/** Shorter words are too similar to others. */
const SHORTEST_TO_SWAP = 6;
const SHORTEST_TO_DROP = 8;

/**
 * Readable misspellings of a word in the letters a to z: two neighbouring letters swapped, or in a longer
 * word one letter missing. The first letter stays.
 */
export function misspellingsOf(word: string): readonly string[] {
  const places = Array.from({ length: word.length - 1 }, (_, index) => index + 1);
  const swapped = places
    .slice(0, -1)
    .map((at) => `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`);
  const dropped = places.map((at) => word.slice(0, at) + word.slice(at + 1));
  const wrong = [
    ...(word.length >= SHORTEST_TO_SWAP ? swapped : []),
    ...(word.length >= SHORTEST_TO_DROP ? dropped.slice(0, -1) : []),
  ];
  return wrong.filter((one) => one !== word);
}

/** The intended word by misspelling. */
class Misspellings {
  readonly #right: Texts;
  /** A hash table from misspellings to the index of the intended word plus 1, with linear probing. */
  readonly #meant: Int32Array;

  private constructor(right: Texts, meant: Int32Array) {
    this.#right = right;
    this.#meant = meant;
  }

  static of(right: readonly string[]): Misspellings {
    const wrong = right.map(misspellingsOf);
    const count = wrong.reduce((sum, { length }) => sum + length, 0);
    const meant = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 1)));
    const last = meant.length - 1;
    for (const [index, misspellings] of wrong.entries()) {
      for (const one of misspellings) {
        let place = hashOf(one) & last;
        while (meant[place] !== 0) place = (place + 1) & last;
        meant[place] = index + 1;
      }
    }
    return new Misspellings(Texts.of(right), meant);
  }

  static read(from: TableReader): Misspellings {
    return new Misspellings(Texts.read(from), from.int32());
  }

  write(to: TableWriter): void {
    this.#right.write(to);
    to.add(this.#meant);
  }

  /** The intended word. The last one if there are several. */
  meantBy(word: string): string | undefined {
    if (word.length < SHORTEST_TO_SWAP - 1) return undefined;
    const last = this.#meant.length - 1;
    let meant = 0;
    for (let place = hashOf(word) & last; ; place = (place + 1) & last) {
      const index = this.#meant[place] ?? 0;
      if (index === 0) break;
      if (index > meant && this.#isMisspelling(word, index - 1)) meant = index;
    }
    return meant === 0 ? undefined : this.#right.at(meant - 1);
  }

  /** Most words that share a slot differ in length or beginning. */
  #isMisspelling(word: string, right: number): boolean {
    const left = this.#right.lengthOf(right) - word.length;
    if (left !== 0 && left !== 1) return false;
    if (this.#right.firstOf(right) !== word.charCodeAt(0)) return false;
    return misspellingsOf(this.#right.at(right)).includes(word);
  }
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
  readonly #wordFor: (text: string) => Word;
  readonly #effort: Effort;
  readonly #known = new Map<Word, Spelling>();

  constructor(spellings: Spellings, wordFor: (text: string) => Word, effort: Effort) {
    this.#spellings = spellings;
    this.#wordFor = wordFor;
    this.#effort = effort;
  }

  /** A reading with corrected words. The same one if nothing changed. */
  correct(words: readonly Word[], surroundings: Surroundings): readonly Word[] {
    this.#effort.spend(words.length);
    let corrected: Word[] | undefined;
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at];
      if (!word) continue;
      const { meant, state } = this.#spellingOf(word);
      const pieces = state === Trie.nowhere ? 1 : this.#piecesAt(words, at, state);
      const isOther = pieces > 1 || meant[0] !== word;
      const stretch = { words, start: at, end: at + pieces };
      if (!isOther || surroundings.areOwnSpelling(stretch)) corrected?.push(word);
      else if (pieces > 1) {
        const whole = words.slice(at, at + pieces).map(({ text }) => text);
        corrected ??= words.slice(0, at);
        corrected.push(this.#wordFor(whole.join('')));
        at += pieces - 1;
      } else {
        corrected ??= words.slice(0, at);
        corrected.push(...meant);
      }
    }
    return corrected ?? words;
  }

  /** The number of pieces of the longest split term that starts here. 1 if there is none. */
  #piecesAt(words: readonly Word[], start: number, from: number): number {
    let most = 1;
    let state = from;
    for (let count = 2; count <= MAX_PIECES && start + count <= words.length; count += 1) {
      state = this.#spellings.read(words[start + count - 1]?.text ?? '', state, this.#effort);
      if (state === Trie.nowhere) break;
      const pieces = words.slice(start, start + count).map(({ text }) => text);
      if (this.#spellings.isWhole(pieces, state)) most = count;
    }
    return most;
  }

  #spellingOf(word: Word): Spelling {
    const known = this.#known.get(word);
    if (known) return known;
    const meant = this.#spellings.meantBy(word.text, this.#effort);
    const spelling = {
      meant: meant[0] === word.text ? [word] : meant.map(this.#wordFor),
      state: this.#spellings.read(word.text, Trie.root, this.#effort),
    };
    this.#known.set(word, spelling);
    return spelling;
  }
}
