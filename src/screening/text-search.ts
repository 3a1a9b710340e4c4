import type { Lexicon } from './lists/compiled-lists.ts';
import { withoutPhrases } from './lists/phrases.ts';
import { withoutFiller } from './lists/skipped-words.ts';
import type { Proofreader } from './lists/spellings.ts';
import type { Word } from './lists/vocabulary.ts';
import type { Effort } from './reading/limits.ts';
import { COMMA } from './reading/plain-words.ts';
import type { Reader, Script } from './reading/readings.ts';
import type { RunTogether } from './run-together.ts';
import type { Surroundings } from './surroundings.ts';
import type { TermSearch } from './term-search.ts';

/** What one text is searched for, and how it is read. */
export interface Searched {
  readonly lexicon: Lexicon;
  readonly search: TermSearch;
  /** Whether the text is a negative prompt. */
  readonly negative: boolean;
  /** Whether to search for edits to pictures of people too. */
  readonly edits: boolean;
  readonly reader: Reader;
  readonly proofreader: Proofreader;
  readonly surroundings: Surroundings;
  readonly runTogether: RunTogether | undefined;
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

/**
 * Searches the readings of one text clause by clause. Clauses shared by many readings, as most of a long
 * text's are, are searched once.
 */
export class TextSearch {
  readonly #searched: Searched;
  readonly #effort: Effort;
  readonly #script: Script;
  readonly #known = new Map<string, Clause>();

  constructor(searched: Searched) {
    this.#searched = searched;
    this.#effort = searched.reader.effort;
    this.#script = searched.search.script;
  }

  /** Adds the findings in a reading. */
  find(reading: string, found: Finds): void {
    if (this.#script === 'unspaced') {
      const characters = this.#wordsIn(reading);
      this.#addTerms(characters, found.terms);
      this.#addEdits(characters, found);
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

  #wordsIn(reading: string): readonly Word[] {
    return this.#searched.reader.wordsIn(reading, this.#script);
  }

  #addTerms(words: readonly Word[], terms: Set<number>): void {
    this.#searched.search.find(words, terms, this.#searched.surroundings);
  }

  /** Returns whether an edit may continue in the next clause. */
  #addEdits(words: readonly Word[], { edits }: Finds): boolean {
    const { lexicon, edits: areSought } = this.#searched;
    return areSought && lexicon.edits.find(words, this.#script, edits, this.#effort);
  }

  #hintsIn(terms: ReadonlySet<number>): readonly string[] {
    const listed = this.#searched.lexicon.terms;
    const hints = [...terms].filter((number) => listed.categoryOf(number) === 'hint');
    return hints.map((number) => listed.termOf(number).text);
  }

  /** The hints in each clause of a reading. */
  #hintsOf(reading: string): readonly (readonly string[])[] {
    return clausesOf(reading).map((clause) => {
      const terms = new Set<number>();
      this.#addTerms(this.#wordsIn(clause), terms);
      return this.#hintsIn(terms);
    });
  }

  #addHints(hints: readonly (readonly string[])[], found: Finds): void {
    for (const hint of hintsThatCount(hints, this.#effort)) found.hints.add(hint);
  }

  /** Joins clauses that a term or phrase may span. */
  #together(clauses: readonly string[]): readonly string[] {
    const { sequences, looks } = this.#searched.lexicon;
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
    const words = this.#wordsIn(text);
    const readings = this.#script === 'basic' ? this.#searched.reader.repeatsIn(words) : [words];
    const found: Finds = { terms: new Set(), edits: new Set(), hints: new Set(), loose: new Set() };
    const [first, last]: [Word[], Word[]] = [[], []];
    let mayBeEmpty = false;
    let goesOn = false;
    for (const reading of readings) {
      const { ways, brief } = this.#waysToRead(reading);
      for (const way of brief) if (this.#addEdits(way, found)) goesOn = true;
      for (const way of ways) {
        this.#addTerms(way, found.terms);
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
    const { runTogether } = this.#searched;
    if (runTogether?.mayReadAny(words) !== true) return;
    for (const way of distinct([words, ...withoutFiller(words, this.#effort)])) {
      const apart = runTogether.read(way);
      if (apart !== way) this.#addTerms(apart, loose);
    }
  }

  /** The readings of a clause, and those without fillers. */
  #waysToRead(words: readonly Word[]) {
    const { lexicon, reader, negative, surroundings, proofreader } = this.#searched;
    // The next clause may break up an innocent phrase.
    const comma = reader.wordFor(COMMA);
    const guilty = withoutPhrases(words, comma, { lexicon, negative, surroundings });
    const spelt = proofreader.correct(guilty);
    const brief = [...withoutFiller(guilty, this.#effort)];
    if (spelt !== guilty) brief.push(...withoutFiller(spelt, this.#effort));
    const ways = [words, spelt, ...brief];
    const { looks } = lexicon;
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
