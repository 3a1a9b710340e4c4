import { ASKED_AWAY, ASKED_FOR, type CompiledLists } from './lists/compiled-lists.ts';
import type { Texts } from './lists/tables.ts';
import type { Vocabulary } from './lists/vocabulary.ts';
import { Effort, isUnreadable } from './reading/limits.ts';
import { turnedRound } from './reading/prompt-markup.ts';
import { Reader, Readings } from './reading/readings.ts';
import { type Found, TermMatcher } from './term-matcher.ts';

/** What is screened before a picture is made of it. */
export interface ScreenedRequest {
  readonly prompt: string;
  readonly negativePrompt: string;
  /** Whether a picture of somebody goes with it: a photo of a face, or any that is worked on. */
  readonly face: boolean;
  /** Whether it is asked for in an age-restricted channel; unknown counts as not. */
  readonly ageRestricted: boolean;
}

/** Why a request is refused. `term` is the one of the lists that decided, empty where none did. */
export interface Refusal {
  readonly code: 'prompt_minor' | 'prompt_face' | 'prompt_explicit' | 'prompt_unreadable';
  readonly term: string;
  /** Beside a minor: the term for what is never made of one. */
  readonly beside?: string;
  /** Beside a minor: whether both words are explicit. Suggestive words, loose ones and what is asked away are not. */
  readonly isStrong?: true;
}

/**
 * Steps. A prompt of 940 characters takes a twentieth of it, two of the longest with weights below
 * zero take half, or most of it where every word is a tag with a weight. All of them take a computer
 * some ten milliseconds.
 */
const MOST_EFFORT = 300_000;

const LINE_BREAKS = /[\n\r\u2028\u2029]+/g;

/** With the comma before it: a list with an item in each line is the same list in one line. */
const LINE_ENDS = /,?[\n\r\u2028\u2029]+/g;

const UNREADABLE: Refusal = { code: 'prompt_unreadable', term: '' };

/**
 * Decides by words whether a request may be made. Direction counts: what is harmless in a negative
 * prompt ("nude") is not in a prompt, and the other way round ("clothes").
 *
 * - Sexual or suggestive content and minors never meet, whoever asks and wherever; beside minors, looser
 *   words of undress and of the body count too.
 * - A picture of somebody goes with neither, nobody in one is undressed, and what is asked of models that edit
 *   counts: to see through clothes, to put a face on another body.
 * - Explicit content is for age-restricted channels.
 * - What would take too long to read in all its ways is not made.
 */
export class Screening {
  readonly #askedFor: TermMatcher;
  readonly #askedAway: TermMatcher;
  readonly #scanty: Texts;
  readonly #vocabulary: Vocabulary;

  constructor({ lexicon, askedFor, askedAway, scanty }: CompiledLists) {
    this.#askedFor = new TermMatcher(lexicon, askedFor, ASKED_FOR);
    this.#askedAway = new TermMatcher(lexicon, askedAway, ASKED_AWAY);
    this.#scanty = scanty;
    this.#vocabulary = lexicon.vocabulary;
  }

  /** `undefined` where nothing is against it. */
  refusalOf(request: ScreenedRequest, effort = new Effort(MOST_EFFORT)): Refusal | undefined {
    const { prompt, negativePrompt, face, ageRestricted } = request;
    if (isUnreadable(`${prompt}\n${negativePrompt}`)) return UNREADABLE;
    const reader = new Reader(this.#vocabulary, effort);
    const reading = { readings: new Readings(effort), reader, effort, edits: face };
    const [asked, askedAway] = [withLinesApart(prompt), withLinesApart(negativePrompt)];
    const wanted = this.#askedFor.find(withSeparateText(asked, turnedRound(askedAway)), reading);
    const away = withSeparateText(askedAway, turnedRound(asked));
    const unwanted = this.#askedAway.find(away, { ...reading, edits: false });
    if (wanted === undefined || unwanted === undefined) return UNREADABLE;
    const explicit = firstOf(wanted.sexual, wanted.nudity, this.#undressing(unwanted));
    const improper = explicit ?? firstOf(wanted.suggestive, wanted.hint);
    const minor = firstOf(wanted.minor, unwanted.adult);
    const besideMinors = improper ?? firstOf(wanted.uncovered);
    if (minor !== undefined && besideMinors !== undefined) {
      const isStrong = wanted.minor.size > 0 && wanted.sexual.size + wanted.nudity.size > 0;
      const found = { term: minor, beside: besideMinors, ...(isStrong && { isStrong }) };
      return { code: 'prompt_minor', ...found };
    }
    const refused = improper ?? firstOf(wanted.edit);
    if (face && refused !== undefined) return { code: 'prompt_face', term: refused };
    if (explicit !== undefined && !ageRestricted)
      return { code: 'prompt_explicit', term: explicit };
    return undefined;
  }

  #undressing({ clothes, nudity }: Found): ReadonlySet<string> {
    if (nudity.size === 0) return clothes;
    return new Set([...clothes].filter((garment) => !this.#scanty.has(garment)));
  }
}

/**
 * A text of several lines, and behind it the same with nothing read together across them: options
 * that stand in a line each may be one sentence, but what is innocent in that sentence may be none in an
 * option alone.
 */
function withLinesApart(text: string): string {
  const [, ...further] = text.split(LINE_BREAKS);
  return further.length === 0 ? text : withSeparateText(text, text.replace(LINE_ENDS, ',\n'));
}

/** Two texts as one, with nothing read together across them. */
function withSeparateText(text: string, other: string): string {
  return other === '' ? text : `${text},\n${other}`;
}

function firstOf(...found: readonly ReadonlySet<string>[]): string | undefined {
  return found.flatMap((terms) => [...terms])[0];
}
