import { ASKED_AWAY, ASKED_FOR, type CompiledLists, type Lexicon } from './lists/compiled-lists.ts';
import { Proofreader, type Spellings } from './lists/spellings.ts';
import type { Category } from './lists/term-list.ts';
import type { Vocabulary } from './lists/vocabulary.ts';
import { Effort, isUnreadable } from './reading/limits.ts';
import { invertedWords } from './reading/prompt-markup.ts';
import { hasBasicReadingsOnly, Reader, scriptOf, SCRIPTS } from './reading/readings.ts';
import { RunTogether } from './run-together.ts';
import { Surroundings } from './surroundings.ts';
import { type Sought, TermSearch } from './term-search.ts';
import { type Finds, TextSearch } from './text-search.ts';

/** The texts and context of a request to screen. */
export interface ScreenedRequest {
  readonly prompt: string;
  readonly negativePrompt: string;
  /** Whether a picture of a person goes with it: a face photo, or any input image. */
  readonly face: boolean;
  /** Whether the channel is age-restricted. Unknown counts as not. */
  readonly ageRestricted: boolean;
}

/** The reason for a refusal. `term` is the listed term that decided, or empty. */
export interface Refusal {
  readonly code: 'prompt_minor' | 'prompt_face' | 'prompt_explicit' | 'prompt_unreadable';
  readonly term: string;
  /** For a minor: the term that must not appear beside one. */
  readonly beside?: string;
  /** For a minor: whether both words are explicit. Suggestive words, loose matches and exclusions are not. */
  readonly isStrong?: true;
}

/**
 * In steps. A prompt of 940 characters takes a twentieth. Two of the longest with negative weights take half,
 * or most of it if every word is a tag with a weight. The whole effort takes some ten milliseconds.
 */
const MAX_EFFORT = 300_000;

const LINE_BREAKS = /[\n\r\u2028\u2029]+/g;

/** Including the comma before it: a list with one item per line equals the same list in one line. */
const LINE_ENDS = /,?[\n\r\u2028\u2029]+/g;

const UNREADABLE: Refusal = { code: 'prompt_unreadable', term: '' };

/**
 * Decides by words whether a request is allowed. Prompt and negative prompt differ: "nude" is harmless in a
 * negative prompt only, and "clothes" in a prompt only.
 *
 * - Sexual or suggestive content never combines with minors, in any channel and for any member. Beside
 *   minors, looser words of undress and of the body count too.
 * - Neither goes with a picture of a person, and no picture of a person is undressed. Requests to editing
 *   models count too: seeing through clothes, putting a face on another body.
 * - Explicit content requires an age-restricted channel.
 * - A request that takes too long to read in all its readings is refused.
 */
export class Screening {
  readonly #askedFor: TermMatcher;
  readonly #askedAway: TermMatcher;
  readonly #scanty: ReadonlySet<string>;
  readonly #vocabulary: Vocabulary;

  constructor({ lexicon, askedFor, askedAway, scanty }: CompiledLists) {
    this.#askedFor = new TermMatcher(lexicon, askedFor, ASKED_FOR);
    this.#askedAway = new TermMatcher(lexicon, askedAway, ASKED_AWAY);
    this.#scanty = scanty;
    this.#vocabulary = lexicon.vocabulary;
  }

  /** `undefined` if the request is allowed. */
  refusalOf(request: ScreenedRequest, effort = new Effort(MAX_EFFORT)): Refusal | undefined {
    const { prompt, negativePrompt, face, ageRestricted } = request;
    if (isUnreadable(`${prompt}\n${negativePrompt}`)) return UNREADABLE;
    const reader = new Reader(this.#vocabulary, effort);
    const [asked, askedAway] = [withLinesApart(prompt), withLinesApart(negativePrompt)];
    const wanted = this.#askedFor.find(
      withSeparateText(asked, invertedWords(askedAway)),
      reader,
      face,
    );
    const away = withSeparateText(askedAway, invertedWords(asked));
    const unwanted = this.#askedAway.find(away, reader, false);
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
 * A text of several lines, followed by the same text with its lines kept apart. Options on separate lines may
 * form one sentence, but a word that is innocent in that sentence may not be so in one option alone.
 */
function withLinesApart(text: string): string {
  const [, ...further] = text.split(LINE_BREAKS);
  return further.length === 0 ? text : withSeparateText(text, text.replace(LINE_ENDS, ',\n'));
}

/** Joins two texts without forming phrases across them. */
function withSeparateText(text: string, other: string): string {
  return other === '' ? text : `${text},\n${other}`;
}

function firstOf(...found: readonly ReadonlySet<string>[]): string | undefined {
  return found.flatMap((terms) => [...terms])[0];
}

/** The terms found in a text, by category, and the forbidden edits to pictures of people. */
export type Found = Readonly<Record<Category | 'edit', ReadonlySet<string>>>;

/** Finds terms of some categories in texts, however they are written. */
export class TermMatcher {
  readonly #lexicon: Lexicon;
  readonly #spellings: Spellings;
  readonly #sought: Sought;
  readonly #searches: readonly TermSearch[];

  constructor(lexicon: Lexicon, spellings: Spellings, sought: Sought) {
    this.#lexicon = lexicon;
    this.#spellings = spellings;
    this.#sought = sought;
    this.#searches = SCRIPTS.map((script) => new TermSearch(lexicon, script, sought));
  }

  /**
   * @param edits whether to search for edits to pictures of people too
   *
   * @returns `undefined` if reading the text exceeds the effort
   */
  find(text: string, reader: Reader, edits: boolean): Found | undefined {
    const found: Finds = { terms: new Set(), edits: new Set(), hints: new Set(), loose: new Set() };
    if (text.trim() === '') return this.#byCategory(found);
    const { categories, negative } = this.#sought;
    const surroundings = new Surroundings(text, reader);
    const proofreader = new Proofreader(this.#spellings, reader, surroundings);
    const isBasic = hasBasicReadingsOnly(text);
    for (const search of this.#searches) {
      if (isBasic && search.script !== 'basic') continue;
      const ways = reader.readingsOf(text, search.script);
      const clauses = new TextSearch({
        lexicon: this.#lexicon,
        search,
        negative,
        edits,
        reader,
        proofreader,
        surroundings,
        // What is joined or misspelt counts only beside minors.
        runTogether: categories.includes('minor')
          ? new RunTogether(this.#lexicon, reader, ways[0] ?? '')
          : undefined,
      });
      for (const way of ways) {
        // Only terms with a letter of that script are searched in it.
        if (SCRIPTS.indexOf(scriptOf(way)) < SCRIPTS.indexOf(search.script)) continue;
        clauses.find(way, found);
        if (reader.effort.isOver) return undefined;
      }
    }
    return this.#byCategory(found);
  }

  #byCategory({ terms, edits, hints, loose }: Finds): Found {
    const found = {
      nudity: new Set<string>(),
      sexual: new Set<string>(),
      suggestive: new Set<string>(),
      hint: hints,
      uncovered: new Set<string>(),
      edit: edits,
      minor: new Set<string>(),
      clothes: new Set<string>(),
      adult: new Set<string>(),
    };
    for (const number of terms) {
      const { category, text } = this.#lexicon.terms.termOf(number);
      if (category !== 'hint') found[category].add(text);
    }
    for (const number of loose) {
      const { category, text } = this.#lexicon.terms.termOf(number);
      found[category === 'minor' ? 'minor' : 'uncovered'].add(text);
    }
    return found;
  }
}
