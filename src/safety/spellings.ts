import { misspellingsOf } from './misspellings.ts';

/** Shorter words are too often a part of others. */
const SHORTEST_IN_COMPOUND = 4;
const SHORTEST_SPLIT = 5;

/**
 * Reads words that are written wrong on purpose or by mistake: misspelt, split by a space, or run
 * together with another.
 */
export class Spellings {
  readonly #right: ReadonlySet<string>;
  readonly #innocent: ReadonlySet<string>;
  readonly #wrong: ReadonlyMap<string, string>;
  readonly #compound: ReadonlySet<string>;

  /** `terms` are single words of a to z; what is `innocent`, words and phrases, stays as it is. */
  constructor(terms: readonly string[], innocent: readonly string[], compound: readonly string[]) {
    this.#right = new Set(terms);
    this.#innocent = new Set(innocent);
    this.#compound = new Set(compound);
    this.#wrong = new Map(
      terms.flatMap((term) => misspellingsOf(term).map((wrong) => [wrong, term] as const)),
    );
  }

  /** A reading with such words written as the terms are. */
  correct(reading: string): string {
    const words = reading.split(' ');
    const corrected: string[] = [];
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] ?? '';
      const whole = this.#whole(word, words[at + 1]);
      if (whole !== undefined) at += 1;
      corrected.push(whole ?? this.#one(word));
    }
    return corrected.join(' ');
  }

  #one(word: string): string {
    if (this.#right.has(word) || this.#innocent.has(word)) return word;
    return this.#wrong.get(word) ?? this.#parts(word) ?? word;
  }

  /** A term that stands in two halves. */
  #whole(first: string, second: string | undefined): string | undefined {
    if (second === undefined || first.length < 2 || second.length < 2) return undefined;
    const whole = first + second;
    if (whole.length < SHORTEST_SPLIT || this.#innocent.has(`${first} ${second}`)) return undefined;
    return this.#right.has(whole) ? whole : undefined;
  }

  /** A term and another word that stand together. */
  #parts(word: string): string | undefined {
    for (let at = SHORTEST_IN_COMPOUND - 1; at <= word.length - 3; at += 1) {
      const first = word.slice(0, at);
      const second = word.slice(at);
      if (this.#isPart(first, second) || this.#isPart(second, first)) return `${first} ${second}`;
    }
    return undefined;
  }

  #isPart(term: string, other: string): boolean {
    if (!this.#right.has(term)) return false;
    if (this.#compound.has(other)) return true;
    return this.#right.has(other) && Math.min(term.length, other.length) >= SHORTEST_IN_COMPOUND;
  }
}
