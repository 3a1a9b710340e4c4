import { z } from 'zod';
import { hasRepeats } from '../reading/letter-runs.ts';
import type { Effort } from '../reading/limits.ts';
import { plainReading } from '../reading/readings.ts';
import { uint8 } from './packed-tables.ts';
import { type SpokenLanguage, TermListError } from './term-list.ts';
import { numberLists, Trie, TrieBuilder } from './trie.ts';

/** A word of a reading and its listings. */
export interface Word {
  readonly text: string;
  /** The number of the word itself, or `Trie.nowhere` if it is not listed. */
  readonly itself: number;
  /** The numbers of the words it may be the plural of. */
  readonly singulars: readonly number[];
  /** Which of them is this word without its s, or `Trie.nowhere`. */
  readonly withoutS: number;
  /** The numbers of listed prefixes, such as `nud*`, that match it. */
  readonly beginnings: readonly number[];
  /** The numbers of listed inner parts and endings that match it. */
  readonly within: readonly number[];
  /** Whether any of those exists. */
  readonly isListed: boolean;
  /** Whether it has no meaning between two others. */
  readonly isFiller: boolean;
  /** The languages it identifies, a bit each. */
  readonly languages: number;
  /** Whether it has a double letter. */
  readonly hasRepeats: boolean;
  /** Whether it consists of letters only. */
  readonly isLetters: boolean;
}

/** The words in place of those up to an index. */
interface Replacement {
  readonly by: readonly Word[];
  readonly end: number;
}

/** A reading with some of its words replaced. The same one if `replacementAt` returns none for any. */
export function withReplaced(
  words: readonly Word[],
  replacementAt: (at: number, word: Word) => Replacement | undefined,
): readonly Word[] {
  let made: Word[] | undefined;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    const replacement = word && replacementAt(at, word);
    if (replacement) {
      made ??= words.slice(0, at);
      made.push(...replacement.by);
      at = replacement.end - 1;
    } else if (word) made?.push(word);
  }
  return made ?? words;
}

/** The numbers by which a word may end a term: its own, those of its singulars, and its prefixes. */
export function endNumbersOf({ itself, singulars, beginnings }: Word): readonly number[] {
  return [itself, ...singulars, ...beginnings];
}

export const vocabularyTables = z.object({
  /** The letters of every word in the lists. Prefixes, inner parts and endings have their stars. */
  letters: numberLists,
  /** By state of the letters: the roles of the word that ends there. 0 if there is none. */
  roles: uint8,
  /** Words without meaning between two others. */
  filler: z.set(z.string()),
  /** The languages of words that identify one, such as "der" and "avec", a bit each. */
  languages: z.map(z.string(), z.number()),
});
export type VocabularyTables = z.infer<typeof vocabularyTables>;

/** The role of every word, beside those that its callers give it. */
const LISTED = 128;
const STAR = '*'.charCodeAt(0);

/** The number and length of cached words. Prompts share most of their words. */
const MAX_KEPT = 8_192;
const LONGEST_KEPT = 24;

/** A cached word, and the effort of looking it up. */
interface Kept {
  readonly word: Word;
  readonly steps: number;
}

/** Every word in the lists, and every part of a word. A word's number is the state that its letters end in. */
export class Vocabulary {
  readonly #letters: Trie;
  readonly #tables: VocabularyTables;
  /** The state before inner parts and endings. */
  readonly #inner: number;
  readonly #kept = new Map<string, Kept>();
  /** The languages written with accents, a bit each. */
  readonly accentedLanguages: number;

  constructor(tables: VocabularyTables) {
    this.#tables = tables;
    this.#letters = new Trie(tables.letters);
    this.#inner = this.#letters.next(Trie.root, STAR);
    let accented = 0;
    for (const [word, its] of tables.languages) if (isAccented(word)) accented |= its;
    this.accentedLanguages = accented;
  }

  /** Looks up a word. The effort is the same with and without the cache. */
  wordFor(text: string, effort: Effort): Word {
    const kept = this.#kept.get(text);
    if (kept) {
      effort.spend(kept.steps);
      return kept.word;
    }
    const before = effort.spent;
    const word = this.#lookUp(text, effort);
    if (text.length <= LONGEST_KEPT) {
      if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
      this.#kept.set(text, { word, steps: effort.spent - before });
    }
    return word;
  }

  #lookUp(text: string, effort: Effort): Word {
    const within: number[] = [];
    // Inner parts are short, so a step a letter is enough.
    effort.spend(text.length);
    for (let at = 0; at < text.length; at += 1) {
      const atEnd = this.#partsFrom(this.#inner, text, at, within);
      if (this.#isListed(atEnd)) within.push(atEnd);
    }
    const beginnings: number[] = [];
    const itself = this.#listed(this.#partsFrom(Trie.root, text, 0, beginnings));
    const singulars = this.#singularsOf(text);
    return {
      text,
      itself,
      singulars,
      withoutS: text.endsWith('s') ? this.numberOf(text.slice(0, -1)) : Trie.nowhere,
      beginnings,
      within,
      isListed: itself !== Trie.nowhere || singulars.length + beginnings.length + within.length > 0,
      isFiller: this.#tables.filler.has(text),
      languages: this.#tables.languages.get(text) ?? 0,
      hasRepeats: hasRepeats(text),
      isLetters: /^\p{L}+$/u.test(text),
    };
  }

  /**
   * Adds the parts with an open end that continue a state with the letters from an index on.
   *
   * @returns the state after all letters
   */
  #partsFrom(from: number, text: string, start: number, parts: number[]): number {
    let state = from;
    for (let at = start; at < text.length && state !== Trie.nowhere; at += 1) {
      state = this.#letters.next(state, text.charCodeAt(at));
      const part = this.#letters.next(state, STAR);
      if (part !== Trie.nowhere) parts.push(part);
    }
    return state;
  }

  /** The number of a word. `Trie.nowhere` if it is not listed. */
  numberOf(word: string): number {
    let state: number = Trie.root;
    for (let at = 0; at < word.length && state !== Trie.nowhere; at += 1) {
      state = this.#letters.next(state, word.charCodeAt(at));
    }
    return this.#listed(state);
  }

  /** Reports the words found in a text at an index, shortest first, each with the index after it. */
  tellFrom(text: string, start: number, tell: (number: number, end: number) => void): void {
    let state: number = Trie.root;
    for (let at = start; at < text.length && state !== Trie.nowhere;) {
      state = this.#letters.next(state, text.charCodeAt(at));
      at += 1;
      if (this.#isListed(state)) tell(state, at);
    }
  }

  /** The numbers of a word itself, of its singulars and of its prefixes. */
  numbersOf(word: string): readonly number[] {
    const beginnings: number[] = [];
    const itself = this.#listed(this.#partsFrom(Trie.root, word, 0, beginnings));
    return [itself, ...this.#singularsOf(word), ...beginnings];
  }

  /** The entry as listed, with stars. */
  textOf(number: number): string {
    return String.fromCharCode(...this.#letters.pathTo(number));
  }

  /** The bits given to a word with {@link VocabularyBuilder.addRole}. */
  roleOf(number: number): number {
    return (this.#tables.roles[number] ?? 0) & ~LISTED;
  }

  #singularsOf(text: string): readonly number[] {
    return singularsOf(text)
      .map((singular) => this.numberOf(singular))
      .filter((number) => number !== Trie.nowhere);
  }

  #isListed(state: number): boolean {
    return (this.#tables.roles[state] ?? 0) !== 0;
  }

  #listed(state: number): number {
    return this.#isListed(state) ? state : Trie.nowhere;
  }
}

/**
 * Cached facts about words, for as long as the vocabulary caches these. The effort is the same with
 * and without the cache.
 */
export class KnownOfWords<Known> {
  readonly #known = new WeakMap<Word, { readonly known: Known; readonly steps: number }>();

  of(word: Word, effort: Effort, findOut: () => Known): Known {
    const before = effort.spent;
    const kept = this.#known.get(word);
    if (kept) effort.spend(kept.steps);
    const known = kept ? kept.known : findOut();
    if (!kept) this.#known.set(word, { known, steps: effort.spent - before });
    return known;
  }
}

/** Collects the words of the lists, under provisional numbers. */
export class VocabularyBuilder {
  readonly #letters = new TrieBuilder();
  readonly #numbers = new Map<string, number>();
  readonly #roles = new Map<number, number>();

  /** The number of a word, or of a part of one with its stars. */
  numberOf(word: string): number {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    const number = this.#letters.addLetters(word);
    this.#numbers.set(word, number);
    this.#roles.set(number, LISTED);
    return number;
  }

  /** Gives a word bits below 128. */
  addRole(word: string, role: number): void {
    const number = this.numberOf(word);
    this.#roles.set(number, (this.#roles.get(number) ?? 0) | role);
  }

  /**
   * @returns the tables, and the final number of each provisional one
   *
   * @throws TermListError for words of languages that are phrases, or for too many languages.
   */
  built(
    filler: readonly string[] = [],
    languages: readonly SpokenLanguage[] = [],
  ): { readonly tables: VocabularyTables; readonly numberOf: Int32Array } {
    const { tables: letters, stateOf } = this.#letters.built();
    const roles = new Uint8Array(stateOf.length);
    for (const [number, role] of this.#roles) roles[stateOf[number] ?? 0] = role;
    const words = { filler: new Set(filler), languages: languagesByWord(languages) };
    return { tables: { letters, roles, ...words }, numberOf: stateOf };
  }
}

/** One bit of an integer each. */
const MAX_LANGUAGES = 31;

function languagesByWord(languages: readonly SpokenLanguage[]): Map<string, number> {
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
  return bits;
}

function isAccented(word: string): boolean {
  return /[^a-z]/.test(word) && /\p{sc=Latin}/u.test(word);
}

const TAKES_ES = /(?:[sxzo]|ch|sh)$/;
const TAKES_IES = /(?:^|[^aeiou])y$/;

/** A word's possible forms in a text, including its plural. Any word may take an s. */
export function formsOf(word: string): readonly string[] {
  if (TAKES_IES.test(word)) return [word, `${word}s`, `${word.slice(0, -1)}ies`];
  if (TAKES_ES.test(word)) return [word, `${word}s`, `${word}e`, `${word}es`];
  return [word, `${word}s`];
}

/** Every word that this may be the plural of, existing or not. */
export function singularsOf(word: string): readonly string[] {
  const last = word.at(-1);
  if (last !== 's' && last !== 'e') return [];
  const shorter = word.slice(0, -1);
  if (last === 'e') return TAKES_ES.test(shorter) ? [shorter] : [];
  const stem = word.slice(0, -2);
  const singular = `${word.slice(0, -3)}y`;
  return [
    ...(shorter === '' ? [] : [shorter]),
    ...(word.endsWith('es') && TAKES_ES.test(stem) ? [stem] : []),
    ...(word.endsWith('ies') && TAKES_IES.test(singular) ? [singular] : []),
  ];
}
