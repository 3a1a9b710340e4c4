import type { LineStates } from './line-states.ts';
import { countOf, textAt, textsOf } from './list-line.ts';
import { formsOf } from './plurals.ts';
import { COMMA, listedWords, scriptOf, SCRIPTS, type Script } from './readings.ts';
import type { Sequences } from './sequences.ts';
import { TermListError } from './term-list-error.ts';
import { CATEGORIES, type Category, type TermLine } from './term-list.ts';
import type { Vocabulary } from './vocabulary.ts';

const NONE: readonly number[] = [];

/** Terms by their numbers, in the order of the lists, and by the states of a trie in which they end. */
export class ListedTerms {
  readonly #lines: readonly TermLine[];
  /** By line: the number of its first term. */
  readonly #firsts: Int32Array;
  /** By term: the place of its line, and its kind. */
  readonly #lineOf: Int32Array;
  readonly #kinds: Uint8Array;
  /** By state: the end of a term's words there that was listed last, and 1 more; 0 for none. */
  readonly #lastEnds: Int32Array;
  /** By end: whose it is, and the end that was listed before it in the same state. */
  readonly #ends: Int32Array;
  /** Whether every term of the script `other` has a letter in it that is not one of a to z. */
  readonly otherHasOtherLetters: boolean;

  /** @throws TermListError for a term without a letter in it. */
  constructor(
    lines: readonly TermLine[],
    lineStates: LineStates,
    sequences: Sequences,
    vocabulary: Vocabulary,
  ) {
    const count = lines.reduce((sum, line) => sum + countOf(line), 0);
    this.#lines = lines;
    this.#firsts = new Int32Array(lines.length);
    this.#lineOf = new Int32Array(count);
    this.#kinds = new Uint8Array(count);
    const ends: number[] = [];
    let number = 0;
    let basicInOther = false;
    for (const [at, line] of lines.entries()) {
      this.#firsts[at] = number;
      this.#lineOf.fill(at, number, number + countOf(line));
      this.#kinds.fill(kindOf('basic', line.category), number, number + countOf(line));
      const whole = line.openStart || line.openEnd ? undefined : lineStates.of(line);
      for (const state of whole ?? []) ends.push(number++, state);
      if (whole) continue;
      for (const text of textsOf(line)) {
        const script = scriptOf(text);
        const words = listedWords(text, script);
        this.#kinds[number] = kindOf(script, line.category);
        basicInOther ||= script === 'other' && words.every((word) => scriptOf(word) === 'basic');
        if (words.every((word) => word === COMMA)) {
          throw new TermListError(`${line.category}: "${text}" has no letter and no number in it`);
        }
        const its = script === 'unspaced' ? CLOSED : line;
        for (const path of pathsOf(words, its, vocabulary)) ends.push(number, sequences.add(path));
        number += 1;
      }
    }
    this.otherHasOtherLetters = !basicInOther;
    this.#lastEnds = new Int32Array(sequences.trie.states);
    this.#ends = Int32Array.from(ends);
    for (let at = 0; at < ends.length; at += 2) {
      const state = ends[at + 1] ?? 0;
      this.#ends[at + 1] = this.#lastEnds[state] ?? 0;
      this.#lastEnds[state] = at / 2 + 1;
    }
  }

  /** The numbers of the terms whose words end in this state. */
  endingIn(state: number): readonly number[] {
    let end = this.#lastEnds[state] ?? 0;
    if (end === 0) return NONE;
    const numbers: number[] = [];
    while (end !== 0) {
      numbers.push(this.#ends[2 * end - 2] ?? 0);
      end = this.#ends[2 * end - 1] ?? 0;
    }
    return numbers.reverse();
  }

  kindOf(number: number): number | undefined {
    return this.#kinds[number];
  }

  /** The kinds of the terms of these categories that are found in readings of this script. */
  kindsOf(script: Script, categories: readonly Category[]): ReadonlySet<number> {
    const kinds = categories.map((category) => kindOf(script, category));
    return new Set(kinds.filter((kind) => this.#kinds.includes(kind)));
  }

  /** What stands in the list. */
  termOf(number: number): { readonly text: string; readonly category: Category } | undefined {
    const at = this.#lineOf[number] ?? 0;
    const line = this.#lines[at];
    if (!line) return undefined;
    return { text: textAt(line, number - (this.#firsts[at] ?? 0)), category: line.category };
  }
}

/** A script and a category in one. */
function kindOf(script: Script, category: Category): number {
  return SCRIPTS.indexOf(script) * CATEGORIES.length + CATEGORIES.indexOf(category);
}

type Openness = Pick<TermLine, 'openStart' | 'openEnd'>;

const CLOSED: Openness = { openStart: false, openEnd: false };

/** The numbers of a term's words: in several ways where its only word has an open start. */
function pathsOf(
  words: readonly string[],
  { openStart, openEnd }: Openness,
  vocabulary: Vocabulary,
): readonly (readonly number[])[] {
  if (!openStart && !openEnd) return [words.map((word) => vocabulary.numberOf(word))];
  let paths: readonly (readonly number[])[] = [[]];
  for (const [at, word] of words.entries()) {
    const isLast = at === words.length - 1;
    const open = { openStart: openStart && at === 0, openEnd: openEnd && isLast };
    const numbers = numbersFor(word, open, isLast, vocabulary);
    paths = paths.flatMap((path) => numbers.map((number) => [...path, number]));
  }
  return paths;
}

/** The plural of a last word is seen where it is found, but for one that begins anywhere. */
function numbersFor(
  word: string,
  { openStart, openEnd }: Openness,
  isLast: boolean,
  vocabulary: Vocabulary,
): readonly number[] {
  if (!openStart) return [openEnd ? vocabulary.numberOfBeginning(word) : vocabulary.numberOf(word)];
  if (openEnd) return [vocabulary.numberWithin(word, { atEnd: false })];
  const forms = isLast ? formsOf(word) : [word];
  return forms.map((form) => vocabulary.numberWithin(form, { atEnd: true }));
}
