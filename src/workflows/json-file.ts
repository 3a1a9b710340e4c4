import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../engines/record.ts';
import type { Problem } from './problem.ts';

/** The largest workflow file accepted. An export of hundreds of nodes has a tenth of it. */
export const LARGEST_WORKFLOW_BYTES = 4 * 1024 * 1024;
/** The deepest nesting accepted, so that later code may recurse. ComfyUI's own files have a tenth of it. */
const DEEPEST = 100;
/** Assigning this key on an object sets its prototype instead. */
const PROTOTYPE = '__proto__';

/** A parsed file, or why it could not be read. */
export type JsonFile =
  { readonly json: unknown; readonly bytes: Buffer } | (Problem & { readonly isMissing?: boolean });

/** Reads a JSON file of at most `most` bytes. Problems refer to it as `name`. */
export function readJsonFile(
  folder: string,
  name: string,
  most: number = LARGEST_WORKFLOW_BYTES,
): JsonFile {
  const read = readBytes(folder, name, most);
  return 'says' in read ? read : jsonIn(name, read.bytes);
}

/** Reads a file of at most `most` bytes. Problems refer to it as `name`. */
export function readBytes(
  folder: string,
  name: string,
  most: number,
): { readonly bytes: Buffer } | (Problem & { readonly isMissing?: boolean }) {
  const path = join(folder, name);
  try {
    const stat = statSync(path);
    // Reading a pipe would block, and a device may never end.
    if (!stat.isFile()) return { file: name, says: 'is no file: put one there' };
    if (stat.size > most) {
      return { file: name, says: `is larger than ${most / 1024 / 1024} MiB: export it again` };
    }
    return { bytes: readFileSync(path) };
  } catch (error) {
    if (isMissing(error)) return { file: name, says: 'is missing', isMissing: true };
    return { file: name, says: `cannot be read: ${reasonOf(error)}` };
  }
}

/** Parses the bytes of a file. Problems refer to it as `name`. */
export function jsonIn(name: string, bytes: Buffer): JsonFile {
  if (!isUtf8(bytes)) return { file: name, says: 'is not in UTF-8: save it so' };
  const text = bytes.toString('utf8');
  if (text.trim() === '') return { file: name, says: 'is empty: write it again' };
  const read = parsed(text.replace(/^\uFEFF/, ''));
  if (read.error !== undefined) {
    return { file: name, says: `is not JSON, mend it there: ${reasonOf(read.error)}` };
  }
  const says = refusalOf(read.json);
  if (says !== undefined) return { file: name, says };
  return { json: read.json, bytes: read.mended === undefined ? bytes : Buffer.from(read.mended) };
}

/** Parses JSON. Python writes NaN and Infinity, which are no JSON: they become null. */
function parsed(text: string): {
  readonly json?: unknown;
  readonly mended?: string;
  readonly error?: unknown;
} {
  try {
    return { json: JSON.parse(text) };
  } catch (error) {
    const mended = withoutNaN(text);
    if (mended === undefined) return { error };
    try {
      return { json: JSON.parse(mended), mended };
    } catch {
      return { error };
    }
  }
}

/** Undefined if there is none outside of strings. */
function withoutNaN(text: string): string | undefined {
  const parts: string[] = [];
  let isString = false;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (isString && char === '\\') at += 1;
    else if (char === '"') isString = !isString;
    else if (!isString && (char === 'N' || char === 'I' || char === '-')) {
      const [word] = /^(?:NaN|-?Infinity)/.exec(text.slice(at, at + 9)) ?? [];
      if (word === undefined) continue;
      parts.push(text.slice(from, at), 'null');
      at += word.length - 1;
      from = at + 1;
    }
  }
  return parts.length === 0 ? undefined : [...parts, text.slice(from)].join('');
}

/** This many digits may exceed a JavaScript number's precision. */
const MANY_DIGITS = /\d{16}/;

/**
 * A parsed graph whose integers beyond 2^53 stay as text: ComfyUI refuses 2^64 - 1 rounded to a double, but
 * accepts the text.
 */
export function withExactNumbers({
  json,
  bytes,
}: {
  readonly json: unknown;
  readonly bytes: Buffer;
}) {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  // With a reviver the parser recurses. The depth is bounded, since the text was checked before.
  return MANY_DIGITS.test(text) ? (JSON.parse(text, exactly) as unknown) : json;
}

function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source ?? '';
  const isInexact = typeof value === 'number' && /^-?\d+$/.test(source) && String(value) !== source;
  return isInexact ? source : value;
}

/** Walks level by level, since the value may be too deep for recursion. */
export function refusalOf(json: unknown): string | undefined {
  let level: readonly unknown[] = [json];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return `is nested deeper than ${DEEPEST} levels: export it again`;
    if (level.some((value) => isRecord(value) && Object.hasOwn(value, PROTOTYPE))) {
      return `calls something ${PROTOTYPE}, a name that would be lost: rename it`;
    }
    level = level.flatMap((value) =>
      isRecord(value) || Array.isArray(value) ? Object.values<unknown>(value) : [],
    );
  }
  return undefined;
}

/** Whether a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** An error's message, for appending to what failed. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'why is unknown';
}
