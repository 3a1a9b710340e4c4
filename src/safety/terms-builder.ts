import type { LineStates } from './line-states.ts';
import { countOf, textsOf } from './list-line.ts';
import { kindOf, ListedTerms, sharesLetters } from './listed-terms.ts';
import { NumberLists } from './number-lists.ts';
import { formsOf } from './plurals.ts';
import { COMMA } from './plain-words.ts';
import { listedWords, scriptOf, SCRIPTS } from './readings.ts';
import type { SequencesBuilder } from './sequences-builder.ts';
import { TermListError } from './term-list-error.ts';
import type { TermLine } from './term-list.ts';
import { TermTexts } from './term-texts.ts';
import type { VocabularyBuilder } from './vocabulary-builder.ts';

/** Puts the words of terms into a trie, and notes where they end. */
export class TermsBuilder {
  readonly #lines: readonly TermLine[];
  readonly #sequences: SequencesBuilder;
  readonly #vocabulary: VocabularyBuilder;
  readonly #kinds: Uint8Array;
  /** The states in which terms end, and whose end it is. */
  readonly #states: number[] = [];
  readonly #numbers: number[] = [];
  readonly #undistinguished = new Uint8Array(SCRIPTS.length);

  /** @throws TermListError for a term without a letter in it. */
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

  /** @param stateOf the states of the trie once everything is in it */
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

/** The numbers of a term's words: in several ways where its only word has an open start. */
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

/** The plural of a last word is seen when it is found, unless the word may begin anywhere. */
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
