import { Effort } from './effort.ts';
import { Lexicon } from './lexicon.ts';
import { turnedRound } from './prompt-weights.ts';
import { lineOf, textsOf, type ListLine } from './list-line.ts';
import { allTextsOf, type Category, type TermList } from './term-list.ts';
import { TermMatcher, type Found } from './term-matcher.ts';
import { isUnreadable } from './unreadable.ts';

/** What is screened before a picture is made of it. */
export interface ScreenedRequest {
  readonly prompt: string;
  readonly negativePrompt: string;
  /** Whether a photo of a face goes with it. */
  readonly face: boolean;
  /** Whether it is asked for in an age-restricted channel; unknown counts as not. */
  readonly ageRestricted: boolean;
}

/** Why a request is refused. `term` is the one of the lists that decided, empty where none did. */
export interface Refusal {
  readonly code: 'prompt_minor' | 'prompt_face' | 'prompt_explicit' | 'prompt_unreadable';
  readonly term: string;
}

/**
 * Steps. A prompt of 940 characters takes a tenth of it, two of the longest in six languages with
 * weights below zero take three quarters, and a computer takes some ten milliseconds for all.
 */
const MOST_EFFORT = 400_000;

const UNREADABLE: Refusal = { code: 'prompt_unreadable', term: '' };

/**
 * Decides by words whether a request may be made. Direction counts: what is harmless in a negative
 * prompt ("nude") is not in a prompt, and the other way about ("clothes").
 *
 * - Sexual or suggestive content and minors never meet, whoever asks and wherever.
 * - A face meets neither, nor is it undressed.
 * - Explicit content is for age-restricted channels.
 * - What would take too long to read in every way is not made.
 */
export class Screening {
  readonly #askedFor: TermMatcher;
  readonly #askedAway: TermMatcher;
  /** Garments that hide little: asked away beside nudity, they ask for decency. */
  readonly #scanty: ReadonlySet<string>;

  constructor(lists: TermList) {
    const linesOf = (category: Category) =>
      lists.terms.filter((term) => term.category === category);
    this.#scanty = new Set(allTextsOf(linesOf('suggestive')));
    // "Revealing clothes" are no clothes that somebody is to be without.
    const clothes = new Set(allTextsOf(linesOf('clothes')));
    const improper = [...linesOf('suggestive'), ...linesOf('nudity')].flatMap((line) =>
      phrasesIn(line, clothes),
    );
    const all = { ...lists, innocentNegative: [...lists.innocentNegative, ...improper] };
    const lexicon = new Lexicon(all);
    this.#askedFor = new TermMatcher(lexicon, all, {
      categories: ['nudity', 'sexual', 'suggestive', 'minor'],
      negative: false,
    });
    this.#askedAway = new TermMatcher(lexicon, all, {
      categories: ['clothes', 'adult', 'nudity'],
      negative: true,
    });
  }

  /** `undefined` where nothing is against it. */
  refusalOf(request: ScreenedRequest, effort = new Effort(MOST_EFFORT)): Refusal | undefined {
    const { prompt, negativePrompt, face, ageRestricted } = request;
    if (isUnreadable(`${prompt}\n${negativePrompt}`)) return UNREADABLE;
    const wanted = this.#askedFor.find(`${prompt}\n${turnedRound(negativePrompt)}`, effort);
    const unwanted = this.#askedAway.find(`${negativePrompt}\n${turnedRound(prompt)}`, effort);
    if (wanted === undefined || unwanted === undefined) return UNREADABLE;
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

/** The phrases of a line but for some others. */
function phrasesIn(line: ListLine, others: ReadonlySet<string>): readonly ListLine[] {
  const texts = textsOf(line);
  const phrases = texts.filter((text) => text.includes(' ') && !others.has(text));
  return phrases.length === texts.length ? [line] : phrases.map(lineOf);
}

function firstOf(...found: readonly ReadonlySet<string>[]): string | undefined {
  return found.flatMap((terms) => [...terms])[0];
}
