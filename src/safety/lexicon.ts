import { LineStates } from './line-states.ts';
import { ListedPhrases } from './listed-phrases.ts';
import { ListedTerms } from './listed-terms.ts';
import { COMMA } from './readings.ts';
import { Sequences } from './sequences.ts';
import type { TermList } from './term-list.ts';
import { Vocabulary } from './vocabulary.ts';

/**
 * All terms and all innocent phrases as one trie of words: tens of thousands share their
 * beginnings, and a text is held against all of them at once. Texts of scripts without spaces are
 * read as words of one character.
 */
export class Lexicon {
  readonly vocabulary: Vocabulary;
  readonly sequences: Sequences;
  readonly terms: ListedTerms;
  readonly phrases: ListedPhrases;

  /** @throws TermListError for a term that says nothing. */
  constructor({ filler, terms, innocent, innocentNegative }: TermList) {
    const vocabulary = new Vocabulary(filler);
    const sequences = new Sequences(vocabulary.numberOf(COMMA));
    const lineStates = new LineStates(sequences, vocabulary);
    this.terms = new ListedTerms(terms, lineStates, sequences, vocabulary);
    const phrases = { innocent, innocentNegative };
    this.phrases = new ListedPhrases(phrases, lineStates, sequences, vocabulary);
    this.vocabulary = vocabulary;
    this.sequences = sequences;
  }
}
