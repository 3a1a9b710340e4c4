import { withLatinLetters } from '../reading/look-alikes.ts';

/** An unusable list. The message tells the operator where and why. */
export class TermListError extends Error {
  override readonly name = 'TermListError';
}

/**
 * What a term says about the requested picture, or for the last two, about what is excluded from it.
 * `uncovered` counts only beside minors, and a `hint` only beside another hint.
 */
export const CATEGORIES = [
  'nudity',
  'sexual',
  'suggestive',
  'hint',
  'uncovered',
  'minor',
  'clothes',
  'adult',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** The list of phrases that are innocent only in text of their own language. */
export const INNOCENT_IN_LANGUAGE = 'innocent-in-language';
/** The list of words that identify a language. */
const LANGUAGE = 'language';
/** The bot's terms that an operator disables. */
export const NOT_A_TERM = 'not-a-term';

/**
 * The lists of words and phrases that are no terms: phrases that make a term innocent, in any text or in a
 * negative prompt only ("torn clothes"); words without meaning between two others ("her", "all of"); words
 * often joined with a term ("photo", "girl"); two words that spell a term side by side; and words that make a
 * person a child, even from a distance, with words for looks that may come between.
 */
const PLAIN_LISTS = [
  'innocent',
  'innocent-negative',
  'filler',
  'compound',
  'pair',
  'young',
  'looks',
  NOT_A_TERM,
] as const;
/** The lists of patterns: forbidden edits to pictures of people, and innocent ones. */
const PATTERN_LISTS = ['edit', 'innocent-edit'] as const;
type ListName = (typeof PLAIN_LISTS)[number] | (typeof PATTERN_LISTS)[number];

/** The lists that are read by name. All others only expand placeholders. */
export const LIST_NAMES: ReadonlySet<string> = new Set([
  ...CATEGORIES,
  ...PLAIN_LISTS,
  ...PATTERN_LISTS,
  LANGUAGE,
  INNOCENT_IN_LANGUAGE,
]);

/** The terms of one line: words, each side open where they may continue. */
export interface TermLine extends ListLine {
  readonly category: Category;
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

/** A language's data besides its terms. */
export interface SpokenLanguage {
  /** Its folder's name. */
  readonly name: string;
  /** Words that identify it. */
  readonly words: readonly string[];
  /** Phrases that are innocent among words of this language. */
  readonly innocent: readonly ListLine[];
}

/** The terms of one language, or of several merged. */
export interface TermList {
  readonly terms: readonly TermLine[];
  readonly languages: readonly SpokenLanguage[];
  readonly lists: ReadonlyMap<ListName, readonly ListLine[]>;
}

/** The lines of a list that holds no terms. */
export function linesIn({ lists }: TermList, name: ListName): readonly ListLine[] {
  return lists.get(name) ?? [];
}

/** The texts of a list that holds no terms. */
export function textsIn(list: TermList, name: ListName): readonly string[] {
  return allTextsOf(linesIn(list, name));
}

/**
 * Parses the lists of one language: one term a line, with comments after `#`. `*` opens an end of a term, or
 * in a pattern an end of any word. `...` in a pattern is a gap. `{name}` stands for every line of the list of
 * that name.
 *
 * @param name the language's, which is its folder's
 *
 * @throws TermListError that names the list and the line.
 */
export function parseTermFiles(files: TermFiles, name = ''): TermList {
  requireUsed(files);
  const lists = new ListLines(files);
  const patterns = new ListLines(files, { arePatterns: true });
  const termLines = (category: Category) => {
    const lines = lists.linesOf(category);
    return category === 'hint' ? alsoWithoutAccents(lines) : lines;
  };
  return {
    terms: CATEGORIES.flatMap((category) =>
      termLines(category).map((line) => termLineOf(category, line)),
    ),
    languages: [
      { name, words: lists.textsOf(LANGUAGE), innocent: lists.linesOf(INNOCENT_IN_LANGUAGE) },
    ],
    lists: new Map([
      ...PLAIN_LISTS.map((list) => [list, lists.linesOf(list)] as const),
      ...PATTERN_LISTS.map((list) => [list, patterns.linesOf(list)] as const),
    ]),
  };
}

/** Merges several lists. */
export function joinTermLists(lists: readonly TermList[]): TermList {
  const linesOf = (name: ListName) => lists.flatMap((list) => linesIn(list, name));
  return {
    terms: lists.flatMap(({ terms }) => terms),
    languages: languagesIn(lists),
    lists: new Map([...PLAIN_LISTS, ...PATTERN_LISTS].map((name) => [name, linesOf(name)])),
  };
}

/** The languages of several lists, without duplicates. */
function languagesIn(lists: readonly TermList[]): readonly SpokenLanguage[] {
  const byName = new Map<string, SpokenLanguage>();
  for (const language of lists.flatMap(({ languages }) => languages)) {
    const { words, innocent } = byName.get(language.name) ?? { words: [], innocent: [] };
    byName.set(language.name, {
      name: language.name,
      words: [...words, ...language.words],
      innocent: [...innocent, ...language.innocent],
    });
  }
  return [...byName.values()];
}

/** Rejects a list that nothing reads: its name is misspelt, and its terms would silently be missing. */
function requireUsed(files: TermFiles): void {
  const read = new Set<string>(LIST_NAMES);
  for (const text of Object.values(files)) {
    for (const [, name = ''] of text.matchAll(PLACEHOLDERS)) read.add(name);
  }
  for (const name of Object.keys(files)) {
    if (!read.has(name)) throw new TermListError(`nothing reads a list called ${name}`);
  }
}

/** Parses a term. A `*` opens an end. */
function termLineOf(category: Category, line: ListLine): TermLine {
  if (!hasStars(line)) return { category, ...line, openStart: false, openEnd: false };
  const openStart = line.slots[0]?.every((text) => text.startsWith('*')) ?? false;
  const openEnd = line.slots.at(-1)?.every((text) => text.endsWith('*')) ?? false;
  const slots = line.slots
    .map((slot, at) => (at === 0 && openStart ? slot.map((text) => text.slice(1)) : slot))
    .map((slot, at, { length }) =>
      at === length - 1 && openEnd ? slot.map((text) => text.slice(0, -1)) : slot,
    )
    .filter((slot) => slot.some((text) => text !== ''));
  if (slots.length === 0 || hasStars({ slots })) {
    throw new TermListError(`${category}: "${textAt(line, 0)}" may have a * at its ends only`);
  }
  return { category, slots, openStart, openEnd };
}

function hasStars({ slots }: ListLine): boolean {
  return slots.some((slot) => slot.some((text) => text.includes('*')));
}

/** Every text of some lines. */
export function allTextsOf(lines: readonly ListLine[]): readonly string[] {
  return lines.flatMap(textsOf);
}

/** The source lists of one language: text by file name without extension. */
export type TermFiles = Readonly<Record<string, string>>;

const PLACEHOLDERS = /\{([^{}]*)\}/g;

/** The most texts that the placeholders of one line may expand to. */
const MAX_EXPANSIONS = 20_000;

/** The lines of one language's lists, with placeholders replaced. */
class ListLines {
  readonly #files: TermFiles;
  readonly #arePatterns: boolean;
  readonly #texts = new Map<string, readonly string[]>();
  readonly #withoutStars = new Map<string, readonly string[]>();

  /** Patterns keep their stars everywhere and have no limit on expansions. */
  constructor(files: TermFiles, { arePatterns } = { arePatterns: false }) {
    this.#files = files;
    this.#arePatterns = arePatterns;
  }

  /**
   * The lines of one list, including stars at their ends. Empty without such a list. `within`: the lists that
   * lead to it.
   */
  linesOf(name: string, within: readonly string[] = []): readonly ListLine[] {
    if (within.includes(name)) throw new TermListError(`{${name}} stands for itself`);
    return writtenLines(this.#files[name] ?? '').map((line) => {
      const slots = this.#slotsOf(line, name, within);
      if (!this.#arePatterns && countOf({ slots }) > MAX_EXPANSIONS) throw tooMany(name, line);
      return { slots };
    });
  }

  /** Their expanded texts, without duplicates. */
  textsOf(name: string, within: readonly string[] = []): readonly string[] {
    const known = this.#texts.get(name);
    if (known && !within.includes(name)) return known;
    const texts = [...new Set(this.linesOf(name, within).flatMap(textsOf))];
    this.#texts.set(name, texts);
    return texts;
  }

  #slotsOf(line: string, name: string, within: readonly string[]): ListLine['slots'] {
    if (!line.includes('{')) return [[line]];
    let last: readonly string[] = [''];
    const slots: (readonly string[])[] = [];
    // Every second piece is a placeholder's name.
    for (const [index, piece] of line.split(PLACEHOLDERS).entries()) {
      if (index % 2 === 1) {
        last = glued(last, this.#replacementsFor(piece, name, within));
        if (last.length > MAX_EXPANSIONS) throw tooMany(name, line);
        continue;
      }
      const [start = '', ...words] = piece.split(' ');
      if (start !== '') last = glued(last, [start]);
      for (const word of words) {
        slots.push(last);
        last = [word];
      }
    }
    return [...slots, last];
  }

  #replacementsFor(of: string, name: string, within: readonly string[]): readonly string[] {
    if (!Object.hasOwn(this.#files, of)) {
      throw new TermListError(`${name}: there is no list for {${of}}`);
    }
    const known = this.#withoutStars.get(of);
    if (known) return known;
    const written = this.textsOf(of, [...within, name]);
    const texts = this.#arePatterns ? written : written.map(withoutStars);
    this.#withoutStars.set(of, texts);
    return texts;
  }
}

/** A line without the stars at its ends. */
function withoutStars(line: string): string {
  return line.replace(/^\*|\*$/g, '');
}

/** Concatenates each of `these` with each of `those`, without a space. Just `those` if `these` is empty. */
function glued(these: readonly string[], those: readonly string[]): readonly string[] {
  if (these.length === 1 && these[0] === '') return those;
  return these.flatMap((start) => those.map((end) => start + end));
}

function tooMany(name: string, line: string): TermListError {
  return new TermListError(`${name}: "${line}" stands for more than ${MAX_EXPANSIONS} terms`);
}

function writtenLines(text: string): readonly string[] {
  const lines = text.normalize('NFC').toLowerCase().split('\n');
  const trimmed = lines.map((line) => line.trim());
  return [...new Set(trimmed)].filter((line) => line !== '' && !line.startsWith('#'));
}

/**
 * A line of a list, possibly thousands of texts: one of the first slot, a space, one of the second, and so
 * on. Most lines are short and expand to many texts, such as "{without} {garment}", which are rarely needed
 * all at once.
 */
export interface ListLine {
  readonly slots: readonly (readonly string[])[];
}

/** A line for this text alone. */
export function lineOf(text: string): ListLine {
  return { slots: [[text]] };
}

/** All texts of a line. The last slot varies fastest. */
export function textsOf({ slots }: ListLine): readonly string[] {
  const [first = [], ...further] = slots;
  let texts = first;
  for (const slot of further) {
    const longer: string[] = [];
    for (const text of texts) for (const next of slot) longer.push(`${text} ${next}`);
    texts = longer;
  }
  return texts;
}

/** The text at one index of {@link textsOf}. */
export function textAt({ slots }: ListLine, place: number): string {
  const words: string[] = [];
  let left = place;
  for (const slot of slots.toReversed()) {
    words.push(slot[left % slot.length] ?? '');
    left = Math.floor(left / slot.length);
  }
  return words.reverse().join(' ');
}

/** The number of a line's texts. */
export function countOf({ slots }: ListLine): number {
  return slots.reduce((count, { length }) => count * length, 1);
}

const BASIC = /^[\x20-\x7e]+$/;

/**
 * Hints, plus those with accents again without them. The two are found in different readings, and a hint
 * counts only beside another one of the same reading.
 */
function alsoWithoutAccents(hints: readonly ListLine[]): readonly ListLine[] {
  const texts = hints.flatMap(textsOf);
  const listed = new Set(texts);
  const plain = texts.filter((text) => !BASIC.test(text)).map(withLatinLetters);
  const missing = new Set(plain.filter((text) => BASIC.test(text) && !listed.has(text)));
  return [...hints, ...[...missing].map(lineOf)];
}
