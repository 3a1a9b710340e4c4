import { ERRORS } from '../../errors/error-table.ts';

/** What stands for everything that is in no closed set: a row of an earlier version may hold any word. */
export const OTHER = 'other';

/** Every code by which people are told of an error. */
export const ERROR_CODES: ReadonlySet<string> = new Set(Object.keys(ERRORS));

/** A label's value: the word itself where it is one of these, and {@link OTHER} otherwise. */
export function oneOf(known: ReadonlySet<string>, word: string | null | undefined): string {
  return typeof word === 'string' && known.has(word) ? word : OTHER;
}
