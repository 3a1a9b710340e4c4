/** What a term says about a picture that is asked for, or, the last two, asked away. */
export const CATEGORIES = ['nudity', 'sexual', 'suggestive', 'minor', 'clothes', 'adult'] as const;
export type Category = (typeof CATEGORIES)[number];

/** One term of a list: words, each side open where it may go on. */
export interface Term {
  readonly category: Category;
  readonly text: string;
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

/** The terms of one language, or of several put together. */
export interface TermList {
  readonly terms: readonly Term[];
  /** Phrases in which a term is harmless. */
  readonly innocent: readonly string[];
  /** Words that say nothing between two others, like "her" or "all of". */
  readonly filler: readonly string[];
  /** Words that people write together with a term, such as "photo" or "girl". */
  readonly compound: readonly string[];
  /** Two words that stand side by side and spell a term. */
  readonly pair: readonly string[];
  /** Phrases that are harmless in a negative prompt only, such as "torn clothes". */
  readonly innocentNegative: readonly string[];
}

/** The lists of one language as they are written: each file's name without its ending, and its text. */
export type TermFiles = Readonly<Record<string, string>>;

/** Thrown for a list that cannot be used; its message says where and why, for the operator. */
export class TermListError extends Error {
  override readonly name = 'TermListError';
}

const OTHER_LISTS = ['innocent', 'innocent-negative', 'filler', 'compound', 'pair'];

const PLACEHOLDERS = /\{([^{}]*)\}/g;

/** What one placeholder may make of one line at most. */
const MOST_EXPANSIONS = 20_000;

/**
 * Reads the lists of one language: one term a line, `#` begins a comment. `*` at an end of a term
 * opens it, and `{name}` stands for every line of the list of that name.
 *
 * @throws TermListError that names the list and the line.
 */
export function parseTermFiles(files: TermFiles): TermList {
  requireUsed(files);
  const list = (name: string) => expanded(name, files);
  return {
    terms: CATEGORIES.flatMap((category) => list(category).map((line) => termOf(category, line))),
    innocent: list('innocent'),
    filler: list('filler'),
    compound: list('compound'),
    pair: list('pair'),
    innocentNegative: list('innocent-negative'),
  };
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
  };
}

/** A list that nothing reads has its name written wrong, and its terms would be missing unnoticed. */
function requireUsed(files: TermFiles): void {
  const read = new Set<string>([...CATEGORIES, ...OTHER_LISTS]);
  for (const text of Object.values(files)) {
    for (const [, name = ''] of text.matchAll(PLACEHOLDERS)) read.add(name);
  }
  for (const name of Object.keys(files)) {
    if (!read.has(name)) throw new TermListError(`nothing reads a list called ${name}`);
  }
}

function termOf(category: Category, line: string): Term {
  const text = line.replace(/^\*|\*$/g, '').trim();
  if (text === '' || text.includes('*')) {
    throw new TermListError(`${category}: "${line}" may have a * at its ends only`);
  }
  return { category, text, openStart: line.startsWith('*'), openEnd: line.endsWith('*') };
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.normalize('NFC').trim().toLowerCase());
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

/** The lines of a list with every placeholder replaced. */
function expanded(name: string, files: TermFiles, within: readonly string[] = []): string[] {
  if (within.includes(name)) throw new TermListError(`{${name}} stands for itself`);
  const lines = linesOf(files[name] ?? '').flatMap((line) => expand(line, name, files, within));
  return [...new Set(lines)];
}

function expand(line: string, name: string, files: TermFiles, within: readonly string[]): string[] {
  const [placeholder] = line.matchAll(PLACEHOLDERS);
  if (!placeholder) return [line];
  const [whole, of = ''] = placeholder;
  if (!Object.hasOwn(files, of)) throw new TermListError(`${name}: there is no list for ${whole}`);
  const lines = expanded(of, files, [...within, name]).flatMap((word) =>
    expand(
      line.replace(whole, () => word.replace(/^\*|\*$/g, '')),
      name,
      files,
      within,
    ),
  );
  if (lines.length > MOST_EXPANSIONS) {
    throw new TermListError(`${name}: "${line}" stands for more than ${MOST_EXPANSIONS} terms`);
  }
  return lines;
}
