import { NumberLists } from './number-lists.ts';
import type { TableReader, TableWriter } from './tables.ts';
import { Texts } from './texts.ts';
import { Trie } from './trie.ts';

/** The slot of a line in which other words may stand. */
export const GAP = 0;

/** What a state of the lines is the end of, a bit each. */
export const LINE = { edit: 1, innocent: 2 };

/**
 * Lines of slots, each slot one of many phrases: three slots of fifty phrases are hundreds of
 * thousands of texts and take the room of a hundred and fifty, since lines are kept as lines.
 */
export class Patterns {
  /** The phrases of all slots, by the numbers of their words. */
  readonly phrases: Trie;
  /** By state of the phrases: the slots in which one that ends there may stand. */
  readonly slots: NumberLists;
  /** The lines, by their slots. */
  readonly lines: Trie;
  /** By state of the lines: what ends there. */
  readonly ends: Uint8Array;
  /** What an operator does not want to be found, as it would be named. */
  readonly unwanted: Texts;

  constructor(phrases: Trie, slots: NumberLists, lines: Trie, ends: Uint8Array, unwanted: Texts) {
    this.phrases = phrases;
    this.slots = slots;
    this.lines = lines;
    this.ends = ends;
    this.unwanted = unwanted;
  }

  static read(from: TableReader): Patterns {
    return new Patterns(
      Trie.read(from),
      NumberLists.read(from),
      Trie.read(from),
      from.bytes(),
      Texts.read(from),
    );
  }

  write(to: TableWriter): void {
    this.phrases.write(to);
    this.slots.write(to);
    this.lines.write(to);
    to.add(this.ends);
    this.unwanted.write(to);
  }

  get areNone(): boolean {
    return this.lines.states === 1;
  }
}
