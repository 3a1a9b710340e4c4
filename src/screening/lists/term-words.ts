import { listedWords, scriptOf } from '../reading/readings.ts';
import type { TableReader, TableWriter } from './tables.ts';
import type { Category, ListLine, TermLine } from './term-list.ts';
import type { VocabularyBuilder } from './vocabulary.ts';

/** The kinds of statements a term makes, a bit each: undress or sex, or that a person is a minor. */
export const STATE = 1;
export const MINOR = 2;
/** Shifts for a word's position in terms of a kind. */
export const STARTS = 0;
export const ENDS = 2;
/** The bit of a word inside a term of either kind. */
export const WITHIN = 16;

const STATES: ReadonlySet<Category> = new Set([
  'nudity',
  'sexual',
  'suggestive',
  'hint',
  'uncovered',
]);

/** 0 for a category of neither. */
export function sayingOf(category: Category | undefined): number {
  if (category === undefined) return 0;
  if (category === 'minor') return MINOR;
  return STATES.has(category) ? STATE : 0;
}

/** The words that terms consist of and their positions in them, by word number. */
export class TermWords {
  readonly #roles: Uint8Array;

  private constructor(roles: Uint8Array) {
    this.#roles = roles;
  }

  /** `vocabulary` contains all words of these lines. */
  static of(lines: readonly TermLine[], vocabulary: VocabularyBuilder): TermWords {
    const roles = new Map<number, number>();
    const note = (word: string, role: number) => {
      const number = vocabulary.numberOf(word);
      roles.set(number, (roles.get(number) ?? 0) | role);
    };
    /** By slot, since most occur in many lines. */
    const known = new Map<ListLine['slots'][number], number>();
    for (const { category, slots, openStart, openEnd } of lines) {
      const saying = sayingOf(category);
      if (saying === 0) continue;
      for (const [at, slot] of slots.entries()) {
        const [isFirst, isLast] = [at === 0, at === slots.length - 1];
        const isOpen = (isFirst && openStart) || (isLast && openEnd);
        const edges = (isFirst ? saying << STARTS : 0) | (isLast ? saying << ENDS : 0) | WITHIN;
        const before = known.get(slot) ?? 0;
        if (!isOpen && (before | edges) === before) continue;
        if (!isOpen) known.set(slot, before | edges);
        for (const text of slot) {
          const words = listedWords(text, scriptOf(text));
          for (const [place, word] of words.entries()) {
            const starts = isFirst && place === 0;
            const ends = isLast && place === words.length - 1;
            const stars = [starts && openStart ? '*' : '', ends && openEnd ? '*' : ''];
            const role = (starts ? saying << STARTS : 0) | (ends ? saying << ENDS : 0) | WITHIN;
            note(stars.join(word), role);
          }
        }
      }
    }
    const table = new Uint8Array(Math.max(0, ...roles.keys()) + 1);
    for (const [number, role] of roles) table[number] = role;
    return new TermWords(table);
  }

  static read(from: TableReader): TermWords {
    return new TermWords(from.bytes());
  }

  write(to: TableWriter): void {
    to.add(this.#roles);
  }

  /** 0 for a word of no term. */
  roleOf(word: number): number {
    return this.#roles[word] ?? 0;
  }
}
