import { type ErrorWords, spoken } from '../say/facts.ts';
import type { Catalogue } from '../say/say.ts';
import type { ErrorCode, ErrorFacts } from './errors.ts';

/** The two sentences for people: what happened, and what to do next. */
export interface Explanation {
  readonly what: string;
  readonly next: string;
}

/** An error in words. What its facts lack is left open. */
export function explain(
  { code, facts = {} }: { readonly code: ErrorCode; readonly facts?: ErrorFacts },
  { errors }: Pick<Catalogue, 'errors'>,
): Explanation {
  // Every code has its words in every language.
  const words: Readonly<Record<ErrorCode, ErrorWords>> = errors;
  const { what, next } = words[code];
  return { what: spoken(what, facts), next: spoken(next, facts) };
}
