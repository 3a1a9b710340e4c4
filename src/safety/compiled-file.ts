import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { CompiledLists } from './compiled-lists.ts';
import { TablesError } from './tables.ts';
import { parseLanguages, type Language } from './term-files.ts';

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
