import type { TableReader, TableWriter } from './tables.ts';
import { Trie } from './trie.ts';
import { endNumbersOf, type Word } from './word.ts';

/** Everything in the lists as words by their numbers, and where it goes on beyond a comma. */
export class Sequences {
  readonly trie: Trie;
  /** Pairs of words with nothing but commas between them. */
  readonly #acrossCommas: Trie;
  /** A single number: 1 where a comma may stand at the end of anything. */
  readonly #crossing: Uint8Array;

  constructor(trie: Trie, acrossCommas: Trie, crossing: Uint8Array) {
    this.trie = trie;
    this.#acrossCommas = acrossCommas;
    this.#crossing = crossing;
  }

  static read(from: TableReader): Sequences {
    return new Sequences(Trie.read(from), Trie.read(from), from.bytes());
  }

  write(to: TableWriter): void {
    this.trie.write(to);
    this.#acrossCommas.write(to);
    to.add(this.#crossing);
  }

  /** Whether anything may stand before a comma with this word, and go on after it. */
  mayGoOn(before: Word): boolean {
    if (this.#crossing[0] === 1) return true;
    return (
      before.isListed && startsOf(before).some((start) => this.#behind(start) !== Trie.nowhere)
    );
  }

  /** Whether anything may stand on both sides of a comma that has these words next to it. */
  mayCross(before: Word, after: Word): boolean {
    if (this.#crossing[0] === 1) return true;
    if (!before.isListed || !after.isListed) return false;
    const ends = endNumbersOf(after);
    return startsOf(before).some((start) => {
      const behind = this.#behind(start);
      return ends.some((end) => this.#acrossCommas.next(behind, end) !== Trie.nowhere);
    });
  }

  #behind(start: number): number {
    return this.#acrossCommas.next(Trie.root, start);
  }
}

function startsOf({ itself, within }: Word): readonly number[] {
  return itself === undefined ? within : [itself, ...within];
}
