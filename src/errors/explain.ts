import { type ErrorWords, spoken } from '../say/facts.ts';
import type { Catalogue } from '../say/say.ts';
import type { ErrorCode, ErrorFacts } from './errors.ts';

/** Two sentences for members: what happened, and what to do next. */
export interface Explanation {
  readonly what: string;
  readonly next: string;
}

/** Puts an error into words. Leaves out what its facts lack. */
export function explain(
  { code, facts = {} }: { readonly code: ErrorCode; readonly facts?: ErrorFacts },
  { errors }: Pick<Catalogue, 'errors'>,
): Explanation {
  // Every language has words for every code.
  const words: Readonly<Record<ErrorCode, ErrorWords>> = errors;
  const { what, next } = words[code];
  return { what: spoken(what, facts), next: spoken(next, facts) };
}
