import type { Effort } from './effort.ts';
import { COMMA } from './plain-words.ts';
import { GAP, LINE, type Patterns } from './patterns.ts';
import { scriptOf, type Script } from './readings.ts';
import { Trie } from './trie.ts';
import type { Vocabulary } from './vocabulary.ts';
import type { Word } from './word.ts';

/** How many words may stand in a gap, or characters where no spaces are set. */
const LONGEST_GAP: Readonly<Record<Script, number>> = { basic: 3, other: 3, unspaced: 6 };

/** Where a line was found. */
interface Match {
  readonly start: number;
  /** The place after its last word. */
  readonly end: number;
  readonly isInnocent: boolean;
  readonly name: string;
}

/** What was found from one word of a reading on. */
interface Walk {
  readonly words: readonly Word[];
  readonly effort: Effort;
  readonly matches: Match[];
  /** The place of that word. */
  start: number;
  /** Whether a clause begins with it. */
  beginsClause: boolean;
  /** Whether a line may go on beyond the comma at the end. */
  goesOn: boolean;
  /** The numbers of the words that were found since. */
  readonly path: number[];
  /** From which states of the lines nothing is found at which places, a number for each pair. */
  readonly inVain: Set<number>;
}

/**
 * Finds the lines of {@link Patterns} in readings of one script, except where they overlap an innocent one.
 * A comma ends what they are looked for in, unless all that its clause says is the beginning of a line:
 * "take off, her dress" is one request, and "a plane takes off, a woman in a dress" is none.
 */
export class PatternSearch {
  readonly #patterns: Patterns;
  readonly #vocabulary: Vocabulary;
  readonly #script: Script;

  constructor(patterns: Patterns, vocabulary: Vocabulary, script: Script) {
    this.#patterns = patterns;
    this.#vocabulary = vocabulary;
    this.#script = script;
  }

  /**
   * Adds the words of the lines in a reading without fillers to those that were found in others. Says
   * whether a line that began there may go on in the clause after it.
   */
  find(words: readonly Word[], found: Set<string>, effort: Effort): boolean {
    const walk: Walk = {
      words,
      effort,
      matches: [],
      start: 0,
      beginsClause: true,
      goesOn: false,
      path: [],
      inVain: new Set(),
    };
    effort.spend(words.length);
    for (let start = 0; start < words.length; start += 1) {
      walk.start = start;
      walk.beginsClause = start === 0 || words[start - 1]?.text === COMMA;
      this.#phrase(Trie.root, Trie.root, start, walk);
    }
    this.#noteFound(walk, found);
    return walk.goesOn;
  }

  #noteFound({ matches, effort }: Walk, found: Set<string>): void {
    const innocent = new Set<number>();
    for (const match of matches) {
      effort.spend(match.end - match.start);
      if (match.isInnocent) for (const at of placesOf(match)) innocent.add(at);
    }
    for (const match of matches) {
      if (match.isInnocent || placesOf(match).some((at) => innocent.has(at))) continue;
      if (!this.#patterns.unwanted.has(match.name)) found.add(match.name);
    }
  }

  /** Goes on with the word at this place, within a phrase of the slot that comes next in a line. */
  #phrase(line: number, phrase: number, at: number, walk: Walk): void {
    const word = walk.words[at];
    if (word?.isListed !== true) return;
    const { itself, singulars, beginnings, within } = word;
    walk.effort.spend(2 + singulars.length + beginnings.length + within.length);
    if (itself !== undefined) this.#word(itself, line, phrase, at, walk);
    for (const number of singulars) this.#word(number, line, phrase, at, walk);
    for (const number of beginnings) this.#word(number, line, phrase, at, walk);
    for (const number of within) this.#word(number, line, phrase, at, walk);
  }

  #word(number: number, line: number, phrase: number, at: number, walk: Walk): void {
    const { phrases, slots, lines } = this.#patterns;
    const state = phrases.next(phrase, number);
    if (state === Trie.nowhere) return;
    walk.path.push(number);
    const last = slots.starts[state + 1] ?? 0;
    for (let place = slots.starts[state] ?? 0; place < last; place += 1) {
      const next = lines.next(line, slots.numbers[place] ?? 0);
      walk.effort.spend(1);
      if (next !== Trie.nowhere) this.#slot(next, at + 1, line === Trie.root, walk);
    }
    this.#phrase(line, state, at + 1, walk);
    walk.path.pop();
  }

  /** Notes what ends with a slot, and goes on with the next one, or with a gap before it. */
  #slot(line: number, at: number, isFirst: boolean, walk: Walk): void {
    const { lines, ends } = this.#patterns;
    const bits = ends[line] ?? 0;
    for (const bit of [LINE.edit, LINE.innocent]) {
      if ((bits & bit) !== 0) this.#note(bit === LINE.innocent, at, walk);
    }
    this.#phrase(line, Trie.root, at, walk);
    if (walk.words[at]?.text === COMMA) this.#beyondComma(line, at + 1, isFirst, walk);
    const beyond = lines.next(line, GAP);
    if (beyond === Trie.nowhere) return;
    const furthest = at + LONGEST_GAP[this.#script];
    for (let next = at; next <= furthest; next += 1) {
      walk.effort.spend(1);
      const place = beyond * walk.words.length + next;
      if (!walk.inVain.has(place)) {
        const before = walk.matches.length;
        this.#phrase(beyond, Trie.root, next, walk);
        if (walk.matches.length === before) walk.inVain.add(place);
      }
      if (walk.words[next]?.text === COMMA) return;
    }
  }

  /**
   * Goes on after a comma where its clause said nothing else. Where fillers were left out, which may say
   * something after all ("change the dress to red, smooth the skin"), only the first slot stands so.
   */
  #beyondComma(line: number, at: number, isFirst: boolean, walk: Walk): void {
    if (!walk.beginsClause || !(isFirst || this.#script === 'unspaced')) return;
    walk.goesOn ||= at === walk.words.length;
    this.#phrase(line, Trie.root, at, walk);
  }

  #note(isInnocent: boolean, end: number, { start, path, matches }: Walk): void {
    const words = path.map((number) => this.#vocabulary.textOf(number).replaceAll('*', ''));
    const name = words.join(this.#script === 'unspaced' ? '' : ' ');
    // It is found among the letters a to z, where innocent lines without accents are found too.
    if (this.#script === 'other' && !isInnocent && scriptOf(name) === 'basic') return;
    matches.push({ start, end, isInnocent, name });
  }
}

function placesOf({ start, end }: Match): readonly number[] {
  return Array.from({ length: end - start }, (_, at) => start + at);
}
