import { LanguagePhrases } from './language-phrases.ts';
import { textsOf } from './list-line.ts';
import { listedWords, scriptOf } from './readings.ts';
import type { SequencesBuilder } from './sequences-builder.ts';
import { TermListError } from './term-list-error.ts';
import { INNOCENT_IN_LANGUAGE, type SpokenLanguage } from './term-list.ts';
import type { VocabularyBuilder } from './vocabulary-builder.ts';

/** Puts what is harmless in one language into a trie, and notes where it ends. */
export class LanguagePhrasesBuilder {
  readonly #sequences: SequencesBuilder;
  readonly #vocabulary: VocabularyBuilder;
  readonly #written = new Map<number, number>();
  readonly #folded = new Map<number, number>();

  /** @throws TermListError for a language that has such phrases, but no words to be known by. */
  constructor(
    languages: readonly SpokenLanguage[],
    sequences: SequencesBuilder,
    vocabulary: VocabularyBuilder,
  ) {
    this.#sequences = sequences;
    this.#vocabulary = vocabulary;
    for (const [at, { name, words, innocent }] of languages.entries()) {
      if (innocent.length > 0 && words.length === 0) {
        throw new TermListError(`${name}: ${INNOCENT_IN_LANGUAGE} needs a list called language`);
      }
      for (const text of innocent.flatMap(textsOf)) this.#add(text, 1 << at);
    }
  }

  /** @param stateOf the states of the trie once everything is in it */
  built(stateOf: Int32Array): LanguagePhrases {
    const built = (states: ReadonlyMap<number, number>) =>
      new Map(Array.from(states, ([state, languages]) => [stateOf[state] ?? 0, languages]));
    return new LanguagePhrases(built(this.#written), built(this.#folded));
  }

  #add(phrase: string, language: number): void {
    const script = scriptOf(phrase);
    this.#note(this.#written, listedWords(phrase, script), language);
    if (script === 'other') this.#note(this.#folded, listedWords(phrase, 'basic'), language);
  }

  #note(languages: Map<number, number>, words: readonly string[], language: number): void {
    // No words, no phrase.
    if (words.length === 0) return;
    const state = this.#sequences.add(words.map((word) => this.#vocabulary.numberOf(word)));
    languages.set(state, (languages.get(state) ?? 0) | language);
  }
}
