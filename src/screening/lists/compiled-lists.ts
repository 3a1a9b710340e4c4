import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { Meant } from '../run-together.ts';
import type { Sought } from '../term-search.ts';
import { packTables, unpackTables } from './packed-tables.ts';
import { PatternsBuilder, PatternSearch, patternsTables } from './patterns.ts';
import { ListedPhrases, PhrasesBuilder, phrasesTables } from './phrases.ts';
import { Sequences, SequencesBuilder, sequencesTables } from './sequences.ts';
import { Looks, looksTables } from './skipped-words.ts';
import { Spellings, spellingsTables } from './spellings.ts';
import {
  allTextsOf,
  type Category,
  joinTermLists,
  lineOf,
  linesIn,
  type ListLine,
  type TermList,
  textsIn,
  textsOf,
} from './term-list.ts';
import { ListedTerms, TermsBuilder, termsTables } from './terms.ts';
import { KnownOfWords, Vocabulary, VocabularyBuilder, vocabularyTables } from './vocabulary.ts';

/** The categories searched in the prompt and in the negative prompt. */
export const ASKED_FOR: Sought = {
  categories: ['nudity', 'sexual', 'suggestive', 'hint', 'uncovered', 'minor'],
  negative: false,
};
export const ASKED_AWAY: Sought = { categories: ['clothes', 'adult', 'nudity'], negative: true };

const lexiconTables = z.object({
  vocabulary: vocabularyTables,
  sequences: sequencesTables,
  terms: termsTables,
  phrases: phrasesTables,
  looks: looksTables,
  patterns: patternsTables,
});

const compiledTables = z.object({
  lexicon: lexiconTables,
  askedFor: spellingsTables,
  askedAway: spellingsTables,
  /** Garments that cover little. Excluding them together with nudity asks for decency. */
  scanty: z.set(z.string()),
});
type CompiledTables = z.infer<typeof compiledTables>;

/** The bytes of a checksum. */
const CHECKSUM = 4;

/**
 * The lists compiled for matching: tables of numbers, written and read as a whole. To compile them at each start takes
 * 2.7 s of a core and 210 MB at its peak; to read them compiled, 65 ms and 29 MB.
 */
export class CompiledLists {
  readonly #tables: CompiledTables;
  readonly lexicon: Lexicon;
  readonly askedFor: Spellings;
  readonly askedAway: Spellings;
  readonly scanty: ReadonlySet<string>;

  private constructor(tables: CompiledTables) {
    this.#tables = tables;
    this.lexicon = lexiconOf(tables.lexicon);
    this.askedFor = new Spellings(tables.askedFor);
    this.askedAway = new Spellings(tables.askedAway);
    this.scanty = tables.scanty;
  }

  /** @throws TermListError for a term without a word. */
  static of(lists: TermList): CompiledLists {
    const linesOf = (...categories: readonly Category[]) =>
      lists.terms.filter(({ category }) => categories.includes(category));
    const garments = new Set(allTextsOf(linesOf('clothes')));
    // Excluding "revealing clothes" does not undress anyone.
    const improper = linesOf('suggestive', 'hint', 'nudity').flatMap((line) =>
      phrasesIn(line, garments),
    );
    const all = joinTermLists([
      lists,
      {
        terms: [],
        languages: [],
        lists: new Map([['innocent-negative', improper]]),
      },
    ]);
    const suggestive = new Set(allTextsOf(linesOf('suggestive', 'hint')));
    return new CompiledLists({
      lexicon: compileLexicon(all),
      askedFor: spellingsFor(all, ASKED_FOR),
      askedAway: spellingsFor(all, ASKED_AWAY),
      scanty: new Set([...garments].filter((garment) => suggestive.has(garment))),
    });
  }

  /** `undefined` for bytes that are damaged, or that {@link bytes} did not write. */
  static from(bytes: Uint8Array): CompiledLists | undefined {
    const [checksum, tables] = [bytes.subarray(0, CHECKSUM), bytes.subarray(CHECKSUM)];
    if (!checksumOf(tables).equals(checksum)) return undefined;
    const { data } = compiledTables.safeParse(unpackTables(tables));
    return data && new CompiledLists(data);
  }

  bytes(): Buffer {
    const tables = packTables(this.#tables);
    return Buffer.concat([checksumOf(tables), tables]);
  }
}

function checksumOf(bytes: Uint8Array): Buffer {
  const checksum = Buffer.alloc(CHECKSUM);
  checksum.writeUInt32LE(crc32(bytes));
  return checksum;
}

/** The phrases of a line, except for these others. */
function phrasesIn(line: ListLine, others: ReadonlySet<string>): readonly ListLine[] {
  const texts = textsOf(line);
  const phrases = texts.filter((text) => text.includes(' ') && !others.has(text));
  return phrases.length === texts.length ? [line] : phrases.map(lineOf);
}

function spellingsFor(lists: TermList, { categories, negative }: Sought) {
  // Terms that count only beside minors are loose enough already, so they get no variants.
  const lines = lists.terms.filter(
    ({ category }) => category !== 'uncovered' && categories.includes(category),
  );
  // A term of several slots contains a space.
  const single = lines.filter(({ slots }) => slots.length === 1);
  return Spellings.tablesOf(
    allTextsOf(single).filter((text) => /^[a-z]+$/.test(text)),
    {
      innocent: [
        ...linesIn(lists, 'innocent'),
        ...(negative ? linesIn(lists, 'innocent-negative') : []),
        ...linesIn(lists, 'pair'),
      ],
      compound: textsIn(lists, 'compound'),
    },
  );
}

/**
 * All terms and innocent phrases in one trie of words: tens of thousands share their beginnings, and a text
 * is matched against all at once. In scripts without spaces, each character is a word.
 */
export type Lexicon = ReturnType<typeof lexiconOf>;

function lexiconOf(tables: z.infer<typeof lexiconTables>) {
  const vocabulary = new Vocabulary(tables.vocabulary);
  return {
    vocabulary,
    sequences: new Sequences(tables.sequences),
    terms: new ListedTerms(tables.terms),
    phrases: new ListedPhrases(tables.phrases),
    looks: new Looks(tables.looks),
    edits: new PatternSearch(tables.patterns, vocabulary),
    /** What words that no list has may mean. */
    meant: new KnownOfWords<readonly Meant[]>(),
  };
}

/** @throws TermListError for a term without a word. */
function compileLexicon(lists: TermList): z.infer<typeof lexiconTables> {
  const words = new VocabularyBuilder();
  const sequences = new SequencesBuilder(words);
  const terms = new TermsBuilder(lists.terms, sequences);
  const phrases = new PhrasesBuilder(lists, sequences);
  const patterns = new PatternsBuilder(lists, words);
  const { tables: vocabulary, numberOf } = words.built(textsIn(lists, 'filler'), lists.languages);
  const { tables, stateOf } = sequences.built(numberOf);
  return {
    vocabulary,
    sequences: tables,
    terms: terms.built(stateOf),
    phrases: phrases.built(stateOf),
    looks: { young: new Set(textsIn(lists, 'young')), looks: new Set(textsIn(lists, 'looks')) },
    patterns: patterns.built(numberOf),
  };
}
