import { TermMatcher, type Found } from './term-matcher.ts';
import type { Category, TermList } from './term-list.ts';
import { turnedRound } from './prompt-weights.ts';

/** What is screened before a picture is made of it. */
export interface ScreenedRequest {
  readonly prompt: string;
  readonly negativePrompt: string;
  /** Whether a photo of a face goes with it. */
  readonly face: boolean;
  /** Whether it is asked for in an age-restricted channel; unknown counts as not. */
  readonly ageRestricted: boolean;
}

/** Why a request is refused. `term` is the one of the lists that decided. */
export interface Refusal {
  readonly code: 'prompt_minor' | 'prompt_face' | 'prompt_explicit';
  readonly term: string;
}

/**
 * Decides by words whether a request may be made. Direction counts: what is harmless in a negative
 * prompt ("nude") is not in a prompt, and the other way about ("clothes").
 *
 * - Sexual or suggestive content and minors never meet, whoever asks and wherever.
 * - A face meets neither, nor is it undressed.
 * - Explicit content is for age-restricted channels.
 */
export class Screening {
  readonly #askedFor: TermMatcher;
  readonly #askedAway: TermMatcher;
  /** Garments that hide little: asked away beside nudity, they ask for decency. */
  readonly #scanty: ReadonlySet<string>;

  constructor(lists: TermList) {
    const of = (category: Category) =>
      lists.terms.filter((term) => term.category === category).map(({ text }) => text);
    this.#scanty = new Set(of('suggestive'));
    this.#askedFor = new TermMatcher(lists, ['nudity', 'sexual', 'suggestive', 'minor']);
    // "Revealing clothes" are no clothes that somebody is to be without.
    const clothes = new Set(of('clothes'));
    const improper = [...of('suggestive'), ...of('nudity')].filter(
      (text) => text.includes(' ') && !clothes.has(text),
    );
    this.#askedAway = new TermMatcher(
      { ...lists, innocent: [...lists.innocent, ...lists.innocentNegative, ...improper] },
      ['clothes', 'adult', 'nudity'],
    );
  }

  /** `undefined` where nothing is against it. */
  refusalOf(request: ScreenedRequest): Refusal | undefined {
    const { prompt, negativePrompt, face, ageRestricted } = request;
    const wanted = this.#askedFor.find(`${prompt}\n${turnedRound(negativePrompt)}`);
    const unwanted = this.#askedAway.find(`${negativePrompt}\n${turnedRound(prompt)}`);
    const explicit = firstOf(wanted.sexual, wanted.nudity, this.#undressing(unwanted));
    const improper = explicit ?? firstOf(wanted.suggestive);
    if (improper === undefined) return undefined;
    const minor = firstOf(wanted.minor, unwanted.adult);
    if (minor !== undefined) return { code: 'prompt_minor', term: minor };
    if (face) return { code: 'prompt_face', term: improper };
    if (explicit !== undefined && !ageRestricted)
      return { code: 'prompt_explicit', term: explicit };
    return undefined;
  }

  #undressing({ clothes, nudity }: Found): ReadonlySet<string> {
    if (nudity.size === 0) return clothes;
    return new Set([...clothes].filter((garment) => !this.#scanty.has(garment)));
  }
}

function firstOf(...found: readonly ReadonlySet<string>[]): string | undefined {
  return found.flatMap((terms) => [...terms])[0];
}
