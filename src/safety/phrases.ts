/** A part of a reading: its first and its last character. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Phrases to be found in a reading, word by word. */
export class Phrases {
  /** Each phrase's words, the longest first, by its first word. */
  readonly #byFirst = new Map<string, string[][]>();

  /** `phrases` are readings: words between single spaces. */
  constructor(phrases: readonly string[]) {
    for (const phrase of phrases) {
      const words = phrase.trim().split(' ');
      const [first = ''] = words;
      const same = this.#byFirst.get(first);
      if (same) same.push(words);
      else this.#byFirst.set(first, [words]);
    }
    for (const same of this.#byFirst.values()) same.sort((a, b) => b.length - a.length);
  }

  /** The reading with a comma in the place of every phrase. */
  removedFrom(reading: string): string {
    const words = reading.split(' ');
    const kept: string[] = [];
    for (let at = 0; at < words.length; at += 1) {
      const phrase = this.#at(words, at)[0];
      kept.push(phrase ? ',' : (words[at] ?? ''));
      if (phrase) at += phrase.length - 1;
    }
    return kept.join(' ');
  }

  /** Where phrases stand in a reading, the spaces around them included. */
  spansIn(reading: string): readonly Span[] {
    const words = reading.split(' ');
    const spans: Span[] = [];
    let start = -1;
    for (const [at, word] of words.entries()) {
      for (const phrase of this.#at(words, at)) {
        spans.push({ start, end: start + phrase.join(' ').length + 1 });
      }
      start += word.length + 1;
    }
    return spans;
  }

  #at(words: readonly string[], at: number): readonly (readonly string[])[] {
    const candidates = this.#byFirst.get(words[at] ?? '') ?? [];
    return candidates.filter((phrase) => phrase.every((word, index) => words[at + index] === word));
  }
}
