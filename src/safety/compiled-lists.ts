import { Lexicon } from './lexicon.ts';
import { lineOf, textsOf, type ListLine } from './list-line.ts';
import { Spellings } from './spellings.ts';
import { TableReader, TableWriter } from './tables.ts';
import { allTextsOf, type Category, type TermList } from './term-list.ts';
import type { Sought } from './term-search.ts';
import { Texts } from './texts.ts';

/** What is looked for in what is asked for, and in what is asked away. */
export const ASKED_FOR: Sought = {
  categories: ['nudity', 'sexual', 'suggestive', 'hint', 'uncovered', 'minor'],
  negative: false,
};
export const ASKED_AWAY: Sought = { categories: ['clothes', 'adult', 'nudity'], negative: true };

/** The lists in the form that texts are held against: tables of numbers, written and read as a whole. */
export class CompiledLists {
  readonly lexicon: Lexicon;
  readonly askedFor: Spellings;
  readonly askedAway: Spellings;
  /** Garments that hide little: asked away beside nudity, they ask for decency. */
  readonly scanty: Texts;

  private constructor(lexicon: Lexicon, askedFor: Spellings, askedAway: Spellings, scanty: Texts) {
    this.lexicon = lexicon;
    this.askedFor = askedFor;
    this.askedAway = askedAway;
    this.scanty = scanty;
  }

  /** @throws TermListError for a term that says nothing. */
  static of(lists: TermList): CompiledLists {
    const linesOf = (...categories: readonly Category[]) =>
      lists.terms.filter(({ category }) => categories.includes(category));
    const garments = new Set(allTextsOf(linesOf('clothes')));
    // To ask "revealing clothes" away undresses nobody.
    const improper = linesOf('suggestive', 'hint', 'nudity').flatMap((line) =>
      phrasesIn(line, garments),
    );
    const all = { ...lists, innocentNegative: [...lists.innocentNegative, ...improper] };
    const suggestive = new Set(allTextsOf(linesOf('suggestive', 'hint')));
    return new CompiledLists(
      Lexicon.of(all),
      spellingsFor(all, ASKED_FOR),
      spellingsFor(all, ASKED_AWAY),
      Texts.of([...garments].filter((garment) => suggestive.has(garment))),
    );
  }

  /** @throws TablesError for bytes that were not written by {@link bytes}. */
  static from(bytes: Uint8Array): CompiledLists {
    const tables = new TableReader(bytes);
    return new CompiledLists(
      Lexicon.read(tables),
      Spellings.read(tables),
      Spellings.read(tables),
      Texts.read(tables),
    );
  }

  bytes(): Uint8Array {
    const tables = new TableWriter();
    for (const part of [this.lexicon, this.askedFor, this.askedAway, this.scanty]) {
      part.write(tables);
    }
    return tables.bytes();
  }
}

/** The phrases of a line, except for these others. */
function phrasesIn(line: ListLine, others: ReadonlySet<string>): readonly ListLine[] {
  const texts = textsOf(line);
  const phrases = texts.filter((text) => text.includes(' ') && !others.has(text));
  return phrases.length === texts.length ? [line] : phrases.map(lineOf);
}

function spellingsFor(lists: TermList, { categories, negative }: Sought): Spellings {
  // What counts only beside minors is loose enough as it stands, and is read as it is written.
  const lines = lists.terms.filter(
    ({ category }) => category !== 'uncovered' && categories.includes(category),
  );
  // A term of several slots has a space in it.
  const single = lines.filter(({ slots }) => slots.length === 1);
  const innocent = negative ? [...lists.innocent, ...lists.innocentNegative] : lists.innocent;
  return Spellings.of(
    allTextsOf(single).filter((text) => /^[a-z]+$/.test(text)),
    { ...lists, innocent },
  );
}
