import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { joinTermLists, parseTermFiles, TermListError, type TermList } from './term-list.ts';

const ENDING = '.txt';
/** A list is a page or two of words. */
const MOST_BYTES = 1_000_000;

/**
 * Reads a folder of term lists: a folder in it for every language, a text file in that for every
 * list.
 *
 * @throws TermListError for a folder or a list that cannot be used.
 */
export function readTermFolder(folder: string): TermList {
  const languages = entriesOf(folder).filter((entry) => entry.isDirectory());
  if (languages.length === 0) {
    throw new TermListError(`${folder} has no folder of term lists in it, such as en`);
  }
  return joinTermLists(languages.map(({ name }) => readLanguage(join(folder, name))));
}

function readLanguage(folder: string): TermList {
  const files = entriesOf(folder).filter(({ name }) => name.endsWith(ENDING));
  const texts = files.map(
    ({ name }) => [name.slice(0, -ENDING.length), readText(join(folder, name))] as const,
  );
  try {
    return parseTermFiles(Object.fromEntries<string>(texts));
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
