import { DataSet, parseRawPattern, RegExpMatcher } from 'obscenity';
import { plainReading, type Script } from './readings.ts';
import type { Term } from './term-list.ts';

/** So many letters of a term's first word say where it may be found. */
const KEY_LENGTH = 3;
/** The key of terms that may begin anywhere. */
const ANYWHERE = '';

/** The terms with one key, and the phrases in which some of them may be harmless. */
interface Shelf {
  readonly terms: Term[];
  readonly innocent: string[];
  /** Built when it is first needed. */
  find?: (reading: string) => readonly Term[];
}

/**
 * Terms of one script, found by obscenity's matcher. There are thousands, and a prompt has few
 * words, so terms stand on shelves by how they begin, and only those are looked at for which the
 * text has a word.
 */
export class TermIndex {
  readonly #script: Script;
  readonly #shelves = new Map<string, Shelf>();

  /** `innocent` are phrases as readings have them. */
  constructor(script: Script, terms: readonly Term[], innocent: readonly string[]) {
    this.#script = script;
    for (const term of terms) {
      const key = keyOf(term, script);
      const shelf = this.#shelves.get(key) ?? { terms: [], innocent: [] };
      shelf.terms.push(term);
      this.#shelves.set(key, shelf);
    }
    for (const phrase of innocent) {
      for (const key of keysIn(phrase)) this.#shelves.get(key)?.innocent.push(phrase);
    }
  }

  /** Every term in a reading but for those in an innocent phrase. */
  find(reading: string): readonly Term[] {
    return [...keysIn(reading)].flatMap((key) => {
      const shelf = this.#shelves.get(key);
      if (!shelf) return [];
      shelf.find ??= finder(shelf, this.#script);
      return shelf.find(reading);
    });
  }
}

function finder({ terms, innocent }: Shelf, script: Script): (reading: string) => readonly Term[] {
  const data = new DataSet<Term>();
  for (const term of terms) {
    data.addPhrase((phrase) =>
      patternsOf(term, script)
        .reduce((built, pattern) => built.addPattern(parseRawPattern(pattern)), phrase)
        .setMetadata(term),
    );
  }
  const matcher = new RegExpMatcher({
    blacklistedTerms: data.build().blacklistedTerms,
    whitelistedTerms: [...new Set(innocent)],
  });
  return (reading) =>
    matcher
      .getAllMatches(reading)
      .flatMap((match) => data.getPayloadWithPhraseMetadata(match).phraseMetadata ?? []);
}

/** How a word begins. */
function beginning(word: string): string {
  return word.slice(0, KEY_LENGTH);
}

/** The keys of every word in a text, and the one of terms that may begin anywhere. */
function keysIn(reading: string): ReadonlySet<string> {
  return new Set([ANYWHERE, ...reading.split(' ').map(beginning)]);
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
