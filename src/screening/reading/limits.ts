import { saidIn } from './readings.ts';

/**
 * Counts the work of reading one request. A step is a character of a text, or a word or list state it is
 * matched against. Callers check between readings and give up after `most` steps. Counts instead of measuring
 * time, so that every machine judges a request alike.
 */
export class Effort {
  readonly #most: number;
  #spent = 0;

  constructor(most = Infinity) {
    this.#most = most;
  }

  spend(steps: number): void {
    this.#spent += steps;
  }

  get spent(): number {
    return this.#spent;
  }

  get isOver(): boolean {
    return this.#spent > this.#most;
  }
}

/**
 * Two whole prompts have 3,000 characters, and three times that if accents are separate characters.
 * Characters that expand to eighteen others make more.
 */
const MAX_CHARACTERS = 10_000;

/**
 * The most characters of all texts of a command together. Ordinary texts of that length take two thirds of
 * the effort for a request, since they are read both together and separately.
 */
export const MOST_WORDS = 5_000;

/** Sorting the marks on one letter is slow, and no script uses more than a few. */
const TOO_MANY_MARKS = /\p{M}{51}/u;

/** Whether a text is too long or too tangled to read. */
export function isUnreadable(text: string): boolean {
  const said = saidIn(text);
  return (
    said.length > MAX_CHARACTERS ||
    TOO_MANY_MARKS.test(said) ||
    said.normalize('NFKD').length > MAX_CHARACTERS
  );
}
