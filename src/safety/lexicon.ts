import { LanguagePhrases } from './language-phrases.ts';
import { LanguagePhrasesBuilder } from './language-phrases-builder.ts';
import { LineStates } from './line-states.ts';
import { ListedPhrases } from './listed-phrases.ts';
import { ListedTerms } from './listed-terms.ts';
import { Looks } from './looks.ts';
import { Patterns } from './patterns.ts';
import { PatternsBuilder } from './patterns-builder.ts';
import { PhrasesBuilder } from './phrases-builder.ts';
import { COMMA } from './plain-words.ts';
import { Sequences } from './sequences.ts';
import { SequencesBuilder } from './sequences-builder.ts';
import type { TableReader, TableWriter } from './tables.ts';
import type { TermList } from './term-list.ts';
import { TermWords } from './term-words.ts';
import { TermsBuilder } from './terms-builder.ts';
import { Vocabulary } from './vocabulary.ts';
import { VocabularyBuilder } from './vocabulary-builder.ts';

/**
 * All terms and all innocent phrases as one trie of words: tens of thousands share their
 * beginnings, and a text is held against all of them at once. Texts in scripts without spaces are
 * read as words of one character.
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

  /** @throws TermListError for a term that says nothing. */
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
