import type { Effort } from './effort.ts';
import type { Lexicon } from './lexicon.ts';
import { takenOut } from './listed-phrases.ts';
import { Phrases } from './phrases.ts';
import { Proofreader } from './proofreader.ts';
import { PatternSearch } from './pattern-search.ts';
import type { Reader } from './reader.ts';
import { hasBasicReadingsOnly, type Readings, scriptOf, SCRIPTS, type Script } from './readings.ts';
import { MeantWords, SHORTEST_SPELT_OUT } from './meant-words.ts';
import { RunTogether } from './run-together.ts';
import { hasRun, rowsOfLetters } from './single-letters.ts';
import type { Spellings } from './spellings.ts';
import { Surroundings } from './surroundings.ts';
import type { Category } from './term-list.ts';
import { TermSearch, type Sought } from './term-search.ts';
import { TextSearch, type Finds, type Searched, type Searches } from './text-search.ts';

/** The terms that were found in a text, by category, and what is not to be done with a picture of somebody. */
export type Found = Readonly<Record<Category | 'edit', ReadonlySet<string>>>;

/** Who reads the texts of one request: what stands in several of them is read once. */
export interface RequestReading {
  readonly readings: Readings;
  readonly reader: Reader;
  readonly effort: Effort;
  /** Whether what is done with a picture of somebody is looked for too. */
  readonly edits: boolean;
}

/** Finds the terms of some categories in texts, however they are written. */
export class TermMatcher {
  readonly #searched: Searched;
  readonly #spellings: Spellings;
  /** For words that are run together, which count beside minors only. */
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

  /** `undefined` where it takes more than the effort to read the text. */
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

  /** Most texts have the letters a to z only, and nothing in another script. */
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
