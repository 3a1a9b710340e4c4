import type { Effort } from './effort.ts';
import type { Lexicon } from './lexicon.ts';
import { takenOut } from './listed-phrases.ts';
import { Phrases } from './phrases.ts';
import { Proofreader } from './proofreader.ts';
import { Reader } from './reader.ts';
import { readingsOf, scriptOf, SCRIPTS, type Script } from './readings.ts';
import type { Spellings } from './spellings.ts';
import type { Category } from './term-list.ts';
import { TermSearch, type Sought } from './term-search.ts';
import { TextSearch, type Searched } from './text-search.ts';

/** The terms that were found in a text, by category. */
export type Found = Readonly<Record<Category, ReadonlySet<string>>>;

/** Finds the terms of some categories in texts, however they are written. */
export class TermMatcher {
  readonly #searched: Searched;
  readonly #spellings: Spellings;
  readonly #searches: readonly { readonly script: Script; readonly search: TermSearch }[];

  constructor(lexicon: Lexicon, spellings: Spellings, sought: Sought) {
    this.#searched = { lexicon, phrases: new Phrases(lexicon, takenOut(sought)) };
    this.#spellings = spellings;
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
