import type { Effort } from './effort.ts';
import type { Lexicon } from './lexicon.ts';
import { takenOut } from './listed-phrases.ts';
import { Phrases } from './phrases.ts';
import { Proofreader } from './proofreader.ts';
import { Reader } from './reader.ts';
import { readingsOf, scriptOf, SCRIPTS, type Script } from './readings.ts';
import { Spellings } from './spellings.ts';
import { allTextsOf, type Category, type TermList } from './term-list.ts';
import { TermSearch, type Sought } from './term-search.ts';
import { TextSearch, type Searched } from './text-search.ts';

/** The terms that were found in a text, by category. */
export type Found = Readonly<Record<Category, ReadonlySet<string>>>;

/** Finds the terms of some categories in texts, however they are written. */
export class TermMatcher {
  readonly #searched: Searched;
  readonly #spellings: Spellings;
  readonly #searches: readonly { readonly script: Script; readonly search: TermSearch }[];

  /** `lexicon` holds what stands in `lists`. */
  constructor(lexicon: Lexicon, lists: TermList, sought: Sought) {
    this.#searched = { lexicon, phrases: new Phrases(lexicon, takenOut(sought)) };
    this.#spellings = spellingsFor(lists, sought);
    this.#searches = SCRIPTS.map((script) => ({
      script,
      search: new TermSearch(lexicon, script, sought),
    })).filter(({ search }) => search.seeksAny);
  }

  /** `undefined` where it takes more than the effort to read the text. */
  find(text: string, effort: Effort): Found | undefined {
    const found = new Set<number>();
    const reader = new Reader(this.#searched.lexicon.vocabulary, effort);
    const proofreader = new Proofreader(this.#spellings, reader.wordFor, effort);
    const reading = { reader, proofreader, effort };
    for (const sought of text.trim() === '' ? [] : this.#searches) {
      const search = new TextSearch(this.#searched, sought, reading);
      for (const way of readingsOf(text, sought.script, effort)) {
        if (this.#hasNothingOf(sought.script, way)) continue;
        search.find(way, found);
        if (effort.isOver) return undefined;
      }
    }
    return this.#byCategory(found);
  }

  /** Most texts have letters of a to z only, and nothing of another script is in them. */
  #hasNothingOf(script: Script, reading: string): boolean {
    const { otherHasOtherLetters } = this.#searched.lexicon.terms;
    return script === 'other' && otherHasOtherLetters && scriptOf(reading) === 'basic';
  }

  #byCategory(numbers: Iterable<number>): Found {
    const found = {
      nudity: new Set<string>(),
      sexual: new Set<string>(),
      suggestive: new Set<string>(),
      minor: new Set<string>(),
      clothes: new Set<string>(),
      adult: new Set<string>(),
    };
    for (const number of numbers) {
      const term = this.#searched.lexicon.terms.termOf(number);
      if (term) found[term.category].add(term.text);
    }
    return found;
  }
}

function spellingsFor(lists: TermList, { categories, negative }: Sought): Spellings {
  const lines = lists.terms.filter(({ category }) => categories.includes(category));
  // A term of several slots has a space in it.
  const single = lines.filter(({ slots }) => slots.length === 1);
  const innocent = negative ? [...lists.innocent, ...lists.innocentNegative] : lists.innocent;
  return new Spellings(
    allTextsOf(single).filter((text) => /^[a-z]+$/.test(text)),
    { ...lists, innocent },
  );
}
