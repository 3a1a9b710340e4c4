import { menuNames } from './en/commands.ts';
import { en } from './en/en.ts';
import { operatorNotices } from './en/notices.ts';
import type { ErrorWords, Facts } from './facts.ts';
import { LANGUAGES } from './languages.ts';

type English = typeof en;

/** The same shape, whatever the words: English ones may be typed as themselves. */
type InAnyWords<Part> = Part extends string
  ? string
  : Part extends (...facts: infer Facts) => infer Said
    ? (...facts: Facts) => InAnyWords<Said>
    : Part extends readonly (infer Line)[]
      ? readonly InAnyWords<Line>[]
      : { readonly [Name in keyof Part]: InAnyWords<Part[Name]> };

/**
 * All text for members, in one language. Typed after English, so the compiler reports what a language lacks.
 * Errors and problems may use facts that the English sentence leaves out.
 */
export type Catalogue = InAnyWords<Omit<English, 'errors' | 'problems'>> & {
  readonly errors: Readonly<Record<keyof English['errors'], ErrorWords>>;
  readonly problems: Readonly<Record<keyof English['problems'], (facts: Facts) => string>>;
};

/** By Discord's locale, and by language alone: `pt-PT` gets the Portuguese that there is. */
const CATALOGUES: ReadonlyMap<string, Catalogue> = new Map(
  LANGUAGES.toReversed().flatMap(({ catalogue, locales }) =>
    [languageOf(catalogue.language), catalogue.language, ...locales].map(
      (locale) => [locale, catalogue] as const,
    ),
  ),
);

/** The catalogue for a Discord locale such as `en-GB`. English if unknown or missing. */
export function say(locale = ''): Catalogue {
  return CATALOGUES.get(locale) ?? CATALOGUES.get(languageOf(locale)) ?? en;
}

/** `es` of `es-419` */
function languageOf(locale: string): string {
  return locale.split('-', 1)[0] ?? '';
}

/** An endpoint other than the bot's own, with the titles of what it makes. */
export interface NamedEndpoint {
  readonly id: string;
  readonly makes: readonly string[];
}

/** What operators read, in English only. */
export const forOperators = operatorNotices;

export { menuNames };

/** A notification for operators, looked up in {@link forOperators}. */
export type Notice = (words: typeof forOperators) => string;
