import type { Lexicon } from './lists/compiled-lists.ts';
import type { PatternSearch } from './lists/patterns.ts';
import type { Phrases } from './lists/phrases.ts';
import { withoutFiller } from './lists/skipped-words.ts';
import type { Proofreader } from './lists/spellings.ts';
import type { Word } from './lists/vocabulary.ts';
import type { Effort } from './reading/limits.ts';
import { COMMA } from './reading/plain-words.ts';
import type { Reader, Script } from './reading/readings.ts';
import type { RunTogether } from './run-together.ts';
import type { Surroundings } from './surroundings.ts';
import type { Among, TermSearch } from './term-matcher.ts';

/** What a text is held against. */
export interface Searched {
  readonly lexicon: Lexicon;
  readonly phrases: Phrases;
}

/** Who reads one text, in whatever script. */
export interface Reading {
  readonly reader: Reader;
  readonly proofreader: Proofreader;
  readonly runTogether: RunTogether | undefined;
  readonly surroundings: Surroundings;
  readonly effort: Effort;
}

/** How a text is searched: for terms, and where a picture of somebody goes with it, for edits of it. */
export interface Searches {
  readonly script: Script;
  readonly search: TermSearch;
  readonly edits: PatternSearch | undefined;
}

/** What was found: terms by their numbers, edits by their names, and of the hints those that count. */
export interface Finds {
  readonly terms: Set<number>;
  readonly edits: Set<string>;
  readonly hints: Set<string>;
  /** Terms in words that are run together or have a letter too many: they count beside minors only. */
  readonly loose: Set<number>;
}

/** What is found in one clause, or in several together, and the words at both ends, in every way to read them. */
interface Clause {
  readonly found: Finds;
  readonly first: readonly Word[];
  readonly last: readonly Word[];
  /** Whether there is a way to read it as nothing. */
  readonly mayBeEmpty: boolean;
  /** Whether an edit may begin with all of it, and go on in the next one. */
  readonly goesOn: boolean;
}

/** The ways to read a clause, and those among them without fillers. */
interface Ways {
  readonly ways: readonly (readonly Word[])[];
  readonly brief: readonly (readonly Word[])[];
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
  readonly #runTogether: RunTogether | undefined;
  readonly #effort: Effort;
  readonly #among: Among;
  readonly #script: Script;
  readonly #search: TermSearch;
  readonly #edits: PatternSearch | undefined;
  readonly #known = new Map<string, Clause>();

  constructor(
    { lexicon, phrases }: Searched,
    { script, search, edits }: Searches,
    { reader, proofreader, runTogether, surroundings, effort }: Reading,
  ) {
    this.#lexicon = lexicon;
    this.#phrases = phrases;
    this.#script = script;
    this.#search = search;
    this.#edits = edits;
    this.#reader = reader;
    this.#proofreader = proofreader;
    this.#runTogether = runTogether;
    this.#effort = effort;
    this.#among = { surroundings, effort };
  }

  /** Adds what is in a reading to what was found in others. */
  find(reading: string, found: Finds): void {
    if (this.#script === 'unspaced') {
      const characters = this.#reader.wordsIn(reading, this.#script);
      this.#search.find(characters, found.terms, this.#among);
      this.#edits?.find(characters, found.edits, this.#effort);
      if (this.#hintsIn(found.terms).length > 1) this.#addHints(this.#hintsOf(reading), found);
      return;
    }
    const hints: (readonly string[])[] = [];
    for (const clauses of this.#together(clausesOf(reading))) {
      const { terms, edits, loose } = this.#clauseOf(clauses).found;
      for (const number of terms) found.terms.add(number);
      for (const name of edits) found.edits.add(name);
      for (const number of loose) found.loose.add(number);
      hints.push(this.#hintsIn(terms));
    }
    this.#addHints(hints, found);
  }

  #hintsIn(terms: ReadonlySet<number>): readonly string[] {
    const listed = this.#lexicon.terms;
    const hints = [...terms].filter((number) => listed.categoryOf(number) === 'hint');
    return hints.flatMap((number) => listed.termOf(number)?.text ?? []);
  }

  /** The hints of each clause of a reading that is read as a whole. */
  #hintsOf(reading: string): readonly (readonly string[])[] {
    return clausesOf(reading).map((clause) => {
      const terms = new Set<number>();
      this.#search.find(this.#reader.wordsIn(clause, this.#script), terms, this.#among);
      return this.#hintsIn(terms);
    });
  }

  #addHints(hints: readonly (readonly string[])[], found: Finds): void {
    for (const hint of hintsThatCount(hints, this.#effort)) found.hints.add(hint);
  }

  /** Clauses, with those as one between which a term or a phrase may stand. */
  #together(clauses: readonly string[]): readonly string[] {
    const { sequences, looks } = this.#lexicon;
    const mayCross = (word: Word, other: Word) =>
      sequences.mayCross(word, other) || looks.mayCross(word, other);
    /** The words that may come before the next one, each with the place of its clause. */
    let before = new Map<Word, number>();
    let editGoesOn = false;
    const joinedTo = clauses.map((text, at) => {
      const { first, last, mayBeEmpty, goesOn } = this.#clauseOf(text);
      this.#effort.spend(1 + before.size * first.length);
      let from = editGoesOn ? at - 1 : at;
      editGoesOn = goesOn;
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
    const found: Finds = { terms: new Set(), edits: new Set(), hints: new Set(), loose: new Set() };
    const [first, last]: [Word[], Word[]] = [[], []];
    let mayBeEmpty = false;
    let goesOn = false;
    for (const reading of readings) {
      const { ways, brief } = this.#waysToRead(reading);
      for (const way of brief) {
        if (this.#edits?.find(way, found.edits, this.#effort) === true) goesOn = true;
      }
      for (const way of ways) {
        this.#search.find(way, found.terms, this.#among);
        noteNew(way.find(isSpoken), first);
        noteNew(way.findLast(isSpoken), last);
        mayBeEmpty ||= !way.some(isSpoken);
      }
      this.#addLoose(reading, found);
    }
    const clause = { found, first, last, mayBeEmpty, goesOn };
    this.#known.set(text, clause);
    return clause;
  }

  #addLoose(words: readonly Word[], { loose }: Finds): void {
    if (this.#runTogether?.mayReadAny(words) !== true) return;
    for (const way of distinct([words, ...withoutFiller(words, this.#effort)])) {
      const apart = this.#runTogether.read(way);
      if (apart !== way) this.#search.find(apart, loose, this.#among);
    }
  }

  #waysToRead(words: readonly Word[]): Ways {
    // What follows may take an innocent phrase apart.
    const comma = this.#reader.wordFor(COMMA);
    const guilty = this.#phrases.removedFrom(words, comma, this.#among);
    const spelt = this.#proofreader.correct(guilty, this.#among.surroundings);
    const brief = [...withoutFiller(guilty, this.#effort)];
    if (spelt !== guilty) brief.push(...withoutFiller(spelt, this.#effort));
    const ways = [words, spelt, ...brief];
    const { looks } = this.#lexicon;
    if (looks.areToldIn(words, this.#effort)) {
      ways.push(...ways.map((way) => looks.removedFrom(way, this.#effort)));
    }
    return { ways: distinct(ways), brief: distinct(brief) };
  }
}

function distinct(ways: readonly (readonly Word[])[]): readonly (readonly Word[])[] {
  return ways.filter((way, at) => ways.indexOf(way) === at);
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

/** As much of a word as its forms share: "unbuttoned" and "unbutton", "sensual" and "sensuality". */
const STEM = 4;

/**
 * The hints that count: those in a clause that has another one in it, or in the clause before or
 * after it. Two with a word in common are one, found in two ways.
 *
 * @param clauses the hints of each clause, in their order
 */
function hintsThatCount(
  clauses: readonly (readonly string[])[],
  effort: Effort,
): readonly string[] {
  return clauses.flatMap((hints, at) => {
    const [first, ...others] = hints;
    if (first === undefined) return [];
    const near = [...others, ...(clauses[at + 1] ?? [])];
    effort.spend(near.length);
    return near.some((other) => !sharesAWord(first, other)) ? [first] : [];
  });
}

function sharesAWord(hint: string, other: string): boolean {
  const [one, another] = [hint, other].map((text) => text.replaceAll(/[\s-]/g, ''));
  if (one?.includes(another ?? '') === true || another?.includes(one ?? '') === true) return true;
  const words = stemsOf(hint);
  return stemsOf(other).some((word) => words.includes(word));
}

/** Where no spaces are set, every two characters are a word. */
function stemsOf(hint: string): readonly string[] {
  return hint.split(/[\s-]+/).flatMap((word) => {
    if (!/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u.test(word)) return [word.slice(0, STEM)];
    return Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
  });
}
