import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Effort } from '../reading/limits.ts';
import { plainReading, Reader, scriptOf } from '../reading/readings.ts';
import { PatternsBuilder, PatternSearch } from './patterns.ts';
import {
  joinTermLists,
  NOT_A_TERM,
  parseTermFiles,
  type TermFiles,
  type TermList,
  TermListError,
  textsIn,
  textsOf,
} from './term-list.ts';
import { Vocabulary, VocabularyBuilder } from './vocabulary.ts';

const ENDING = '.txt';
/** A list is only a page or two of words. */
const MAX_BYTES = 1_000_000;

/** The source lists of one language, in a folder of this name. */
export interface Language {
  readonly folder: string;
  readonly name: string;
  readonly files: TermFiles;
}

/**
 * Reads a folder of term lists: one subfolder per language, one text file per list.
 *
 * @throws TermListError for a folder or a list that cannot be read.
 */
export function readTermFolder(folder: string): readonly Language[] {
  const languages = entriesOf(folder).filter((entry) => entry.isDirectory());
  if (languages.length === 0) {
    throw new TermListError(`${folder} has no folder of term lists in it, such as en`);
  }
  return languages.map(({ name }) => readLanguage(join(folder, name), name));
}

function readLanguage(folder: string, name: string): Language {
  const names = entriesOf(folder)
    .map((entry) => entry.name)
    .filter((entry) => entry.endsWith(ENDING));
  const texts = names.map(
    (list) => [list.slice(0, -ENDING.length), readText(join(folder, list))] as const,
  );
  return { folder, name, files: Object.fromEntries<string>(texts) };
}

/**
 * Merges the lists of all languages: the bot's own, minus the operator's `not-a-term`, plus the operator's.
 *
 * @throws TermListError that names the folder, the list and the line.
 */
export function parseLanguages(
  own: readonly Language[],
  further: readonly Language[] = [],
): TermList {
  const ownLists = joinTermLists(own.map((language) => parseLanguage(language)));
  const furtherLists = joinTermLists(
    further.map((language) =>
      parseLanguage(language, (list) => {
        requireTerms(ownLists, textsIn(list, NOT_A_TERM));
      }),
    ),
  );
  return joinTermLists([withoutTerms(ownLists, textsIn(furtherLists, NOT_A_TERM)), furtherLists]);
}

function parseLanguage(
  { folder, name, files }: Language,
  check?: (list: TermList) => void,
): TermList {
  try {
    const list = parseTermFiles(files, name);
    check?.(list);
    return list;
  } catch (error) {
    if (!(error instanceof TermListError)) throw error;
    throw new TermListError(`${folder}: ${error.message}`, { cause: error });
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new TermListError(`${folder} cannot be read`, { cause: error });
  }
}

function readText(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new TermListError(`${path} cannot be read`, { cause: error });
  }
  if (bytes.length > MAX_BYTES) throw new TermListError(`${path} is larger than 1 MB`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new TermListError(`${path} is not UTF-8`, { cause: error });
  }
}

/**
 * Removes terms from the bot's own lists, given as a refusal names them: without stars, and in every
 * language, since a text is matched against all at once. Edits stay in the lists and are skipped when found.
 */
function withoutTerms(own: TermList, texts: readonly string[]): TermList {
  if (texts.length === 0) return own;
  const unwanted = new Set(texts);
  const terms = own.terms.flatMap((line) => {
    const all = textsOf(line);
    const kept = all.filter((text) => !unwanted.has(text));
    if (kept.length === all.length) return [line];
    return kept.length === 0 ? [] : [{ ...line, slots: [kept] }];
  });
  return { ...own, terms };
}

/** @throws TermListError for an unknown term: a misspelt one would silently have no effect. */
function requireTerms(own: TermList, texts: readonly string[]): void {
  const unknown = new Set(texts);
  if (unknown.size === 0) return;
  for (const text of own.terms.flatMap(textsOf)) unknown.delete(text);
  if (unknown.size === 0) return;
  const isEdit = editNamesOf(own);
  const first = [...unknown].find((text) => !isEdit(text));
  if (first === undefined) return;
  throw new TermListError(`${NOT_A_TERM}: the bot's own lists have no term "${first}"`);
}

/** Returns a test for names of edits in these lists. An edit's name matches itself. */
function editNamesOf(lists: TermList): (text: string) => boolean {
  const words = new VocabularyBuilder();
  const patterns = new PatternsBuilder(lists, words);
  const { tables, numberOf } = words.built(textsIn(lists, 'filler'));
  const vocabulary = new Vocabulary(tables);
  const search = new PatternSearch(patterns.built(numberOf), vocabulary);
  const effort = new Effort();
  const reader = new Reader(vocabulary, effort);
  return (text) => {
    const script = scriptOf(text);
    const found = new Set<string>();
    const read = reader.wordsIn(plainReading(text, script), script);
    search.find(read, script, found, effort);
    return found.has(text);
  };
}
