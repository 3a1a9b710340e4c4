import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from './problem.ts';

/** The largest workflow that is read. An export of hundreds of nodes has a tenth of it. */
export const LARGEST_WORKFLOW_BYTES = 4 * 1024 * 1024;

/** A file with what was parsed of it, or why there is none. */
export type JsonFile =
  { readonly json: unknown; readonly bytes: Buffer } | (Problem & { readonly isMissing?: boolean });

/** Reads a file of JSON, of `most` bytes, which is called `name` where something is wrong with it. */
export function readJsonFile(
  folder: string,
  name: string,
  most: number = LARGEST_WORKFLOW_BYTES,
): JsonFile {
  const path = join(folder, name);
  let bytes: Buffer;
  try {
    if (statSync(path).size > most) {
      return { file: name, says: `is larger than ${most / 1024 / 1024} MiB: export it again` };
    }
    bytes = readFileSync(path);
  } catch (error) {
    if (isMissing(error)) return { file: name, says: 'is missing', isMissing: true };
    return { file: name, says: `cannot be read: ${reasonOf(error)}` };
  }
  const text = bytes.toString('utf8');
  if (text.trim() === '') return { file: name, says: 'is empty: write it again' };
  try {
    return { json: JSON.parse(text.replace(/^\uFEFF/, '')), bytes };
  } catch (error) {
    return { file: name, says: `is not JSON, mend it there: ${reasonOf(error)}` };
  }
}

/** Whether a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'why is unknown';
}
