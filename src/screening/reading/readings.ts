import type { Vocabulary, Word } from '../lists/vocabulary.ts';
import { hasRun, lettersTogether, withoutRepeats } from './letter-runs.ts';
import type { Effort } from './limits.ts';
import {
  hasVForU,
  inItsOwnLetters,
  lettersForDigits,
  lettersForSigns,
  withLatinLetters,
} from './look-alikes.ts';
import { plainWords } from './plain-words.ts';
import { withoutMarkup, withoutWeights } from './prompt-markup.ts';

/** The script of a term determines how a text is read to find it. */
export const SCRIPTS = ['basic', 'other', 'unspaced'] as const;
export type Script = (typeof SCRIPTS)[number];

/** `basic`: a to z only. `unspaced`: written without spaces between words. */
export function scriptOf(text: string): Script {
  if (/^[\x20-\x7e]*$/.test(text)) return 'basic';
  return /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(text) ? 'unspaced' : 'other';
}

/** Emoji of children, which models understand like words. */
const CHILD = /[\u{1f476}\u{1f466}-\u{1f467}\u{1f9d2}]\p{Emoji_Modifier}?/gu;

/** The boundary of two sentences without a space, by their letters: "a stern face.Sitting". */
const SENTENCE = /(?<=\p{Ll}{3}[.!?])(?=\p{Lu}\p{Ll}{2})/gu;

/** Between a script without spaces and other letters: "lamp窓" is two words. */
const BETWEEN_SCRIPTS =
  /(?<=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}ー])(?=[a-z\d])|(?<=[a-z\d])(?=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}])/gu;

/** A text's content: without markup and weights, with words for emoji. */
export function saidIn(text: string): string {
  return withoutWeights(withoutMarkup(text)).replace(CHILD, ' child ');
}

/**
 * A text in lower case in the letters of a script, words separated by single spaces, with a comma at the end
 * of each clause and a space at both ends. Without any space if the script has none.
 */
export function plainReading(text: string, script: Script): string {
  const plain = inLetters(text, script);
  return script === 'unspaced' ? plainWords(plain).replaceAll(' ', '') : plainWords(plain);
}

/** The words of a reading, or its characters in a script without spaces. */
export function wordsOf(reading: string, script: Script): readonly string[] {
  if (script === 'unspaced') return reading.split('');
  const words = reading.trim();
  return words === '' ? [] : words.split(' ');
}

/** The words of a list entry. */
export function listedWords(text: string, script: Script): readonly string[] {
  // Nearly all are already in reading form.
  if (/^[a-z\d ]+$/.test(text) && !text.includes('  ')) return text.trim().split(' ');
  return wordsOf(plainReading(text, script), script);
}

/** Whether every reading of a text, in any script, has the letters a to z only. */
export function hasBasicReadingsOnly(text: string): boolean {
  return /^[\x20-\x7e\s]*$/.test(saidIn(text));
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function inLetters(text: string, script: Script): string {
  const said = saidIn(text).replace(SENTENCE, ' ');
  if (/^[\x20-\x7e\n]*$/.test(said)) return said.toLowerCase();
  switch (script) {
    case 'basic':
      return withLatinLetters(said).replace(BETWEEN_SCRIPTS, ' ');
    case 'other':
      return inItsOwnLetters(said).replace(BETWEEN_SCRIPTS, ' ');
    case 'unspaced':
      return inItsOwnLetters(said);
  }
}

/** Reads the texts of one request. Reads common parts and looks up each word once across all readings. */
export class Reader {
  /** What reading the request has taken so far. */
  readonly effort: Effort;
  readonly #vocabulary: Vocabulary;
  readonly #basic: StretchReader;
  readonly #other: StretchReader;
  readonly #known = new Map<string, Word>();
  /** By reading: its words, or its characters in a script without spaces. */
  readonly #words = new Map<string, readonly Word[]>();
  readonly #characters = new Map<string, readonly Word[]>();
  readonly #withoutRepeats = new Map<Word, readonly Word[]>();

  constructor(vocabulary: Vocabulary, effort: Effort) {
    this.effort = effort;
    this.#vocabulary = vocabulary;
    this.#basic = new StretchReader((stretch) => basicWays(stretch, effort), effort);
    this.#other = new StretchReader((stretch) => otherWays(stretch, effort), effort);
  }

  /** The languages written with accents, a bit each. */
  get accentedLanguages(): number {
    return this.#vocabulary.accentedLanguages;
  }

  /**
   * The ways a person may read a text: as it is, with letters for signs, and both without separators between
   * single letters. Each has the form of a {@link plainReading}. At most 16, each made in linear time.
   */
  readingsOf(text: string, script: Script): readonly string[] {
    switch (script) {
      case 'basic': {
        const ways = this.#basic.waysToRead(inLetters(text, script));
        const camelCase = text.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');
        const apart =
          camelCase === text ? [] : [plainWords(inLetters(camelCase, script), this.effort)];
        return distinct([...ways.slice(0, 3), ...apart, ...ways.slice(3)]);
      }
      case 'other':
        return distinct(this.#other.waysToRead(inLetters(text, script)));
      case 'unspaced':
        return [plainReading(text, script)];
    }
  }

  readonly wordsIn = (reading: string, script: Script): readonly Word[] => {
    const inScript = script === 'unspaced' ? this.#characters : this.#words;
    const known = inScript.get(reading);
    if (known) return known;
    this.effort.spend(reading.length);
    const words = wordsOf(reading, script).map(this.wordFor);
    inScript.set(reading, words);
    return words;
  };

  /** A reading with repeated letters reduced. */
  repeatsIn(words: readonly Word[]): readonly (readonly Word[])[] {
    this.effort.spend(words.length);
    if (!words.some(({ hasRepeats }) => hasRepeats)) return [words];
    this.effort.spend(3 * words.length);
    const ways = words.map((word) => this.#repeatsOf(word));
    return [0, 1, 2].map((way) => words.map((word, at) => ways[at]?.[way] ?? word));
  }

  readonly wordFor = (text: string): Word => {
    const known = this.#known.get(text);
    if (known) return known;
    const word = this.#vocabulary.wordFor(text, this.effort);
    this.#known.set(text, word);
    return word;
  };

  #repeatsOf(word: Word): readonly Word[] | undefined {
    if (!word.hasRepeats) return undefined;
    const known = this.#withoutRepeats.get(word);
    if (known) return known;
    const words = withoutRepeats(word.text).map(this.wordFor);
    this.#withoutRepeats.set(word, words);
    return words;
  }
}

/** The readings of a lower-case text in the letters a to z. */
export function basicWays(plain: string, effort: Effort): readonly string[] {
  if (isReadInOneWay(plain, effort)) return [plainWords(plain, effort)];
  const together = lettersTogether(plain, effort);
  const ways = [
    plain,
    together,
    digitsApart(plain),
    ...ofEach(lettersForSigns(plain, effort), (one) => [one, lettersTogether(one, effort)]).flat(),
    ...lettersForSigns(together, effort),
  ];
  return ofEach(ways, (way) => plainWords(way, effort));
}

/** The readings in the text's own letters. */
export function otherWays(plain: string, effort: Effort): readonly string[] {
  if (isReadInOneWay(plain, effort)) return [plainWords(plain, effort)];
  const spelt = lettersForDigits(plain, effort);
  const apart = plain.replace(BESIDE_OTHER_LETTER, ' ');
  const together = lettersTogether(plain, effort);
  const ways = [plain, together, apart, spelt, lettersTogether(spelt, effort)];
  return ofEach(ways, (way) => plainWords(way, effort));
}

/** Whether a text has only one reading: words of letters, and no single letters in a row. */
function isReadInOneWay(text: string, effort: Effort): boolean {
  if (!/^(?:\p{L}|,? )*,?$/u.test(text)) return false;
  effort.spend(text.length);
  return !hasRun(text) && !hasVForU(text);
}

/** Converts each distinct text once. */
function ofEach<Made>(texts: readonly string[], make: (text: string) => Made): readonly Made[] {
  const made = new Map<string, Made>();
  for (const text of texts) if (!made.has(text)) made.set(text, make(text));
  return texts.map((text) => made.get(text) ?? make(text));
}

/** Between a digit and a letter other than a to z. */
const BESIDE_OTHER_LETTER = /(?<=\d)(?=[^\0-\x7f])|(?<=[^\0-\x7f])(?=\d)/g;

/** Models read each digit separately, so `nude7` is a word and a number. */
function digitsApart(text: string): string {
  return text.replace(/(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu, ' ');
}

/**
 * Between two words, one of which has three letters or more. The reading of one side does not depend on the
 * other: runs of single letters end at such a word, and no sign, number or bracket pair read as an o has
 * letters on both sides there.
 */
const BETWEEN_WORDS =
  /(?<=\s)(?=[^\p{L}\p{N}@$|(\s]{0,3}\p{L}{3})|(?<=\p{L}{3}[^\p{L}\p{N}@$(\s]{0,3}\s)(?=[^|\s])/u;

/**
 * Reads texts stretch by stretch with each stretch's own readings. Most words have only one reading, so they
 * are processed once instead of once per reading. Repeated stretches are read once too.
 */
export class StretchReader {
  readonly #read: (stretch: string) => readonly string[];
  readonly #effort: Effort;
  readonly #known = new Map<string, readonly string[]>();

  /**
   * @param read returns a stretch's readings, each with a space at both ends. The first stands in for missing
   * ones.
   */
  constructor(read: (stretch: string) => readonly string[], effort: Effort) {
    this.#read = read;
    this.#effort = effort;
  }

  /**
   * The readings of a text, without duplicates. The first reading joins the first ones of all stretches, and
   * so on.
   */
  waysToRead(text: string): readonly string[] {
    this.#effort.spend(text.length);
    const stretches = this.#stretchesOf(text);
    const inSeveral = stretches.filter(({ length }) => length > 1);
    const count = inSeveral.reduce((most, { length }) => Math.max(most, length), 1);
    this.#effort.spend(count * stretches.length);
    const made = new Set<string>();
    const readings: string[] = [];
    for (let at = 0; at < count; at += 1) {
      const differing = inSeveral.map((ways) => ways[at] ?? ways[0]).join('\n');
      if (made.has(differing)) continue;
      made.add(differing);
      let reading = ' ';
      for (const ways of stretches) reading += ways[at] ?? ways[0] ?? '';
      // Nothing is between two spaces.
      readings.push(reading === ' ' ? '  ' : reading);
    }
    return readings;
  }

  /** The readings of each stretch. Neighbouring stretches with a single reading are merged. */
  #stretchesOf(text: string): readonly (readonly string[])[] {
    const stretches: (readonly string[])[] = [];
    for (const stretch of text.split(BETWEEN_WORDS)) {
      const ways = this.#waysOf(stretch);
      const before = stretches.at(-1);
      if (ways.length === 1 && before?.length === 1) {
        stretches[stretches.length - 1] = [`${before[0] ?? ''}${ways[0] ?? ''}`];
      } else stretches.push(ways);
    }
    return stretches;
  }

  /** Without the space before them. */
  #waysOf(stretch: string): readonly string[] {
    // Trailing spaces have no meaning, except beside a `|`.
    const said = stretch.trimEnd();
    const itself = said.endsWith('|') ? stretch : said;
    const known = this.#known.get(itself);
    if (known) return known;
    const ways = this.#read(itself).map((way) => way.trimStart());
    this.#known.set(itself, ways);
    return ways;
  }
}
