import { en } from './en/en.ts';
import type { ErrorWords } from './facts.ts';

/**
 * All text for members. Another language is another value of this type, so the compiler reports what it
 * lacks.
 */
export type Catalogue = Omit<typeof en, 'errors'> & {
  readonly errors: Readonly<Record<keyof typeof en.errors, ErrorWords>>;
};

/** By Discord's locale, or its language alone. */
const CATALOGUES: ReadonlyMap<string, Catalogue> = new Map([['en', en]]);

/** The catalogue for a Discord locale such as `en-GB`. English if unknown or missing. */
export function say(locale?: string): Catalogue {
  const language = locale?.split('-', 1)[0];
  return CATALOGUES.get(locale ?? '') ?? CATALOGUES.get(language ?? '') ?? en;
}

/** An endpoint other than the bot's own, with the titles of what it makes. */
export interface NamedEndpoint {
  readonly id: string;
  readonly makes: readonly string[];
}

/** A notification for operators, looked up in the catalogue. */
export type Notice = (words: Catalogue['notices']) => string;
