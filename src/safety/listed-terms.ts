import { NumberLists } from './number-lists.ts';
import { SCRIPTS, type Script } from './readings.ts';
import type { TableReader, TableWriter } from './tables.ts';
import { CATEGORIES, type Category } from './term-list.ts';
import { TermTexts } from './term-texts.ts';

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
  /** One number, 1 where a term of the script `other` has letters of a to z only. */
  readonly #basicInOther: Uint8Array;

  constructor(ends: NumberLists, kinds: Uint8Array, texts: TermTexts, basicInOther: Uint8Array) {
    this.ends = ends;
    this.kinds = kinds;
    this.#texts = texts;
    this.#basicInOther = basicInOther;
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
    to.add(this.#basicInOther);
  }

  /** Whether every term of the script `other` has a letter in it that is not one of a to z. */
  get otherHasOtherLetters(): boolean {
    return this.#basicInOther[0] !== 1;
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

  /** What stands in the list. */
  termOf(number: number): ListedTerm | undefined {
    const category = CATEGORIES[(this.kinds[number] ?? 0) % CATEGORIES.length];
    return category && { text: this.#texts.at(number), category };
  }
}

/** A script and a category in one. */
export function kindOf(script: Script, category: Category): number {
  return SCRIPTS.indexOf(script) * CATEGORIES.length + CATEGORIES.indexOf(category);
}
