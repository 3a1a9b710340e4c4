import type { Effort } from './effort.ts';
import type { Lexicon } from './lexicon.ts';
import type { Phrases } from './phrases.ts';
import type { Proofreader } from './proofreader.ts';
import type { Reader } from './reader.ts';
import { COMMA } from './plain-words.ts';
import type { Script } from './readings.ts';
import type { Surroundings } from './surroundings.ts';
import type { Among, TermSearch } from './term-search.ts';
import { withoutFiller } from './without-filler.ts';
import type { Word } from './word.ts';

/** What a text is held against. */
export interface Searched {
  readonly lexicon: Lexicon;
  readonly phrases: Phrases;
}

/** Who reads one text, in whatever script. */
export interface Reading {
  readonly reader: Reader;
  readonly proofreader: Proofreader;
  readonly surroundings: Surroundings;
  readonly effort: Effort;
}

/** What is found in one clause, or in several together, and the words at both ends, in every way to read them. */
interface Clause {
  readonly found: ReadonlySet<number>;
  readonly first: readonly Word[];
  readonly last: readonly Word[];
  /** Whether there is a way to read it as nothing. */
  readonly mayBeEmpty: boolean;
}

/**
 * Looks through the readings of one text, clause by clause: what stands in many readings, as most
 * clauses of a long text do, is looked through once.
 */
export class TextSearch {
  readonly #lexicon: Lexicon;
  readonly #phrases: Phrases;
  readonly #reader: Reader;
  readonly #proofreader: Proofreader;
  readonly #effort: Effort;
  readonly #among: Among;
  readonly #script: Script;
  readonly #search: TermSearch;
  readonly #known = new Map<string, Clause>();

  constructor(
    { lexicon, phrases }: Searched,
    { script, search }: { readonly script: Script; readonly search: TermSearch },
    { reader, proofreader, surroundings, effort }: Reading,
  ) {
    this.#lexicon = lexicon;
    this.#phrases = phrases;
    this.#script = script;
    this.#search = search;
    this.#reader = reader;
    this.#proofreader = proofreader;
    this.#effort = effort;
    this.#among = { surroundings, effort };
  }

  /** Adds the numbers of the terms in a reading to those that were found in others. */
  find(reading: string, found: Set<number>): void {
    if (this.#script === 'unspaced') {
      this.#search.find(this.#reader.wordsIn(reading, this.#script), found, this.#among);
      return;
    }
    for (const clauses of this.#together(clausesOf(reading))) {
      for (const number of this.#clauseOf(clauses).found) found.add(number);
    }
  }

  /** Clauses, with those as one between which a term or a phrase may stand. */
  #together(clauses: readonly string[]): readonly string[] {
    const { sequences, looks } = this.#lexicon;
    const mayCross = (word: Word, other: Word) =>
      sequences.mayCross(word, other) || looks.mayCross(word, other);
    /** The words that may come before the next one, each with the place of its clause. */
    let before = new Map<Word, number>();
    const joinedTo = clauses.map((text, at) => {
      const { first, last, mayBeEmpty } = this.#clauseOf(text);
      this.#effort.spend(1 + before.size * first.length);
      let from = at;
      for (const [word, place] of before) {
        if (place < from && first.some((other) => mayCross(word, other))) from = place;
      }
      if (!mayBeEmpty && before.size > 0) before = new Map();
      for (const word of last) {
        if (sequences.mayGoOn(word) && !before.has(word)) before.set(word, at);
      }
      return from;
    });
    const together: string[] = [];
    let joined = '';
    let from = Infinity;
    for (let at = clauses.length - 1; at >= 0; at -= 1) {
      joined = (clauses[at] ?? '') + joined;
      from = Math.min(from, joinedTo[at] ?? at);
      if (from < at) continue;
      together.push(joined);
      joined = '';
    }
    return together.reverse();
  }

  #clauseOf(text: string): Clause {
    const known = this.#known.get(text);
    if (known) return known;
    const words = this.#reader.wordsIn(text, this.#script);
    const readings = this.#script === 'basic' ? this.#reader.repeatsIn(words) : [words];
    const found = new Set<number>();
    const [first, last]: [Word[], Word[]] = [[], []];
    let mayBeEmpty = false;
    for (const reading of readings) {
      for (const way of this.#waysToRead(reading)) {
        this.#search.find(way, found, this.#among);
        noteNew(way.find(isSpoken), first);
        noteNew(way.findLast(isSpoken), last);
        mayBeEmpty ||= !way.some(isSpoken);
      }
    }
    const clause = { found, first, last, mayBeEmpty };
    this.#known.set(text, clause);
    return clause;
  }

  #waysToRead(words: readonly Word[]): readonly (readonly Word[])[] {
    // What follows may take an innocent phrase apart.
    const comma = this.#reader.wordFor(COMMA);
    const guilty = this.#phrases.removedFrom(words, comma, this.#among);
    const spelt = this.#proofreader.correct(guilty, this.#among.surroundings);
    const ways = [words, spelt, ...withoutFiller(guilty, this.#effort)];
    if (spelt !== guilty) ways.push(...withoutFiller(spelt, this.#effort));
    const { looks } = this.#lexicon;
    if (looks.areToldIn(words, this.#effort)) {
      ways.push(...ways.map((way) => looks.removedFrom(way, this.#effort)));
    }
    return ways.filter((way, at) => ways.indexOf(way) === at);
  }
}

/** Each with the comma after it: some phrases are harmless at the end of a clause only. */
function clausesOf(reading: string): readonly string[] {
  const clauses: string[] = [];
  let start = 0;
  for (let end = reading.indexOf(COMMA); end !== -1; end = reading.indexOf(COMMA, start)) {
    clauses.push(reading.slice(start, end + 1));
    start = end + 1;
  }
  if (start < reading.length) clauses.push(reading.slice(start));
  return clauses;
}

function isSpoken({ text }: Word): boolean {
  return text !== COMMA;
}

function noteNew(word: Word | undefined, noted: Word[]): void {
  if (word !== undefined && !noted.includes(word)) noted.push(word);
}
