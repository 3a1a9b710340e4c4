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

/** The letters in which a term is written decide how a text is read to find it. */
export const SCRIPTS = ['basic', 'other', 'unspaced'] as const;
export type Script = (typeof SCRIPTS)[number];

/** `basic`: a to z only. `unspaced`: one that sets no spaces between words. */
export function scriptOf(text: string): Script {
  if (/^[\x20-\x7e]*$/.test(text)) return 'basic';
  return /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(text) ? 'unspaced' : 'other';
}

/** Pictures of children, which a model knows as well as words. */
const CHILD = /[\u{1f476}\u{1f466}-\u{1f467}\u{1f9d2}]\p{Emoji_Modifier}?/gu;

/** Between two sentences without a space, told by their letters: "a stern face.Sitting". */
const SENTENCE = /(?<=\p{Ll}{3}[.!?])(?=\p{Lu}\p{Ll}{2})/gu;

/** Between letters of a script that sets no spaces and others: "lamp窓" is two words. */
const BETWEEN_SCRIPTS =
  /(?<=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}ー])(?=[a-z\d])|(?<=[a-z\d])(?=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}])/gu;

/** A text as it is said: without markup and weights, and with words for pictures. */
export function saidIn(text: string): string {
  return withoutWeights(withoutMarkup(text)).replace(CHILD, ' child ');
}

/**
 * A text in the letters of a script and in lower case, its words between single spaces, with a
 * comma where a clause ends, and with a space at both ends; without any space where the script has
 * none.
 */
export function plainReading(text: string, script: Script): string {
  const plain = inLetters(text, script);
  return script === 'unspaced' ? plainWords(plain).replaceAll(' ', '') : plainWords(plain);
}

/** The words of a reading; its characters where the script sets no spaces. */
export function wordsOf(reading: string, script: Script): readonly string[] {
  if (script === 'unspaced') return reading.split('');
  const words = reading.trim();
  return words === '' ? [] : words.split(' ');
}

/** The words of what stands in a list. */
export function listedWords(text: string, script: Script): readonly string[] {
  // Nearly all are written as they are read.
  if (/^[a-z\d ]+$/.test(text) && !text.includes('  ')) return text.trim().split(' ');
  return wordsOf(plainReading(text, script), script);
}

/**
 * The ways in which a person may read the texts of one request: as it stands, with signs taken for letters, and both
 * with what separates single letters left out. Each is in the form of a {@link plainReading}. There
 * are 16 of them at most, and each is made in time that grows as the text does.
 */
export class Readings {
  readonly #effort: Effort;
  readonly #basic: StretchReader;
  readonly #other: StretchReader;

  constructor(effort: Effort) {
    this.#effort = effort;
    this.#basic = new StretchReader((stretch) => basicWays(stretch, effort), effort);
    this.#other = new StretchReader((stretch) => otherWays(stretch, effort), effort);
  }

  /** The readings of a text in a script, each once. */
  of(text: string, script: Script): readonly string[] {
    switch (script) {
      case 'basic': {
        const ways = this.#basic.waysToRead(inLetters(text, script));
        const camelCase = text.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');
        const apart =
          camelCase === text ? [] : [plainWords(inLetters(camelCase, script), this.#effort)];
        return distinct([...ways.slice(0, 3), ...apart, ...ways.slice(3)]);
      }
      case 'other':
        return distinct(this.#other.waysToRead(inLetters(text, script)));
      case 'unspaced':
        return [plainReading(text, script)];
    }
  }
}

/** Whether every reading of a text, in whatever script, has the letters a to z only. */
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

/** The words of the texts of one request. One that comes again, even in another reading, is looked up once. */
export class Reader {
  readonly #vocabulary: Vocabulary;
  readonly #effort: Effort;
  readonly #known = new Map<string, Word>();
  /** By reading: its words, and its characters where the script sets no spaces. */
  readonly #words = new Map<string, readonly Word[]>();
  readonly #characters = new Map<string, readonly Word[]>();
  readonly #withoutRepeats = new Map<Word, readonly Word[]>();

  constructor(vocabulary: Vocabulary, effort: Effort) {
    this.#vocabulary = vocabulary;
    this.#effort = effort;
  }

  /** The languages that write accents, a bit each. */
  get accentedLanguages(): number {
    return this.#vocabulary.accentedLanguages;
  }

  readonly wordsIn = (reading: string, script: Script): readonly Word[] => {
    const inScript = script === 'unspaced' ? this.#characters : this.#words;
    const known = inScript.get(reading);
    if (known) return known;
    this.#effort.spend(reading.length);
    const words = wordsOf(reading, script).map(this.wordFor);
    inScript.set(reading, words);
    return words;
  };

  /** A reading with repeated letters as often as they may be meant. */
  repeatsIn(words: readonly Word[]): readonly (readonly Word[])[] {
    this.#effort.spend(words.length);
    if (!words.some(({ hasRepeats }) => hasRepeats)) return [words];
    this.#effort.spend(3 * words.length);
    const ways = words.map((word) => this.#repeatsOf(word));
    return [0, 1, 2].map((way) => words.map((word, at) => ways[at]?.[way] ?? word));
  }

  readonly wordFor = (text: string): Word => {
    const known = this.#known.get(text);
    if (known) return known;
    const word = this.#vocabulary.wordFor(text, this.#effort);
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

/** The ways to read a text in lower case and in the letters a to z, or the only one. */
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

/** The same in the letters in which it is written. */
export function otherWays(plain: string, effort: Effort): readonly string[] {
  if (isReadInOneWay(plain, effort)) return [plainWords(plain, effort)];
  const spelt = lettersForDigits(plain, effort);
  const apart = plain.replace(BESIDE_OTHER_LETTER, ' ');
  const together = lettersTogether(plain, effort);
  const ways = [plain, together, apart, spelt, lettersTogether(spelt, effort)];
  return ofEach(ways, (way) => plainWords(way, effort));
}

/** Whether every way to read a text is the same: words of letters, and no single letters in a row. */
function isReadInOneWay(text: string, effort: Effort): boolean {
  if (!/^(?:\p{L}|,? )*,?$/u.test(text)) return false;
  effort.spend(text.length);
  return !hasRun(text) && !hasVForU(text);
}

/** What is made of each text, just once for equal texts. */
function ofEach<Made>(texts: readonly string[], make: (text: string) => Made): readonly Made[] {
  const made = new Map<string, Made>();
  for (const text of texts) if (!made.has(text)) made.set(text, make(text));
  return texts.map((text) => made.get(text) ?? make(text));
}

/** Between a digit and a letter that is none of a to z. */
const BESIDE_OTHER_LETTER = /(?<=\d)(?=[^\0-\x7f])|(?<=[^\0-\x7f])(?=\d)/g;

/** A model reads every digit by itself, so that `nude7` is a word and a number. */
function digitsApart(text: string): string {
  return text.replace(/(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu, ' ');
}

/**
 * Between two words, of which one has three letters or more. Nothing that is read on one side of it
 * depends on what stands on the other: no single letters go on beyond such a word, no sign, nor
 * the pair of brackets that is read as an o, is between letters there, and no number is beside a letter.
 */
const BETWEEN_WORDS =
  /(?<=\s)(?=[^\p{L}\p{N}@$|(\s]{0,3}\p{L}{3})|(?<=\p{L}{3}[^\p{L}\p{N}@$(\s]{0,3}\s)(?=[^|\s])/u;

/**
 * Reads texts stretch by stretch, each in as many ways as it has: most words of a text are read in
 * one way only, and are looked at once instead of once for each way. So is what comes again.
 */
export class StretchReader {
  readonly #read: (stretch: string) => readonly string[];
  readonly #effort: Effort;
  readonly #known = new Map<string, readonly string[]>();

  /** @param read the ways to read a stretch, each with a space at both ends; the first is one for all that are missing */
  constructor(read: (stretch: string) => readonly string[], effort: Effort) {
    this.#read = read;
    this.#effort = effort;
  }

  /** The ways to read a text, each once. The first ways of all stretches are the first of the text, and so on. */
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
      // Nothing stands between two spaces.
      readings.push(reading === ' ' ? '  ' : reading);
    }
    return readings;
  }

  /** The ways to read each stretch; those that are read in one way are one with their neighbours. */
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
    // Spaces at an end say nothing, except beside a `|`.
    const said = stretch.trimEnd();
    const itself = said.endsWith('|') ? stretch : said;
    const known = this.#known.get(itself);
    if (known) return known;
    const ways = this.#read(itself).map((way) => way.trimStart());
    this.#known.set(itself, ways);
    return ways;
  }
}
