import { COMMA } from '../reading/plain-words.ts';
import type { Sought } from '../term-matcher.ts';
import { LanguagePhrases, LanguagePhrasesBuilder } from './languages.ts';
import { Patterns, PatternsBuilder } from './patterns.ts';
import { ListedPhrases, PhrasesBuilder } from './phrases.ts';
import { LineStates, Sequences, SequencesBuilder } from './sequences.ts';
import { Looks } from './skipped-words.ts';
import { Spellings } from './spellings.ts';
import { TableReader, TableWriter, Texts } from './tables.ts';
import {
  allTextsOf,
  type Category,
  lineOf,
  type ListLine,
  type TermList,
  textsOf,
} from './term-list.ts';
import { TermWords } from './term-words.ts';
import { ListedTerms, TermsBuilder } from './terms.ts';
import { Vocabulary, VocabularyBuilder } from './vocabulary.ts';

/** The categories searched in the prompt and in the negative prompt. */
export const ASKED_FOR: Sought = {
  categories: ['nudity', 'sexual', 'suggestive', 'hint', 'uncovered', 'minor'],
  negative: false,
};
export const ASKED_AWAY: Sought = { categories: ['clothes', 'adult', 'nudity'], negative: true };

/** The lists compiled for matching: number tables, written and read as a whole. */
export class CompiledLists {
  readonly lexicon: Lexicon;
  readonly askedFor: Spellings;
  readonly askedAway: Spellings;
  /** Garments that cover little. Excluding them together with nudity asks for decency. */
  readonly scanty: Texts;

  private constructor(lexicon: Lexicon, askedFor: Spellings, askedAway: Spellings, scanty: Texts) {
    this.lexicon = lexicon;
    this.askedFor = askedFor;
    this.askedAway = askedAway;
    this.scanty = scanty;
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
    const all = { ...lists, innocentNegative: [...lists.innocentNegative, ...improper] };
    const suggestive = new Set(allTextsOf(linesOf('suggestive', 'hint')));
    return new CompiledLists(
      Lexicon.of(all),
      spellingsFor(all, ASKED_FOR),
      spellingsFor(all, ASKED_AWAY),
      Texts.of([...garments].filter((garment) => suggestive.has(garment))),
    );
  }

  /** @throws TablesError for bytes that {@link bytes} did not write. */
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
  // Terms that count only beside minors are loose enough already, so they get no variants.
  const lines = lists.terms.filter(
    ({ category }) => category !== 'uncovered' && categories.includes(category),
  );
  // A term of several slots contains a space.
  const single = lines.filter(({ slots }) => slots.length === 1);
  const innocent = negative ? [...lists.innocent, ...lists.innocentNegative] : lists.innocent;
  return Spellings.of(
    allTextsOf(single).filter((text) => /^[a-z]+$/.test(text)),
    { ...lists, innocent },
  );
}

/**
 * All terms and innocent phrases in one trie of words: tens of thousands share their beginnings, and a text
 * is matched against all at once. In scripts without spaces, each character is a word.
 */
export class Lexicon {
  readonly vocabulary: Vocabulary;
  readonly sequences: Sequences;
  readonly terms: ListedTerms;
  readonly termWords: TermWords;
  readonly phrases: ListedPhrases;
  readonly languagePhrases: LanguagePhrases;
  readonly looks: Looks;
  readonly patterns: Patterns;

  private constructor(
    vocabulary: Vocabulary,
    sequences: Sequences,
    terms: ListedTerms,
    termWords: TermWords,
    phrases: ListedPhrases,
    languagePhrases: LanguagePhrases,
    looks: Looks,
    patterns: Patterns,
  ) {
    this.vocabulary = vocabulary;
    this.sequences = sequences;
    this.terms = terms;
    this.termWords = termWords;
    this.phrases = phrases;
    this.languagePhrases = languagePhrases;
    this.looks = looks;
    this.patterns = patterns;
  }

  /** @throws TermListError for a term without a word. */
  static of(lists: TermList): Lexicon {
    const { filler, terms, languages, young, looks } = lists;
    const vocabulary = new VocabularyBuilder(filler, languages);
    const sequences = new SequencesBuilder(vocabulary.numberOf(COMMA));
    const lineStates = new LineStates(sequences, vocabulary);
    const listed = new TermsBuilder(terms, lineStates, sequences, vocabulary);
    const phrases = new PhrasesBuilder(lists, lineStates, sequences, vocabulary);
    const patterns = new PatternsBuilder(lists, vocabulary);
    const inLanguage = new LanguagePhrasesBuilder(languages, sequences, vocabulary);
    const termWords = TermWords.of(terms, vocabulary);
    const { sequences: built, stateOf } = sequences.built();
    return new Lexicon(
      vocabulary.built(),
      built,
      listed.built(stateOf),
      termWords,
      phrases.built(stateOf),
      inLanguage.built(stateOf),
      Looks.of(young, looks),
      patterns.built(),
    );
  }

  static read(from: TableReader): Lexicon {
    return new Lexicon(
      Vocabulary.read(from),
      Sequences.read(from),
      ListedTerms.read(from),
      TermWords.read(from),
      ListedPhrases.read(from),
      LanguagePhrases.read(from),
      Looks.read(from),
      Patterns.read(from),
    );
  }

  write(to: TableWriter): void {
    const { vocabulary, sequences, terms, termWords, phrases, languagePhrases, looks, patterns } =
      this;
    for (const part of [
      vocabulary,
      sequences,
      terms,
      termWords,
      phrases,
      languagePhrases,
      looks,
      patterns,
    ]) {
      part.write(to);
    }
  }
}
