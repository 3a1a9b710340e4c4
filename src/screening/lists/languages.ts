import { listedWords, plainReading, scriptOf } from '../reading/readings.ts';
import type { Stretch, Surroundings } from '../surroundings.ts';
import type { SequencesBuilder } from './sequences.ts';
import { type TableReader, type TableWriter, Texts } from './tables.ts';
import { INNOCENT_IN_LANGUAGE, type SpokenLanguage, TermListError, textsOf } from './term-list.ts';
import type { VocabularyBuilder } from './vocabulary.ts';

/** One bit of an integer each. */
const MAX_LANGUAGES = 31;

/**
 * Words that identify a language, such as "der" and "avec". One bit per language, in the order of the lists.
 */
export class LanguageWords {
  readonly #words: Texts;
  /** By word: the bits of the languages that use it. */
  readonly #languages: Int32Array;
  /** The languages written with accents, by their words. */
  readonly accented: number;

  private constructor(words: Texts, languages: Int32Array) {
    this.#words = words;
    this.#languages = languages;
    let accented = 0;
    for (const [number, its] of languages.entries()) {
      if (isAccented(words.at(number))) accented |= its;
    }
    this.accented = accented;
  }

  /** @throws TermListError for a phrase, and for more languages than there are bits. */
  static of(languages: readonly SpokenLanguage[]): LanguageWords {
    if (languages.length > MAX_LANGUAGES) {
      throw new TermListError(`there may be ${MAX_LANGUAGES} languages at most`);
    }
    const bits = new Map<string, number>();
    for (const [at, { name, words }] of languages.entries()) {
      for (const word of words) {
        if (/[^\p{L}\p{M}]/u.test(word)) {
          throw new TermListError(`${name}: language: "${word}" is not one word of letters`);
        }
        bits.set(word, (bits.get(word) ?? 0) | (1 << at));
      }
    }
    // They also count without accents, unless that is another language's word: "à".
    for (const [word, languagesOfIt] of [...bits]) {
      const folded = plainReading(word, 'basic').trim();
      if (/\p{sc=Latin}/u.test(word) && !bits.has(folded)) bits.set(folded, languagesOfIt);
    }
    return new LanguageWords(Texts.of([...bits.keys()]), Int32Array.from(bits.values()));
  }

  static read(from: TableReader): LanguageWords {
    return new LanguageWords(Texts.read(from), from.int32());
  }

  write(to: TableWriter): void {
    this.#words.write(to);
    to.add(this.#languages);
  }

  /** The bits of the languages that use this word. */
  languagesOf(word: string): number {
    const number = this.#words.numberOf(word);
    return number === -1 ? 0 : (this.#languages[number] ?? 0);
  }
}

function isAccented(word: string): boolean {
  return /[^a-z]/.test(word) && /\p{sc=Latin}/u.test(word);
}

/** By state: the languages, a bit each. */
type ByState = ReadonlyMap<number, number>;

/** Phrases that are innocent among words of their own language, by the trie state in which their words end. */
export class LanguagePhrases {
  readonly #written: ByState;
  readonly #folded: ByState;

  /** `written`: spelt as in the lists. `folded`: those with accents, without them. */
  constructor(written: ByState, folded: ByState) {
    this.#written = written;
    this.#folded = folded;
  }

  static read(from: TableReader): LanguagePhrases {
    const map = () => {
      const states = from.int32();
      const languages = from.int32();
      return new Map(Array.from(states, (state, at) => [state, languages[at] ?? 0]));
    };
    return new LanguagePhrases(map(), map());
  }

  write(to: TableWriter): void {
    for (const map of [this.#written, this.#folded]) {
      to.add(Int32Array.from(map.keys()));
      to.add(Int32Array.from(map.values()));
    }
  }

  /** Whether words that end in this state are innocent in their surroundings. */
  areHarmless(state: number, stretch: Stretch, surroundings: Surroundings): boolean {
    const written = this.#written.get(state);
    if (written !== undefined && surroundings.areIn(written, stretch)) return true;
    const folded = this.#folded.get(state);
    if (folded === undefined || !surroundings.areAccented(stretch)) return false;
    return surroundings.areIn(folded, stretch);
  }
}

/** Adds phrases that are innocent in one language to a trie and records where they end. */
export class LanguagePhrasesBuilder {
  readonly #sequences: SequencesBuilder;
  readonly #vocabulary: VocabularyBuilder;
  readonly #written = new Map<number, number>();
  readonly #folded = new Map<number, number>();

  /** @throws TermListError for a language that has such phrases but no identifying words. */
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

  /** @param stateOf final trie states by provisional state */
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
    if (words.length === 0) return;
    const state = this.#sequences.add(words.map((word) => this.#vocabulary.numberOf(word)));
    languages.set(state, (languages.get(state) ?? 0) | language);
  }
}
