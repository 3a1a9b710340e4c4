import type { Effort } from './effort.ts';
import type { Spellings } from './spellings.ts';
import type { Surroundings } from './surroundings.ts';
import { Trie } from './trie.ts';
import type { Word } from './word.ts';

/** How many pieces a term may stand in. */
const MOST_PIECES = 3;

/** How a word is to be spelt, and the state of a term that begins with it. */
interface Spelling {
  readonly meant: readonly Word[];
  readonly state: number;
}

/** Writes the words of one text as they are meant. A word that comes again is looked up once. */
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

  /** A reading with such words written as the terms are; the same one where there are none. */
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

  /** How many pieces a term that begins here stands in, as many as can be; 1 where there is none. */
  #piecesAt(words: readonly Word[], start: number, from: number): number {
    let most = 1;
    let state = from;
    for (let count = 2; count <= MOST_PIECES && start + count <= words.length; count += 1) {
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
