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

/** What texts are matched against. */
export interface Searched {
  readonly lexicon: Lexicon;
  readonly phrases: Phrases;
}

/** Shared state for reading one text in any script. */
export interface Reading {
  readonly reader: Reader;
  readonly proofreader: Proofreader;
  readonly runTogether: RunTogether | undefined;
  readonly surroundings: Surroundings;
  readonly effort: Effort;
}

/** The searches of a text: terms, and with a picture of a person also edits. */
export interface Searches {
  readonly script: Script;
  readonly search: TermSearch;
  readonly edits: PatternSearch | undefined;
}

/** The findings: terms by number, edits by name, and the hints that count. */
export interface Finds {
  readonly terms: Set<number>;
  readonly edits: Set<string>;
  readonly hints: Set<string>;
  /** Terms in joined words or with an extra letter. These count only beside minors. */
  readonly loose: Set<number>;
}

/** The findings in one clause or several joined ones, and the first and last words in every reading. */
interface Clause {
  readonly found: Finds;
  readonly first: readonly Word[];
  readonly last: readonly Word[];
  /** Whether one of its readings is empty. */
  readonly mayBeEmpty: boolean;
  /** Whether an edit may start with the whole clause and continue in the next. */
  readonly goesOn: boolean;
}

/** The readings of a clause, and those without fillers. */
interface Ways {
  readonly ways: readonly (readonly Word[])[];
  readonly brief: readonly (readonly Word[])[];
}

/**
 * Searches the readings of one text clause by clause. Clauses shared by many readings, as most of a long
 * text's are, are searched once.
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

  /** Adds the findings in a reading. */
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

  /** The hints in each clause of a reading. */
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

  /** Joins clauses that a term or phrase may span. */
  #together(clauses: readonly string[]): readonly string[] {
    const { sequences, looks } = this.#lexicon;
    const mayCross = (word: Word, other: Word) =>
      sequences.mayCross(word, other) || looks.mayCross(word, other);
    /** Possible previous words, each with its clause's index. */
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
    // The next clause may break up an innocent phrase.
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

/** The clauses, each with its comma: some phrases are innocent only at the end of a clause. */
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

/** The length of a stem shared by a word's forms: "unbuttoned" and "unbutton", "sensual" and "sensuality". */
const STEM = 4;

/**
 * The hints that count: those with another hint in the same clause or an adjacent one. Two hints with a
 * common word are one, found in two ways.
 *
 * @param clauses the hints of each clause, in order
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

/** In scripts without spaces, every two characters form a stem. */
function stemsOf(hint: string): readonly string[] {
  return hint.split(/[\s-]+/).flatMap((word) => {
    if (!/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u.test(word)) return [word.slice(0, STEM)];
    return Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
  });
}
