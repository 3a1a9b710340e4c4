import { en } from './en/en.ts';
import type { ErrorWords } from './facts.ts';

/**
 * Everything that people read in Discord. Another language is another value of this type, so that the
 * compiler says what it lacks.
 */
export type Catalogue = Omit<typeof en, 'errors'> & {
  readonly errors: Readonly<Record<keyof typeof en.errors, ErrorWords>>;
};

/** By Discord's locale, or by its language alone. */
const CATALOGUES: ReadonlyMap<string, Catalogue> = new Map([['en', en]]);

/** The words for a locale of Discord's, such as `en-GB`; English for one that is unknown or missing. */
export function say(locale?: string): Catalogue {
  const language = locale?.split('-', 1)[0];
  return CATALOGUES.get(locale ?? '') ?? CATALOGUES.get(language ?? '') ?? en;
}

/** An endpoint that is not the bot's own, and the titles of what is made there. */
export interface NamedEndpoint {
  readonly id: string;
  readonly makes: readonly string[];
}

/** Something for whoever runs the bot, as it is found in the catalogue. */
export type Notice = (words: Catalogue['notices']) => string;
