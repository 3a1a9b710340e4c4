import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CompiledLists } from './lists/compiled-lists.ts';
import { TablesError } from './lists/tables.ts';
import { type Language, parseLanguages, readTermFolder } from './lists/term-files.ts';
import { Screening } from './screening.ts';

/**
 * The screening by the bot's own lists, and by those in an operator's folder where there is one.
 * Only a build compiles lists into a file, and only the bot's own: all others, and those that no
 * file fits, are made from their texts.
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

/** Where lists stand as they are written, and where the file is that a build compiles from them. */
interface ListFiles {
  readonly folder: string;
  readonly compiled: string;
}

/** The lists that come with the bot. */
export const OWN_LISTS: ListFiles = {
  folder: here('../../terms'),
  compiled: here('terms.compiled'),
};

/** A file begins with the fingerprint of the lists it was made from. */
const FINGERPRINT = 32;

/** Compiles lists into a file. */
export function writeCompiled(path: string, languages: readonly Language[]): void {
  const tables = CompiledLists.of(parseLanguages(languages)).bytes();
  writeFileSync(path, Buffer.concat([fingerprintOf(languages), tables]));
}

/** What was compiled from exactly these lists; `undefined` where the file is missing, or not whole. */
export function readCompiled(
  path: string,
  languages: readonly Language[],
): CompiledLists | undefined {
  try {
    const bytes = readFileSync(path);
    const isOfThese = fingerprintOf(languages).equals(bytes.subarray(0, FINGERPRINT));
    return isOfThese ? CompiledLists.from(bytes.subarray(FINGERPRINT)) : undefined;
  } catch (error) {
    if (error instanceof TablesError || isMissing(error)) return undefined;
    throw error;
  }
}

function fingerprintOf(languages: readonly Language[]): Buffer {
  const written = languages.map(({ name, files }) => [name, files]);
  return createHash('sha256').update(JSON.stringify(written)).digest();
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
