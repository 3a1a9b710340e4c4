import { z } from 'zod';
import { COMMA } from '../reading/plain-words.ts';
import { listedWords, type Script, scriptOf, SCRIPTS } from '../reading/readings.ts';
import { int32, uint8 } from './packed-tables.ts';
import type { SequencesBuilder } from './sequences.ts';
import {
  CATEGORIES,
  type Category,
  countOf,
  type TermLine,
  TermListError,
  textAt,
  textsOf,
} from './term-list.ts';
import { firstAtLeast, listAt, numberLists, numberListsOf, Trie } from './trie.ts';
import { formsOf, type VocabularyBuilder } from './vocabulary.ts';

/** The kinds of statements a term makes, a bit each: undress or sex, or that a person is a minor. */
export const STATE = 1;
export const MINOR = 2;
/** Shifts for a word's position in terms of a kind: see {@link addRoles}. */
export const STARTS = 0;
export const ENDS = 2;
/** The bit of a word inside a term of either kind. */
export const WITHIN = 16;

const SAYING: Readonly<Record<Category, number>> = {
  nudity: STATE,
  sexual: STATE,
  suggestive: STATE,
  hint: STATE,
  uncovered: STATE,
  minor: MINOR,
  clothes: 0,
  adult: 0,
};

/** A listed term. */
export interface ListedTerm {
  readonly text: string;
  readonly category: Category;
}

export const termsTables = z.object({
  /** By trie state: the terms that end in it. */
  ends: numberLists,
  /** By term: script and category combined. */
  kinds: uint8,
  /** By line: the number of its first term. */
  firsts: int32,
  /** By line: its slots. */
  slotsOfLine: numberLists,
  /** By slot: its first byte. One extra entry marks the end of the last slot. */
  slotStarts: int32,
  /** The texts of all slots in UTF-8, a line each. Their combinations are not stored. */
  slotTexts: uint8,
});
type TermsTables = z.infer<typeof termsTables>;

/** Terms by number, in list order, and by the trie states in which they end. */
export class ListedTerms {
  readonly #tables: TermsTables;
  readonly #utf8 = new TextDecoder();

  constructor(tables: TermsTables) {
    this.#tables = tables;
  }

  /** The terms that end in a state. */
  endsIn(state: number): Int32Array {
    return listAt(this.#tables.ends, state);
  }

  kindOf(number: number): number {
    return this.#tables.kinds[number] ?? 0;
  }

  /** Whether a term that says any of this ends in a state. */
  says(state: number, saying: number): boolean {
    if (state === Trie.nowhere) return false;
    return this.endsIn(state).some((number) => (SAYING[this.categoryOf(number)] & saying) !== 0);
  }

  categoryOf(number: number): Category {
    return CATEGORIES[this.kindOf(number) % CATEGORIES.length] ?? CATEGORIES[0];
  }

  /** The term as listed. */
  termOf(number: number): ListedTerm {
    const { firsts, slotsOfLine } = this.#tables;
    const line = firstAtLeast(firsts, number + 1) - 1;
    const slots = Array.from(listAt(slotsOfLine, line), (slot) => this.#textsOf(slot));
    const text = textAt({ slots }, number - (firsts[line] ?? 0));
    return { text, category: this.categoryOf(number) };
  }

  #textsOf(slot: number): readonly string[] {
    const { slotStarts, slotTexts } = this.#tables;
    const texts = slotTexts.subarray(slotStarts[slot], slotStarts[slot + 1]);
    return this.#utf8.decode(texts).split('\n');
  }
}

/** Combines a script and a category. */
function kindOf(script: Script, category: Category): number {
  return SCRIPTS.indexOf(script) * CATEGORIES.length + CATEGORIES.indexOf(category);
}

/** By kind: 1 for terms of these categories that match readings of this script. */
export function kindsOf(script: Script, categories: readonly Category[]): Uint8Array {
  const sought = new Uint8Array(SCRIPTS.length * CATEGORIES.length);
  for (const category of categories) sought[kindOf(script, category)] = 1;
  return sought;
}

/** Adds terms to sequences and records where they end. */
export class TermsBuilder {
  readonly #lines: readonly TermLine[];
  readonly #sequences: SequencesBuilder;
  readonly #kinds: number[] = [];
  /** The end states of terms, and the term of each. */
  readonly #states: number[] = [];
  readonly #numbers: number[] = [];

  /** @throws TermListError for a term without a letter. */
  constructor(lines: readonly TermLine[], sequences: SequencesBuilder) {
    this.#lines = lines;
    this.#sequences = sequences;
    for (const line of lines) {
      const states = line.openStart || line.openEnd ? undefined : sequences.statesOf(line);
      for (const state of states ?? []) this.#note([state], kindOf('basic', line.category));
      if (!states) for (const text of textsOf(line)) this.#add(text, line);
    }
    addRoles(lines, sequences.vocabulary);
  }

  /** @param stateOf final trie states by provisional state */
  built(stateOf: Int32Array): TermsTables {
    const states = this.#states.map((state) => stateOf[state] ?? 0);
    const numbers = new Map<readonly string[], number>();
    const [lineOfSlot, slotOfLine]: [number[], number[]] = [[], []];
    const firsts = new Int32Array(this.#lines.length);
    for (const [at, line] of this.#lines.entries()) {
      firsts[at + 1] = (firsts[at] ?? 0) + countOf(line);
      for (const slot of line.slots) {
        if (!numbers.has(slot)) numbers.set(slot, numbers.size);
        lineOfSlot.push(at);
        slotOfLine.push(numbers.get(slot) ?? 0);
      }
    }
    const slots = Array.from(numbers.keys(), (slot) => Buffer.from(slot.join('\n')));
    const slotStarts = new Int32Array(slots.length + 1);
    for (const [at, { length }] of slots.entries()) {
      slotStarts[at + 1] = (slotStarts[at] ?? 0) + length;
    }
    return {
      ends: numberListsOf(stateOf.length, states, this.#numbers),
      kinds: Uint8Array.from(this.#kinds),
      firsts,
      slotsOfLine: numberListsOf(this.#lines.length, lineOfSlot, slotOfLine),
      slotStarts,
      slotTexts: new Uint8Array(Buffer.concat(slots)),
    };
  }

  #add(text: string, line: TermLine): void {
    const words = listedWords(text, scriptOf(text));
    // "№5" is spelt "no5" in every script.
    const script = scriptOf(words.join(''));
    if (words.every((word) => word === COMMA)) {
      throw new TermListError(`${line.category}: "${text}" has no letter and no number in it`);
    }
    const states = withStars(words, script, line).map((way) => this.#sequences.add(way));
    this.#note(states, kindOf(script, line.category));
  }

  /** Records the end states of the next term. */
  #note(states: readonly number[], kind: number): void {
    for (const state of states) {
      this.#states.push(state);
      this.#numbers.push(this.#kinds.length);
    }
    this.#kinds.push(kind);
  }
}

/**
 * The words of a term, with stars where they are open. Several variants if its only word has an open start:
 * plurals of a last word are recognised during the search, unless the word may start anywhere.
 */
function withStars(
  words: readonly string[],
  script: Script,
  { openStart, openEnd }: Pick<TermLine, 'openStart' | 'openEnd'>,
): readonly (readonly string[])[] {
  // In scripts without spaces, every term may start and end anywhere.
  if (script === 'unspaced') return [words];
  const [first = ''] = words;
  const ending = openEnd ? '*' : '';
  if (words.length > 1) {
    const last = `${words.at(-1) ?? ''}${ending}`;
    return [[openStart ? `*${first}` : first, ...words.slice(1, -1), last]];
  }
  const forms = openStart && !openEnd ? formsOf(first) : [first];
  return forms.map((form) => [`${openStart ? '*' : ''}${form}${ending}`]);
}

/** Gives the words of terms their positions in them: a kind shifted by {@link STARTS} or {@link ENDS}. */
function addRoles(lines: readonly TermLine[], vocabulary: VocabularyBuilder): void {
  /** By slot, since most occur in many lines. */
  const known = new Map<readonly string[], number>();
  for (const line of lines) {
    const saying = SAYING[line.category];
    if (saying === 0) continue;
    for (const [at, slot] of line.slots.entries()) {
      const openStart = at === 0 && line.openStart;
      const openEnd = at === line.slots.length - 1 && line.openEnd;
      const start = at === 0 ? saying << STARTS : 0;
      const end = at === line.slots.length - 1 ? saying << ENDS : 0;
      const before = openStart || openEnd ? 0 : (known.get(slot) ?? 0);
      const role = before | start | end | WITHIN;
      if (role === before) continue;
      if (!openStart && !openEnd) known.set(slot, role);
      for (const text of slot) {
        const script = scriptOf(text);
        const [words = []] = withStars(listedWords(text, script), script, { openStart, openEnd });
        for (const [place, word] of words.entries()) {
          const isFirst = place === 0;
          const isLast = place === words.length - 1;
          vocabulary.addRole(word, WITHIN | (isFirst ? start : 0) | (isLast ? end : 0));
        }
      }
    }
  }
}
