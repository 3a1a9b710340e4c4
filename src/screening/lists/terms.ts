import { COMMA } from '../reading/plain-words.ts';
import { listedWords, type Script, scriptOf, SCRIPTS } from '../reading/readings.ts';
import type { LineStates, SequencesBuilder } from './sequences.ts';
import { NumberLists, type TableReader, type TableWriter, Texts } from './tables.ts';
import {
  CATEGORIES,
  type Category,
  countOf,
  type ListLine,
  type TermLine,
  TermListError,
  textAt,
  textsOf,
} from './term-list.ts';
import { sayingOf } from './term-words.ts';
import { Trie } from './trie.ts';
import { formsOf, type VocabularyBuilder } from './vocabulary.ts';

/** A listed term. */
export interface ListedTerm {
  readonly text: string;
  readonly category: Category;
}

/** Terms by number, in list order, and by the trie states in which they end. */
export class ListedTerms {
  /** By state: the terms that end in it. */
  readonly ends: NumberLists;
  /** By term: script and category combined. */
  readonly kinds: Uint8Array;
  readonly #texts: TermTexts;
  /** By script: 1 if one of its terms lacks the letters that distinguish the script. */
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

  /** Whether a reading with letters of one script may contain a term of another. */
  mayStandIn(reading: Script, script: Script): boolean {
    return sharesLetters(reading, script) || this.#undistinguished[SCRIPTS.indexOf(script)] === 1;
  }

  /** By kind: 1 for terms of these categories that match readings of this script. */
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

  /** The term as listed. */
  termOf(number: number): ListedTerm | undefined {
    const category = this.categoryOf(number);
    return category && { text: this.#texts.at(number), category };
  }
}

/** Whether a text of one script by {@link scriptOf} may contain letters of another. */
function sharesLetters(text: Script, script: Script): boolean {
  return SCRIPTS.indexOf(text) >= SCRIPTS.indexOf(script);
}

/** Combines a script and a category. */
function kindOf(script: Script, category: Category): number {
  return SCRIPTS.indexOf(script) * CATEGORIES.length + CATEGORIES.indexOf(category);
}

/** Adds terms to a trie and records where they end. */
export class TermsBuilder {
  readonly #lines: readonly TermLine[];
  readonly #sequences: SequencesBuilder;
  readonly #vocabulary: VocabularyBuilder;
  readonly #kinds: Uint8Array;
  /** The end states of terms, and the term of each. */
  readonly #states: number[] = [];
  readonly #numbers: number[] = [];
  readonly #undistinguished = new Uint8Array(SCRIPTS.length);

  /** @throws TermListError for a term without a letter. */
  constructor(
    lines: readonly TermLine[],
    lineStates: LineStates,
    sequences: SequencesBuilder,
    vocabulary: VocabularyBuilder,
  ) {
    this.#lines = lines;
    this.#sequences = sequences;
    this.#vocabulary = vocabulary;
    this.#kinds = new Uint8Array(lines.reduce((sum, line) => sum + countOf(line), 0));
    let number = 0;
    for (const line of lines) {
      const whole = line.openStart || line.openEnd ? undefined : lineStates.of(line);
      this.#kinds.fill(kindOf('basic', line.category), number, number + countOf(line));
      for (const state of whole ?? []) this.#note(number++, state);
      if (!whole) for (const text of textsOf(line)) this.#add(number++, text, line);
    }
  }

  /** @param stateOf final trie states by provisional state */
  built(stateOf: Int32Array): ListedTerms {
    const states = this.#states.map((state) => stateOf[state] ?? 0);
    return new ListedTerms(
      NumberLists.of(stateOf.length, states, this.#numbers),
      this.#kinds,
      TermTexts.of(this.#lines),
      this.#undistinguished,
    );
  }

  #add(number: number, text: string, line: TermLine): void {
    const script = scriptOf(text);
    const words = listedWords(text, script);
    this.#kinds[number] = kindOf(script, line.category);
    if (!words.some((word) => sharesLetters(scriptOf(word), script))) {
      this.#undistinguished[SCRIPTS.indexOf(script)] = 1;
    }
    if (words.every((word) => word === COMMA)) {
      throw new TermListError(`${line.category}: "${text}" has no letter and no number in it`);
    }
    const its = script === 'unspaced' ? CLOSED : line;
    for (const path of pathsOf(words, its, this.#vocabulary)) {
      this.#note(number, this.#sequences.add(path));
    }
  }

  #note(number: number, state: number): void {
    this.#states.push(state);
    this.#numbers.push(number);
  }
}

type Openness = Pick<TermLine, 'openStart' | 'openEnd'>;

const CLOSED: Openness = { openStart: false, openEnd: false };

/** The word numbers of a term. Several variants if its only word has an open start. */
function pathsOf(
  words: readonly string[],
  { openStart, openEnd }: Openness,
  vocabulary: VocabularyBuilder,
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

/** Plurals of a last word are recognised during the search, unless the word may start anywhere. */
function numbersFor(
  word: string,
  { openStart, openEnd }: Openness,
  isLast: boolean,
  vocabulary: VocabularyBuilder,
): readonly number[] {
  if (!openStart) return [openEnd ? vocabulary.numberOfBeginning(word) : vocabulary.numberOf(word)];
  if (openEnd) return [vocabulary.numberWithin(word, { atEnd: false })];
  const forms = isLast ? formsOf(word) : [word];
  return forms.map((form) => vocabulary.numberWithin(form, { atEnd: true }));
}

/** The texts of all lines by number, stored without expansion. */
class TermTexts {
  /** By line: the number of its first text. */
  readonly #firsts: Int32Array;
  /** By line: its slots. By slot: the texts it may be. */
  readonly #slots: NumberLists;
  readonly #choices: NumberLists;
  readonly #texts: Texts;

  private constructor(firsts: Int32Array, slots: NumberLists, choices: NumberLists, texts: Texts) {
    this.#firsts = firsts;
    this.#slots = slots;
    this.#choices = choices;
    this.#texts = texts;
  }

  static of(lines: readonly ListLine[]): TermTexts {
    const texts = new Map<string, number>();
    const slots = new Map<readonly string[], number>();
    const [lineOfSlot, slotOfLine, slotOfChoice, choices]: [
      number[],
      number[],
      number[],
      number[],
    ] = [[], [], [], []];
    const firsts = new Int32Array(lines.length);
    let first = 0;
    for (const [at, line] of lines.entries()) {
      firsts[at] = first;
      first += countOf(line);
      for (const slot of line.slots) {
        if (!slots.has(slot)) {
          for (const text of slot) {
            slotOfChoice.push(slots.size);
            choices.push(numberIn(texts, text));
          }
        }
        lineOfSlot.push(at);
        slotOfLine.push(numberIn(slots, slot));
      }
    }
    return new TermTexts(
      firsts,
      NumberLists.of(lines.length, lineOfSlot, slotOfLine),
      NumberLists.of(slots.size, slotOfChoice, choices),
      Texts.of([...texts.keys()]),
    );
  }

  static read(from: TableReader): TermTexts {
    return new TermTexts(
      from.int32(),
      NumberLists.read(from),
      NumberLists.read(from),
      Texts.read(from),
    );
  }

  write(to: TableWriter): void {
    to.add(this.#firsts);
    for (const part of [this.#slots, this.#choices, this.#texts]) part.write(to);
  }

  at(number: number): string {
    const line = this.#lineOf(number);
    const slots = Array.from(this.#slots.get(line), (slot) =>
      Array.from(this.#choices.get(slot), (text) => this.#texts.at(text)),
    );
    return textAt({ slots }, number - (this.#firsts[line] ?? 0));
  }

  #lineOf(number: number): number {
    let low = 0;
    let high = this.#firsts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#firsts[middle] ?? 0) <= number) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** A thing's number, or the next free one for a new thing. */
function numberIn<Thing>(numbers: Map<Thing, number>, thing: Thing): number {
  const number = numbers.get(thing) ?? numbers.size;
  numbers.set(thing, number);
  return number;
}
