import type { Effort } from './effort.ts';

/**
 * Between two words, of which one has three letters or more. Nothing that is read on one side of it
 * depends on what stands on the other: no single letters go on beyond such a word, no sign, nor
 * the pair of brackets that is read as an o, is between letters there, and no number is beside a letter.
 */
const BETWEEN_WORDS =
  /(?<=\s)(?=[^\p{L}\p{N}@$|(\s]{0,3}\p{L}{3})|(?<=\p{L}{3}[^\p{L}\p{N}@$(\s]{0,3}\s)(?=[^|\s])/u;

/**
 * Reads texts stretch by stretch, each in as many ways as it has: most words of a text are read in
 * one way only, and are looked at once instead of once for each way. So is what comes again.
 */
export class StretchReader {
  readonly #read: (stretch: string) => readonly string[];
  readonly #effort: Effort;
  readonly #known = new Map<string, readonly string[]>();

  /** @param read the ways to read a stretch, each with a space at both ends; the first is one for all that are missing */
  constructor(read: (stretch: string) => readonly string[], effort: Effort) {
    this.#read = read;
    this.#effort = effort;
  }

  /** The ways to read a text, each once. The first ways of all stretches are the first of the text, and so on. */
  waysToRead(text: string): readonly string[] {
    this.#effort.spend(text.length);
    const stretches = this.#stretchesOf(text);
    const inSeveral = stretches.filter(({ length }) => length > 1);
    const count = inSeveral.reduce((most, { length }) => Math.max(most, length), 1);
    this.#effort.spend(count * stretches.length);
    const made = new Set<string>();
    const readings: string[] = [];
    for (let at = 0; at < count; at += 1) {
      const differing = inSeveral.map((ways) => ways[at] ?? ways[0]).join('\n');
      if (made.has(differing)) continue;
      made.add(differing);
      let reading = ' ';
      for (const ways of stretches) reading += ways[at] ?? ways[0] ?? '';
      // Nothing stands between two spaces.
      readings.push(reading === ' ' ? '  ' : reading);
    }
    return readings;
  }

  /** The ways to read each stretch; those that are read in one way are one with their neighbours. */
  #stretchesOf(text: string): readonly (readonly string[])[] {
    const stretches: (readonly string[])[] = [];
    for (const stretch of text.split(BETWEEN_WORDS)) {
      const ways = this.#waysOf(stretch);
      const before = stretches.at(-1);
      if (ways.length === 1 && before?.length === 1) {
        stretches[stretches.length - 1] = [`${before[0] ?? ''}${ways[0] ?? ''}`];
      } else stretches.push(ways);
    }
    return stretches;
  }

  /** Without the space before them. */
  #waysOf(stretch: string): readonly string[] {
    // Spaces at an end say nothing, except beside a `|`.
    const said = stretch.trimEnd();
    const itself = said.endsWith('|') ? stretch : said;
    const known = this.#known.get(itself);
    if (known) return known;
    const ways = this.#read(itself).map((way) => way.trimStart());
    this.#known.set(itself, ways);
    return ways;
  }
}
