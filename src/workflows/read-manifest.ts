import type { z } from 'zod';
import { isRecord } from '../engines/record.ts';
import { ENTRY_KEYS, manifestSchema, type Manifest } from './manifest.ts';
import type { Problem } from './problem.ts';
import { MANIFEST_FILE } from './reading.ts';
import { schemaWords } from './schema-words.ts';

/** Reads a manifest, or says what its schema has against it, each by its place in the file. */
export function readManifest(
  file: unknown,
): { readonly manifest: Manifest } | { readonly problems: readonly Problem[] } {
  const parsed = manifestSchema.safeParse(file, { error: schemaWords });
  if (parsed.success) return { manifest: parsed.data };
  const problems = parsed.error.issues.map((issue) => {
    const place = placeOf(issue.path, file);
    return {
      file: MANIFEST_FILE,
      ...(place !== '' && { place }),
      says: `${issue.message}${knownKeys(issue, file)}`,
    };
  });
  return { problems };
}

/** `nodes[2] (steps).choices[0]` */
function placeOf(path: readonly PropertyKey[], file: unknown): string {
  return path
    .map((key, at) => {
      const type = at === 1 && path[0] === 'nodes' ? typeOf(path, file) : undefined;
      if (typeof key === 'number') return `[${key}]${type === undefined ? '' : ` (${type})`}`;
      const name = String(key);
      if (!/^\w+$/.test(name)) return `[${JSON.stringify(name)}]`;
      return at === 0 ? name : `.${name}`;
    })
    .join('');
}

/** The type of the entry that a path leads into. */
function typeOf([first, index]: readonly PropertyKey[], file: unknown): string | undefined {
  if (first !== 'nodes' || typeof index !== 'number' || !isRecord(file)) return undefined;
  const entries: unknown = file.nodes;
  const entry: unknown = Array.isArray(entries) ? entries[index] : undefined;
  return isRecord(entry) && typeof entry.type === 'string' && ENTRY_KEYS.has(entry.type)
    ? entry.type
    : undefined;
}

/** Which keys may stand where one stands that is not known. */
function knownKeys({ code, path }: z.core.$ZodIssue, file: unknown): string {
  if (code !== 'unrecognized_keys') return '';
  const keys =
    path.length === 0
      ? Object.keys(manifestSchema.shape)
      : path.length === 2
        ? ENTRY_KEYS.get(typeOf(path, file) ?? '')
        : undefined;
  return keys ? `: it may have ${keys.join(', ')}` : ': leave it out';
}
