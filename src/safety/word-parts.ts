import type { Effort } from './effort.ts';
import type { TableReader, TableWriter } from './tables.ts';
import { Trie } from './trie.ts';
import { TrieBuilder } from './trie-builder.ts';

const NONE = -1;

/** What is found in words without being all of them: parts, each with a number. */
export class WordParts {
  readonly #letters: Trie;
  /** By the state after a part's letters: the number of one found anywhere, and of one found at ends. */
  readonly #anywhere: Int32Array;
  readonly #atEnds: Int32Array;

  constructor(letters: Trie, anywhere: Int32Array, atEnds: Int32Array) {
    this.#letters = letters;
    this.#anywhere = anywhere;
    this.#atEnds = atEnds;
  }

  static read(from: TableReader): WordParts {
    return new WordParts(Trie.read(from), from.int32(), from.int32());
  }

  write(to: TableWriter): void {
    this.#letters.write(to);
    to.add(this.#anywhere);
    to.add(this.#atEnds);
  }

  /** Adds the numbers of the parts that begin at this place of a word to the others. */
  collect(word: string, start: number, numbers: number[], effort: Effort): void {
    let at = start;
    let state = this.#letters.next(Trie.root, word.charCodeAt(at));
    if (state === Trie.nowhere) return;
    while (state !== Trie.nowhere) {
      at += 1;
      const anywhere = this.#anywhere[state] ?? NONE;
      if (anywhere !== NONE) numbers.push(anywhere);
      if (at === word.length) {
        const atEnd = this.#atEnds[state] ?? NONE;
        if (atEnd !== NONE) numbers.push(atEnd);
        break;
      }
      state = this.#letters.next(state, word.charCodeAt(at));
    }
    effort.spend(at - start);
  }
}

/** {@link WordParts} that grow. */
export class WordPartsBuilder {
  readonly #letters = new TrieBuilder();
  readonly #anywhere = new Map<number, number>();
  readonly #atEnds = new Map<number, number>();

  /** `atEnd` for a part that is to be found at the end of a word only. */
  add(part: string, number: number, { atEnd }: { readonly atEnd: boolean }): void {
    (atEnd ? this.#atEnds : this.#anywhere).set(this.#letters.addLetters(part), number);
  }

  built(): WordParts {
    const { trie, stateOf } = this.#letters.built();
    const byState = (numbers: ReadonlyMap<number, number>) => {
      const table = new Int32Array(trie.states).fill(NONE);
      for (const [state, number] of numbers) table[stateOf[state] ?? 0] = number;
      return table;
    };
    return new WordParts(trie, byState(this.#anywhere), byState(this.#atEnds));
  }
}
