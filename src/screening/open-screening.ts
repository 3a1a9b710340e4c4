import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CompiledLists } from './lists/compiled-lists.ts';
import { type Language, parseLanguages, readTermFolder } from './lists/term-files.ts';
import { Screening } from './screening.ts';

export { TermListError } from './lists/term-list.ts';
export { MOST_WORDS } from './reading/limits.ts';
export { HTML_SIGNS } from './reading/prompt-markup.ts';
export type { ScreenedRequest, Screening } from './screening.ts';

/**
 * Opens the screening with the bot's own lists and those of an operator's folder, if any. Only the bot's own
 * lists come compiled, from the build. Anything else, and lists that do not match the compiled file, is
 * parsed from its source.
 *
 * @throws TermListError for a folder or a list that cannot be used.
 */
export function openScreening(
  furtherLists?: string,
  { folder, compiled }: ListFiles = OWN_LISTS,
): Screening {
  const own = readTermFolder(folder);
  const further = furtherLists === undefined ? [] : readTermFolder(furtherLists);
  const lists = further.length > 0 ? undefined : readCompiled(compiled, own);
  return new Screening(lists ?? CompiledLists.of(parseLanguages(own, further)));
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The source folder of lists, and the file that a build compiles from them. */
interface ListFiles {
  readonly folder: string;
  readonly compiled: string;
}

/** The lists that ship with the bot. */
export const OWN_LISTS: ListFiles = {
  folder: here('../../terms'),
  compiled: here('terms.compiled'),
};

/** Change it with the meaning of the compiled tables. V8 writes them, in a format of its version. */
const FORMAT = 6;
/** The length of the fingerprint of the source lists at the start of the file. */
const FINGERPRINT = 32;

/** Compiles lists into a file. */
export function writeCompiled(path: string, languages: readonly Language[]): void {
  const tables = CompiledLists.of(parseLanguages(languages)).bytes();
  writeFileSync(path, Buffer.concat([fingerprintOf(languages), tables]));
}

/** Reads lists compiled from exactly these sources. `undefined` if the file is missing or damaged. */
export function readCompiled(
  path: string,
  languages: readonly Language[],
): CompiledLists | undefined {
  try {
    const bytes = readFileSync(path);
    const isOfThese = fingerprintOf(languages).equals(bytes.subarray(0, FINGERPRINT));
    return isOfThese ? CompiledLists.from(bytes.subarray(FINGERPRINT)) : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function fingerprintOf(languages: readonly Language[]): Buffer {
  const written = languages.map(({ name, files }) => [name, files]);
  const made = { format: FORMAT, by: process.versions.v8, of: written };
  return createHash('sha256').update(JSON.stringify(made)).digest();
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
