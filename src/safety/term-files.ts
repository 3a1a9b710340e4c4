import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TermFiles } from './list-lines.ts';
import { joinTermLists, parseTermFiles, TermListError, type TermList } from './term-list.ts';
import { requireTerms, withoutTerms } from './without-terms.ts';

const ENDING = '.txt';
/** A list is only a page or two of words. */
const MOST_BYTES = 1_000_000;

/** The lists of one language as they are written, in a folder of this name. */
export interface Language {
  readonly folder: string;
  readonly name: string;
  readonly files: TermFiles;
}

/**
 * Reads a folder of term lists: a folder in it for every language, a text file in that for every
 * list.
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
 * The lists of several languages as one: the bot's own, without what an operator's name as not a
 * term, and the operator's.
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
      parseLanguage(language, ({ notATerm }) => {
        requireTerms(ownLists, notATerm);
      }),
    ),
  );
  return joinTermLists([withoutTerms(ownLists, furtherLists.notATerm), furtherLists]);
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
  if (bytes.length > MOST_BYTES) throw new TermListError(`${path} is larger than 1 MB`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new TermListError(`${path} is not UTF-8`, { cause: error });
  }
}
