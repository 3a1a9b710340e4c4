import type { Lexicon } from './lists/compiled-lists.ts';
import { PatternSearch } from './lists/patterns.ts';
import { harmlessIn, type PhraseBits, Phrases, takenOut } from './lists/phrases.ts';
import { Proofreader, type Spellings } from './lists/spellings.ts';
import type { Category } from './lists/term-list.ts';
import { Trie } from './lists/trie.ts';
import type { Word } from './lists/vocabulary.ts';
import { hasRun, rowsOfLetters } from './reading/letter-runs.ts';
import type { Effort } from './reading/limits.ts';
import {
  hasBasicReadingsOnly,
  type Reader,
  type Readings,
  type Script,
  scriptOf,
  SCRIPTS,
} from './reading/readings.ts';
import { MeantWords, RunTogether, SHORTEST_SPELT_OUT } from './run-together.ts';
import { Surroundings } from './surroundings.ts';
import { type Finds, type Searched, type Searches, TextSearch } from './text-search.ts';

/** The terms found in a text, by category, and the forbidden edits to pictures of people. */
export type Found = Readonly<Record<Category | 'edit', ReadonlySet<string>>>;

/** Shared state for reading the texts of one request, so that common parts are read once. */
export interface RequestReading {
  readonly readings: Readings;
  readonly reader: Reader;
  readonly effort: Effort;
  /** Whether to search for edits to pictures of people too. */
  readonly edits: boolean;
}

/** Finds terms of some categories in texts, however they are written. */
export class TermMatcher {
  readonly #searched: Searched;
  readonly #spellings: Spellings;
  /** For words joined together, which count only beside minors. */
  readonly #meantWords: MeantWords | undefined;
  readonly #searches: readonly (Searches & { readonly edits: PatternSearch })[];

  constructor(lexicon: Lexicon, spellings: Spellings, sought: Sought) {
    this.#searched = { lexicon, phrases: new Phrases(lexicon, takenOut(sought)) };
    this.#spellings = spellings;
    this.#meantWords = sought.categories.includes('minor') ? new MeantWords(lexicon) : undefined;
    this.#searches = SCRIPTS.map((script) => ({
      script,
      search: new TermSearch(lexicon, script, sought),
      edits: new PatternSearch(lexicon.patterns, lexicon.vocabulary, script),
    })).filter(({ search }) => search.seeksAny || !lexicon.patterns.areNone);
  }

  /** `undefined` if reading the text exceeds the effort. */
  find(text: string, { readings, reader, effort, edits }: RequestReading): Found | undefined {
    const found: Finds = { terms: new Set(), edits: new Set(), hints: new Set(), loose: new Set() };
    const proofreader = new Proofreader(this.#spellings, reader.wordFor, effort);
    const surroundings = new Surroundings(text, reader, effort);
    if (text.trim() === '') return this.#byCategory(found);
    const isBasic = hasBasicReadingsOnly(text);
    const isSpeltOut = hasRun(text, SHORTEST_SPELT_OUT);
    for (const sought of this.#searches) {
      if (isBasic && this.#hasNothingOf(sought.script, 'basic')) continue;
      const searches = edits ? sought : { ...sought, edits: undefined };
      const ways = readings.of(text, sought.script);
      const rows = isSpeltOut ? rowsOfLetters(ways[0] ?? '', SHORTEST_SPELT_OUT) : [];
      effort.spend(isSpeltOut ? text.length : 0);
      const runTogether =
        this.#meantWords &&
        new RunTogether(
          this.#searched.lexicon,
          this.#meantWords,
          { wordFor: reader.wordFor, effort },
          rows,
        );
      const reading = { reader, proofreader, runTogether, surroundings, effort };
      const search = new TextSearch(this.#searched, searches, reading);
      for (const way of ways) {
        if (this.#hasNothingOf(sought.script, scriptOf(way))) continue;
        search.find(way, found);
        if (effort.isOver) return undefined;
      }
    }
    return this.#byCategory(found);
  }

  /** Most texts have the letters a to z only and nothing in another script. */
  #hasNothingOf(script: Script, reading: Script): boolean {
    return !this.#searched.lexicon.terms.mayStandIn(reading, script);
  }

  #byCategory({ terms, edits, hints, loose }: Finds): Found {
    const found = {
      nudity: new Set<string>(),
      sexual: new Set<string>(),
      suggestive: new Set<string>(),
      hint: hints,
      uncovered: new Set<string>(),
      edit: edits,
      minor: new Set<string>(),
      clothes: new Set<string>(),
      adult: new Set<string>(),
    };
    for (const number of terms) {
      const term = this.#searched.lexicon.terms.termOf(number);
      if (term && term.category !== 'hint') found[term.category].add(term.text);
    }
    for (const number of loose) {
      const term = this.#searched.lexicon.terms.termOf(number);
      if (term) found[term.category === 'minor' ? 'minor' : 'uncovered'].add(term.text);
    }
    return found;
  }
}

/** What to search for. */
export interface Sought {
  readonly categories: readonly Category[];
  /** Whether the text is a negative prompt, where more phrases are innocent. */
  readonly negative: boolean;
}

/** The context of a reading and its effort limit. */
export interface Among {
  readonly surroundings: Surroundings;
  readonly effort: Effort;
}

/** The search from one word of a reading. */
interface Walk {
  readonly words: readonly Word[];
  readonly among: Among;
  /** The index of that word. */
  start: number;
  /** Terms by number, each with the index after its last word. */
  readonly terms: { readonly number: number; readonly end: number }[];
  /** The index after the longest innocent phrase that starts here or earlier. */
  harmlessUpTo: number;
}

/**
 * Finds terms of some categories in readings of one script, except inside innocent phrases. From each word
 * on, it follows the lists as far as they go, which is a few words.
 */
export class TermSearch {
  readonly #lexicon: Lexicon;
  readonly #harmless: PhraseBits;
  /** By kind: 1 for the terms to search for. */
  readonly #sought: Uint8Array;

  constructor(lexicon: Lexicon, script: Script, { categories, negative }: Sought) {
    this.#lexicon = lexicon;
    this.#harmless = harmlessIn(script, { negative });
    this.#sought = lexicon.terms.kindsOf(script, categories);
  }

  get seeksAny(): boolean {
    return this.#sought.includes(1);
  }

  /** Adds the numbers of the terms in a reading to `found`. */
  find(words: readonly Word[], found: Set<number>, among: Among): void {
    const walk: Walk = { words, among, start: 0, terms: [], harmlessUpTo: 0 };
    among.effort.spend(words.length);
    for (let start = 0; start < words.length; start += 1) {
      if (words[start]?.isListed !== true) continue;
      walk.start = start;
      this.#follow(Trie.root, start, walk);
      if (walk.terms.length === 0) continue;
      // Of several terms with the same first word, report the one listed first.
      walk.terms.sort((a, b) => a.number - b.number);
      for (const { number, end } of walk.terms) if (end > walk.harmlessUpTo) found.add(number);
      walk.terms.length = 0;
    }
  }

  /** Records the matches that continue with the word at this index. */
  #follow(from: number, at: number, walk: Walk): void {
    const word = walk.words[at];
    if (word?.isListed !== true) return;
    const { itself, withoutS, singulars, beginnings, within } = word;
    const { sequences, phrases } = this.#lexicon;
    const { trie } = sequences;
    walk.among.effort.spend(1 + singulars.length + beginnings.length + within.length);
    for (const part of beginnings) this.#note(trie.next(from, part), at, walk);
    for (const singular of singulars) {
      const state = trie.next(from, singular);
      this.#note(state, at, walk);
      if (singular === withoutS && phrases.endIn(state, this.#harmless.plural)) extend(walk, at);
    }
    if (itself !== undefined) this.#goOn(trie.next(from, itself), at, walk);
    if (from !== Trie.root) return;
    for (const part of within) this.#goOn(trie.next(from, part), at, walk);
  }

  #goOn(state: number, at: number, walk: Walk): void {
    if (state === Trie.nowhere) return;
    this.#note(state, at, walk);
    if (this.#isHarmless(state, at, walk)) extend(walk, at);
    this.#follow(state, at + 1, walk);
  }

  #isHarmless(state: number, at: number, { words, start, among }: Walk): boolean {
    const { phrases, languagePhrases } = this.#lexicon;
    const stretch = { words, start, end: at + 1 };
    return (
      phrases.endIn(state, this.#harmless.itself) ||
      languagePhrases.areHarmless(state, stretch, among.surroundings)
    );
  }

  #note(state: number, at: number, { terms }: Walk): void {
    if (state === Trie.nowhere) return;
    const { ends, kinds } = this.#lexicon.terms;
    const last = ends.starts[state + 1] ?? 0;
    for (let place = ends.starts[state] ?? 0; place < last; place += 1) {
      const number = ends.numbers[place] ?? 0;
      if (this.#sought[kinds[number] ?? 0] === 1) terms.push({ number, end: at + 1 });
    }
  }
}

function extend(walk: Walk, at: number): void {
  walk.harmlessUpTo = Math.max(walk.harmlessUpTo, at + 1);
}
