import { NumberLists } from './number-lists.ts';
import { SCRIPTS, type Script } from './readings.ts';
import type { TableReader, TableWriter } from './tables.ts';
import { CATEGORIES, type Category } from './term-list.ts';
import { TermTexts } from './term-texts.ts';
import { sayingOf } from './term-words.ts';
import { Trie } from './trie.ts';

/** A term that was found. */
export interface ListedTerm {
  readonly text: string;
  readonly category: Category;
}

/** Terms by their numbers, in the order of the lists, and by the states of a trie in which they end. */
export class ListedTerms {
  /** By state: the terms whose words end in it. */
  readonly ends: NumberLists;
  /** By term: a script and a category in one. */
  readonly kinds: Uint8Array;
  readonly #texts: TermTexts;
  /** By script, 1 where a term of it has none of the letters that set it apart. */
  readonly #undistinguished: Uint8Array;

  constructor(ends: NumberLists, kinds: Uint8Array, texts: TermTexts, undistinguished: Uint8Array) {
    this.ends = ends;
    this.kinds = kinds;
    this.#texts = texts;
    this.#undistinguished = undistinguished;
  }

  static read(from: TableReader): ListedTerms {
    return new ListedTerms(
      NumberLists.read(from),
      from.bytes(),
      TermTexts.read(from),
      from.bytes(),
    );
  }

  write(to: TableWriter): void {
    this.ends.write(to);
    to.add(this.kinds);
    this.#texts.write(to);
    to.add(this.#undistinguished);
  }

  /** Whether a reading whose letters are of one script may have a term of another in it. */
  mayStandIn(reading: Script, script: Script): boolean {
    return sharesLetters(reading, script) || this.#undistinguished[SCRIPTS.indexOf(script)] === 1;
  }

  /** By kind, 1 for the terms of these categories that are found in readings of this script. */
  kindsOf(script: Script, categories: readonly Category[]): Uint8Array {
    const sought = new Uint8Array(SCRIPTS.length * CATEGORIES.length);
    for (const category of categories) {
      const kind = kindOf(script, category);
      if (this.kinds.includes(kind)) sought[kind] = 1;
    }
    return sought;
  }

  /** Whether a term that says any of this, in the bits of {@link sayingOf}, ends in a state. */
  says(state: number, saying: number): boolean {
    if (state === Trie.nowhere) return false;
    const last = this.ends.starts[state + 1] ?? 0;
    for (let place = this.ends.starts[state] ?? 0; place < last; place += 1) {
      const category = this.categoryOf(this.ends.numbers[place] ?? 0);
      if ((sayingOf(category) & saying) !== 0) return true;
    }
    return false;
  }

  categoryOf(number: number): Category | undefined {
    return CATEGORIES[(this.kinds[number] ?? 0) % CATEGORIES.length];
  }

  /** What stands in the list. */
  termOf(number: number): ListedTerm | undefined {
    const category = this.categoryOf(number);
    return category && { text: this.#texts.at(number), category };
  }
}

/** Whether letters of one script may be in a text that is of another by {@link scriptOf}. */
export function sharesLetters(text: Script, script: Script): boolean {
  return SCRIPTS.indexOf(text) >= SCRIPTS.indexOf(script);
}

/** A script and a category in one. */
export function kindOf(script: Script, category: Category): number {
  return SCRIPTS.indexOf(script) * CATEGORIES.length + CATEGORIES.indexOf(category);
}
