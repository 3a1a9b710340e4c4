import { textAt, textsOf, type ListLine } from './list-line.ts';
import { alsoWithoutAccents } from './hint-lines.ts';
import { ListLines, PLACEHOLDERS, type TermFiles } from './list-lines.ts';
import { TermListError } from './term-list-error.ts';

export { TermListError };

/**
 * What a term says about a picture that is asked for, or, the last two, asked away. `uncovered` says of
 * undress and of the body what counts beside minors only, and a `hint` counts beside another one.
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

/** The list of what is harmless in text of its own language only. */
export const INNOCENT_IN_LANGUAGE = 'innocent-in-language';
/** The lists of what is not to be done with a picture of somebody, and of what is harmless to do. */
const EDIT = 'edit';
const INNOCENT_EDIT = 'innocent-edit';
/** The list of the bot's own terms that an operator does not want to be terms. */
export const NOT_A_TERM = 'not-a-term';

/** Terms of a list that stand in one line of it: words, each side open where they may go on. */
export interface TermLine extends ListLine {
  readonly category: Category;
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

/** What is known of a language besides its terms. */
export interface SpokenLanguage {
  /** Its folder's name. */
  readonly name: string;
  /** Words by which it is known. */
  readonly words: readonly string[];
  /** Phrases that are harmless where the words around them are its own. */
  readonly innocent: readonly ListLine[];
}

/** The terms of one language, or of several put together. */
export interface TermList {
  readonly terms: readonly TermLine[];
  /** Phrases in which a term is harmless. */
  readonly innocent: readonly ListLine[];
  /** Words that say nothing between two others, like "her" or "all of". */
  readonly filler: readonly string[];
  /** Words that people write together with a term, such as "photo" or "girl". */
  readonly compound: readonly string[];
  /** Two words that spell a term when they stand side by side. */
  readonly pair: readonly string[];
  /** Phrases that are harmless in a negative prompt only, such as "torn clothes". */
  readonly innocentNegative: readonly ListLine[];
  /** Words that make somebody a child, even from a distance, and words for looks that may stand between. */
  readonly young: readonly string[];
  readonly looks: readonly string[];
  readonly languages: readonly SpokenLanguage[];
  /** Patterns of what is not to be done with a picture of somebody, and those that are harmless. */
  readonly edits: readonly ListLine[];
  readonly innocentEdits: readonly ListLine[];
  /** What is a term in the bot's own lists, and is not to be one. */
  readonly notATerm: readonly string[];
}

/** The lists that are read by their names; all others are put into their lines. */
export const LIST_NAMES: ReadonlySet<string> = new Set([
  ...CATEGORIES,
  'innocent',
  'innocent-negative',
  INNOCENT_IN_LANGUAGE,
  'language',
  NOT_A_TERM,
  EDIT,
  INNOCENT_EDIT,
  'filler',
  'compound',
  'pair',
  'young',
  'looks',
]);

/**
 * Reads the lists of one language: one term a line, `#` begins a comment. `*` at an end of a term
 * opens it, or at an end of any word in a pattern, `...` in a pattern is a gap, and `{name}` stands
 * for every line of the list of that name.
 *
 * @param name the language's, which is its folder's
 *
 * @throws TermListError that names the list and the line.
 */
export function parseTermFiles(files: TermFiles, name = ''): TermList {
  requireUsed(files);
  const lists = new ListLines(files);
  const patterns = new ListLines(files, { arePatterns: true });
  return {
    terms: CATEGORIES.flatMap((category) =>
      linesIn(lists, category).map((line) => termLineOf(category, line)),
    ),
    innocent: lists.linesOf('innocent'),
    filler: lists.textsOf('filler'),
    compound: lists.textsOf('compound'),
    pair: lists.textsOf('pair'),
    innocentNegative: lists.linesOf('innocent-negative'),
    languages: [
      {
        name,
        words: lists.textsOf('language'),
        innocent: lists.linesOf(INNOCENT_IN_LANGUAGE),
      },
    ],
    edits: patterns.linesOf(EDIT),
    innocentEdits: patterns.linesOf(INNOCENT_EDIT),
    notATerm: lists.textsOf(NOT_A_TERM),
    young: lists.textsOf('young'),
    looks: lists.textsOf('looks'),
  };
}

function linesIn(lists: ListLines, category: Category): readonly ListLine[] {
  const lines = lists.linesOf(category);
  return category === 'hint' ? alsoWithoutAccents(lines) : lines;
}

/** Several lists as one. */
export function joinTermLists(lists: readonly TermList[]): TermList {
  return {
    terms: lists.flatMap(({ terms }) => terms),
    innocent: lists.flatMap(({ innocent }) => innocent),
    filler: lists.flatMap(({ filler }) => filler),
    compound: lists.flatMap(({ compound }) => compound),
    pair: lists.flatMap(({ pair }) => pair),
    innocentNegative: lists.flatMap(({ innocentNegative }) => innocentNegative),
    languages: languagesIn(lists),
    edits: lists.flatMap(({ edits }) => edits),
    innocentEdits: lists.flatMap(({ innocentEdits }) => innocentEdits),
    notATerm: lists.flatMap(({ notATerm }) => notATerm),
    young: lists.flatMap(({ young }) => young),
    looks: lists.flatMap(({ looks }) => looks),
  };
}

/** The languages of several lists, each once. */
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

/** A list that nothing reads has a misspelt name, and nobody would notice that its terms are missing. */
function requireUsed(files: TermFiles): void {
  const read = new Set<string>(LIST_NAMES);
  for (const text of Object.values(files)) {
    for (const [, name = ''] of text.matchAll(PLACEHOLDERS)) read.add(name);
  }
  for (const name of Object.keys(files)) {
    if (!read.has(name)) throw new TermListError(`nothing reads a list called ${name}`);
  }
}

/** A term as it is written; a `*` at an end opens it. */
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
