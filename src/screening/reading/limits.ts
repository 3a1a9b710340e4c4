import { classAt, MARK, widthAt } from './plain-words.ts';
import { saidIn } from './readings.ts';

/**
 * How much was looked at to read one request: a step is a character of a text, or a word or a state
 * of the lists that it is held against. A text whose reading takes more than `most` is given up, and
 * whoever reads checks it between two readings. By count and not by clock, so that a request is judged
 * alike on every machine.
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
 * Two whole prompts have 3,000 characters, and three times as many where accents are characters of
 * their own. A character that stands for eighteen others makes more.
 */
const MOST_CHARACTERS = 10_000;

/**
 * How many characters a command may let people write in all its texts. Ordinary ones take two thirds of
 * the effort that goes into reading a request then, as several texts are read together and each by itself.
 */
export const MOST_WORDS = 5_000;

/** Putting the marks on one letter in order takes long, and no script puts more than a few on one. */
const MOST_MARKS = 50;

/** Whether a text is too long or too tangled to be read at all. */
export function isUnreadable(text: string): boolean {
  const said = saidIn(text);
  return (
    said.length > MOST_CHARACTERS ||
    mostMarks(said) > MOST_MARKS ||
    said.normalize('NFKD').length > MOST_CHARACTERS
  );
}

/** How many marks stand side by side. */
function mostMarks(text: string): number {
  let most = 0;
  let marks = 0;
  for (let at = 0; at < text.length; at += widthAt(text, at)) {
    marks = classAt(text, at) === MARK ? marks + 1 : 0;
    most = Math.max(most, marks);
  }
  return most;
}
