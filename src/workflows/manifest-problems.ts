import type { z } from 'zod';
import type { Problem } from './problem.ts';
import { MANIFEST_FILE } from './reading.ts';

/** What the schema found wrong with a manifest, each by its place in the file. */
export function manifestProblems(error: z.ZodError): readonly Problem[] {
  return error.issues.map((issue) => {
    const { path, message } = innermost(issue);
    const place = placeOf(path);
    const says = `${message.charAt(0).toLowerCase()}${message.slice(1)}`;
    return { file: MANIFEST_FILE, ...(place !== '' && { input: place }), says };
  });
}

/** What is wrong with the alternative that came nearest. */
function innermost(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string } {
  const [nearest] = issue.code === 'invalid_union' ? (issue.errors.at(-1) ?? []) : [];
  if (!nearest) return { path: issue.path, message: issue.message };
  const { path, message } = innermost(nearest);
  return { path: [...issue.path, ...path], message };
}

/** `nodes[2].choices[0]` */
function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, at) =>
      typeof key === 'number' ? `[${key}]` : at === 0 ? String(key) : `.${String(key)}`,
    )
    .join('');
}
