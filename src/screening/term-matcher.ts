import type { Lexicon } from './lists/compiled-lists.ts';
import { Proofreader, type Spellings } from './lists/spellings.ts';
import type { Category } from './lists/term-list.ts';
import { hasBasicReadingsOnly, type Reader, scriptOf, SCRIPTS } from './reading/readings.ts';
import { RunTogether } from './run-together.ts';
import { Surroundings } from './surroundings.ts';
import { type Sought, TermSearch } from './term-search.ts';
import { type Finds, TextSearch } from './text-search.ts';

/** The terms found in a text, by category, and the forbidden edits to pictures of people. */
export type Found = Readonly<Record<Category | 'edit', ReadonlySet<string>>>;

/** Finds terms of some categories in texts, however they are written. */
export class TermMatcher {
  readonly #lexicon: Lexicon;
  readonly #spellings: Spellings;
  readonly #sought: Sought;
  readonly #searches: readonly TermSearch[];

  constructor(lexicon: Lexicon, spellings: Spellings, sought: Sought) {
    this.#lexicon = lexicon;
    this.#spellings = spellings;
    this.#sought = sought;
    this.#searches = SCRIPTS.map((script) => new TermSearch(lexicon, script, sought));
  }

  /**
   * @param edits whether to search for edits to pictures of people too
   *
   * @returns `undefined` if reading the text exceeds the effort
   */
  find(text: string, reader: Reader, edits: boolean): Found | undefined {
    const found: Finds = { terms: new Set(), edits: new Set(), hints: new Set(), loose: new Set() };
    if (text.trim() === '') return this.#byCategory(found);
    const { categories, negative } = this.#sought;
    const surroundings = new Surroundings(text, reader);
    const proofreader = new Proofreader(this.#spellings, reader, surroundings);
    const isBasic = hasBasicReadingsOnly(text);
    for (const search of this.#searches) {
      if (isBasic && search.script !== 'basic') continue;
      const ways = reader.readingsOf(text, search.script);
      const clauses = new TextSearch({
        lexicon: this.#lexicon,
        search,
        negative,
        edits,
        reader,
        proofreader,
        surroundings,
        // What is joined or misspelt counts only beside minors.
        runTogether: categories.includes('minor')
          ? new RunTogether(this.#lexicon, reader, ways[0] ?? '')
          : undefined,
      });
      for (const way of ways) {
        // Only terms with a letter of that script are searched in it.
        if (SCRIPTS.indexOf(scriptOf(way)) < SCRIPTS.indexOf(search.script)) continue;
        clauses.find(way, found);
        if (reader.effort.isOver) return undefined;
      }
    }
    return this.#byCategory(found);
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
      const { category, text } = this.#lexicon.terms.termOf(number);
      if (category !== 'hint') found[category].add(text);
    }
    for (const number of loose) {
      const { category, text } = this.#lexicon.terms.termOf(number);
      found[category === 'minor' ? 'minor' : 'uncovered'].add(text);
    }
    return found;
  }
}
