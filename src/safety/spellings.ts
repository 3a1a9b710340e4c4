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

  /** `terms` are single words of a to z; what is `innocent` or a `pair`, words and phrases, stays as it is. */
  constructor(
    terms: readonly string[],
    {
      innocent,
      compound,
      pair,
    }: Readonly<Record<'innocent' | 'compound' | 'pair', readonly string[]>>,
  ) {
    this.#right = new Set(terms);
    this.#innocent = new Set([...innocent, ...pair]);
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
      const pieces = [3, 2].find((count) => this.#isWhole(words.slice(at, at + count), count));
      if (pieces === undefined) corrected.push(this.#one(words[at] ?? ''));
      else {
        corrected.push(words.slice(at, at + pieces).join(''));
        at += pieces - 1;
      }
    }
    return corrected.join(' ');
  }

  #one(word: string): string {
    if (this.#right.has(word) || this.#innocent.has(word)) return word;
    return this.#wrong.get(word) ?? this.#parts(word) ?? word;
  }

  /** Whether a term stands in so many pieces. */
  #isWhole(pieces: readonly string[], count: number): boolean {
    const whole = pieces.join('');
    return (
      pieces.length === count &&
      whole.length >= SHORTEST_SPLIT &&
      !pieces.includes('') &&
      pieces.some((piece) => piece.length > 1) &&
      !this.#innocent.has(pieces.join(' ')) &&
      this.#right.has(whole)
    );
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
