import { classAt, LETTER, NUMBER, SPACE, widthAt } from './character-classes.ts';
import { Effort } from './effort.ts';
import { inItsOwnLetters, withLatinLetters } from './look-alikes.ts';
import { lettersForSigns } from './signs-for-letters.ts';
import { lettersTogether } from './single-letters.ts';
import { withoutMarkup } from './without-markup.ts';

/** The letters in which a term is written decide how a text is read to find it. */
export const SCRIPTS = ['basic', 'other', 'unspaced'] as const;
export type Script = (typeof SCRIPTS)[number];

/** `basic`: a to z only. `unspaced`: one that sets no spaces between words. */
export function scriptOf(text: string): Script {
  if (/^[\x20-\x7e]*$/.test(text)) return 'basic';
  return /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(text) ? 'unspaced' : 'other';
}

/** What stands in a reading where a clause ends, and where a phrase was taken out. */
export const COMMA = ',';

/** Pictures of children, which a model knows as well as words. */
const CHILD = /[\u{1f476}\u{1f466}-\u{1f467}\u{1f9d2}]\p{Emoji_Modifier}?/gu;

/** A text as it is said: without markup, and with words for pictures. */
export function saidIn(text: string): string {
  return withoutMarkup(text).replace(CHILD, ' child ');
}

/**
 * A text in the letters of a script and in lower case, its words between single spaces, with a
 * comma where a clause ends, and with a space at both ends; without any space where the script has
 * none.
 */
export function plainReading(text: string, script: Script): string {
  const plain = inLetters(text, script);
  return script === 'unspaced' ? plain.replace(/[^\p{L}\p{N}]+/gu, '') : words(plain);
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
 * The ways in which a person may read a text: as it stands, with signs taken for letters, and both
 * with what separates single letters left out. Each is in the form of a {@link plainReading}. There
 * are 16 of them at most, and each is made in time that grows as the text does.
 */
export function readingsOf(
  text: string,
  script: Script,
  effort: Effort = new Effort(),
): readonly string[] {
  switch (script) {
    case 'basic': {
      const camelCase = text.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');
      const plain = inLetters(text, script);
      const together = lettersTogether(plain, effort);
      const spelt = distinct(lettersForSigns(plain, effort));
      const ways = distinct([
        plain,
        together,
        digitsApart(plain),
        inLetters(camelCase, script),
        ...spelt.flatMap((one) => [one, lettersTogether(one, effort)]),
        ...lettersForSigns(together, effort),
      ]);
      return distinct(ways.map((way) => words(way, effort)));
    }
    case 'other': {
      const plain = inLetters(text, script);
      return distinct([plain, lettersTogether(plain, effort)].map((way) => words(way, effort)));
    }
    case 'unspaced':
      return [plainReading(text, script)];
  }
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function inLetters(text: string, script: Script): string {
  const said = saidIn(text);
  if (/^[\x20-\x7e\n]*$/.test(said)) return said.toLowerCase();
  return script === 'basic' ? withLatinLetters(said) : inItsOwnLetters(said);
}

function words(text: string, effort?: Effort): string {
  effort?.spend(text.length);
  let reading = ' ';
  for (let at = 0; at < text.length;) {
    const start = at;
    while ((classAt(text, at) & (LETTER | NUMBER)) !== 0) at += widthAt(text, at);
    if (at > start) reading += `${text.slice(start, at)} `;
    else {
      if (isClauseEnd(text, at)) reading += `${COMMA} `;
      at += widthAt(text, at);
    }
  }
  return reading === ' ' ? '  ' : reading;
}

/** What ends a clause wherever it stands, and what does where a space follows. */
const ENDS = ',;，、。；';
const ENDS_BEFORE_SPACE = '.!?';

/** Whether a clause ends here, beyond which terms and innocent phrases go on only where a list says so. */
function isClauseEnd(text: string, at: number): boolean {
  const character = text.charAt(at);
  if (ENDS.includes(character)) return true;
  if (ENDS_BEFORE_SPACE.includes(character)) {
    return text[at - 1] !== '.' && (at + 1 === text.length || isSpace(text, at + 1));
  }
  return character === '|' && isSpace(text, at - 1) && isSpace(text, at + 1);
}

function isSpace(text: string, at: number): boolean {
  return classAt(text, at) === SPACE;
}

/** A model reads every digit by itself, so that `nude7` is a word and a number. */
function digitsApart(text: string): string {
  return text.replace(/(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu, ' ');
}
