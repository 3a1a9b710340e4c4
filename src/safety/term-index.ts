import { DataSet, parseRawPattern, RegExpMatcher } from 'obscenity';
import { Phrases, type Span } from './phrases.ts';
import { plainReading, type Script } from './readings.ts';
import type { Term } from './term-list.ts';

/** So many letters of a term's first word say where it may be found. */
const KEY_LENGTH = 3;
/** No term has more words, and no innocent phrase more of them before the term in it. */
const WORDS_AFTER = 12;
const WORDS_BEFORE = 8;
/** The key of terms that may begin anywhere. */
const ANYWHERE = '';

/** The terms with one key. */
interface Shelf {
  readonly terms: Term[];
  /** Built when it is first needed. */
  find?: (text: string) => readonly Match[];
}

interface Match extends Span {
  readonly term: Term;
}

/**
 * Terms of one script, found by obscenity's matcher. There are thousands, and a prompt has few
 * words, so terms stand on shelves by how they begin, and only those are looked at for which the
 * text has a word. Innocent phrases are looked for where a term was found: there are many more of them.
 */
export class TermIndex {
  readonly #script: Script;
  readonly #shelves = new Map<string, Shelf>();
  readonly #innocent: readonly string[];
  readonly #phrases: Phrases;

  /** `innocent` are phrases as readings have them. */
  constructor(script: Script, terms: readonly Term[], innocent: readonly string[]) {
    this.#script = script;
    this.#innocent = innocent;
    this.#phrases = new Phrases(innocent);
    for (const term of terms) {
      const key = keyOf(term, script);
      const shelf = this.#shelves.get(key) ?? { terms: [] };
      shelf.terms.push(term);
      this.#shelves.set(key, shelf);
    }
  }

  /** Every term in some readings of one text but for those in an innocent phrase. */
  find(readings: Iterable<string>): ReadonlySet<Term> {
    const found = new Set<Term>();
    const seen = new Set<string>();
    for (const reading of readings) {
      this.#look(ANYWHERE, reading, found);
      if (this.#script === 'unspaced') continue;
      const words = reading.trim().split(' ');
      for (const [at, word] of words.entries()) {
        const key = beginning(word);
        if (!this.#shelves.has(key)) continue;
        // The matcher reads every character of what it is given, so it gets no more than it needs.
        const window = ` ${words.slice(Math.max(0, at - WORDS_BEFORE), at + WORDS_AFTER).join(' ')} `;
        const place = `${key}:${window}`;
        if (seen.has(place)) continue;
        seen.add(place);
        this.#look(key, window, found);
      }
    }
    return found;
  }

  #look(key: string, text: string, found: Set<Term>): void {
    const shelf = this.#shelves.get(key);
    if (!shelf) return;
    shelf.find ??= finder(shelf, this.#script);
    const matches = shelf.find(text);
    if (matches.length === 0) return;
    const innocent = this.#innocentIn(text);
    for (const { term, start, end } of matches) {
      if (!innocent.some((span) => span.start <= start && end <= span.end)) found.add(term);
    }
  }

  #innocentIn(text: string): readonly Span[] {
    if (this.#script !== 'unspaced') return this.#phrases.spansIn(text);
    return this.#innocent.flatMap((phrase) =>
      placesOf(phrase, text).map((start) => ({ start, end: start + phrase.length - 1 })),
    );
  }
}

function placesOf(phrase: string, text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(phrase); at !== -1; at = text.indexOf(phrase, at + 1)) places.push(at);
  return places;
}

function finder({ terms }: Shelf, script: Script): (text: string) => readonly Match[] {
  const data = new DataSet<Term>();
  for (const term of terms) {
    data.addPhrase((phrase) =>
      patternsOf(term, script)
        .reduce((built, pattern) => built.addPattern(parseRawPattern(pattern)), phrase)
        .setMetadata(term),
    );
  }
  const matcher = new RegExpMatcher({ blacklistedTerms: data.build().blacklistedTerms });
  return (text) =>
    matcher.getAllMatches(text).flatMap((match) => {
      const term = data.getPayloadWithPhraseMetadata(match).phraseMetadata;
      return term ? [{ term, start: match.startIndex, end: match.endIndex }] : [];
    });
}

/** How a word begins. */
function beginning(word: string): string {
  return word.slice(0, KEY_LENGTH);
}

function keyOf({ text, openStart, openEnd }: Term, script: Script): string {
  if (script === 'unspaced' || openStart) return ANYWHERE;
  const [first = '', second] = plainReading(text, script).trim().split(' ');
  const key = beginning(first);
  // One that is so short may begin a longer word: its own plural, say.
  const goesOn = second === undefined && key.length < KEY_LENGTH;
  return goesOn || (openEnd && key.length < KEY_LENGTH) ? ANYWHERE : key;
}

/** In the matcher's notation: `[x]` is optional. A word may be in the plural. */
function patternsOf({ text, openStart, openEnd }: Term, script: Script): string[] {
  const term = plainReading(text, script);
  if (script === 'unspaced') return [term];
  const start = openStart ? term.trimStart() : term;
  const stem = start.trimEnd();
  if (openEnd) return [stem];
  if (/[^aeiou]y $/.test(term)) return [`${stem}[s] `, `${stem.slice(0, -1)}ies `];
  return [/(?:[sxzo]|ch|sh) $/.test(term) ? `${stem}[e][s] ` : `${stem}[s] `];
}
