/** Phrases to be found in a reading, word by word. */
export class Phrases {
  /** Each phrase's words, the longest first, by its first word. */
  readonly #byFirst = new Map<string, string[][]>();

  /** `phrases` are readings: words between single spaces. */
  constructor(phrases: readonly string[]) {
    for (const phrase of phrases) {
      const words = phrase.trim().split(' ');
      const [first = ''] = words;
      const same = this.#byFirst.get(first) ?? [];
      this.#byFirst.set(first, [...same, words]);
    }
    for (const same of this.#byFirst.values()) same.sort((a, b) => b.length - a.length);
  }

  /** The reading with a comma in the place of every phrase. */
  removedFrom(reading: string): string {
    const words = reading.split(' ');
    const kept: string[] = [];
    for (let at = 0; at < words.length; at += 1) {
      const phrase = this.#at(words, at);
      kept.push(phrase ? ',' : (words[at] ?? ''));
      if (phrase) at += phrase.length - 1;
    }
    return kept.join(' ');
  }

  #at(words: readonly string[], at: number): readonly string[] | undefined {
    const candidates = this.#byFirst.get(words[at] ?? '') ?? [];
    return candidates.find((phrase) => phrase.every((word, index) => words[at + index] === word));
  }
}
