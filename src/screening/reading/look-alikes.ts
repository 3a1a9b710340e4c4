import { resolveConfusablesTransformer } from 'obscenity';
import type { Effort } from './limits.ts';
import { classAt, LETTER, NUMBER, widthAt } from './plain-words.ts';

/** Invisible characters and combining marks. */
const UNSEEN = /[\p{Cf}\p{M}\u115f\u1160\u3164\uffa0]/gu;

const confusables = resolveConfusablesTransformer();

/** Corrections to obscenity's table of look-alikes where people read a different letter. */
const SURER_LOOKS: Readonly<Record<string, string>> = { ι: 'i', Ι: 'i', ı: 'i' };

const CYRILLIC = /\p{sc=Cyrillic}/u;
const KANA = /[\p{sc=Hiragana}\p{sc=Katakana}]/u;
const BASIC = /^[\x20-\x7e]*$/;

/** Emoji are not letters, except for letters in squares and circles. */
const PICTURE = /(?![\u{1f100}-\u{1f1ff}])\p{Extended_Pictographic}/u;

/** Cyrillic letters that also look Latin in lower case. */
const LATIN_LOOKS = 'аеорсухѕіјһԁԛԝ';

/** Latin letters used as Cyrillic ones. */
const CYRILLIC_LOOKS: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  k: 'к',
  l: 'л',
  m: 'м',
  o: 'о',
  p: 'р',
  t: 'т',
  x: 'х',
  y: 'у',
};

/** A text in lower case without accents, with look-alikes replaced by Latin letters. */
export function withLatinLetters(text: string): string {
  // Drop the marks first: sorting many of them is slow, and none is kept.
  const plain = text.replace(UNSEEN, '').normalize('NFKD').replace(UNSEEN, '');
  if (BASIC.test(plain)) return plain.toLowerCase();
  return plain
    .replace(/[^\s]+/gu, (piece) =>
      BASIC.test(piece) || isCyrillicWord(piece) ? piece : latinFor(piece),
    )
    .toLowerCase();
}

/** A text in lower case with accents. Words with Cyrillic letters become all Cyrillic. */
export function inItsOwnLetters(text: string): string {
  const own = text
    .normalize('NFKC')
    .replace(/[\p{Cf}\u034f\u115f\u1160\u3164\uffa0]/gu, '')
    .toLowerCase();
  if (!CYRILLIC.test(own)) return own;
  return own.replace(/\p{L}+/gu, (word) =>
    CYRILLIC.test(word)
      ? word.replace(/[a-z]/g, (letter) => CYRILLIC_LOOKS[letter] ?? letter)
      : word,
  );
}

function latinFor(piece: string): string {
  const isLatin = /[a-z]/i.test(piece);
  return Array.from(piece, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 128) return character;
    // Without a Latin letter beside it, kana is Japanese: イエナ in ハイエナ, a hyena, would read as a word.
    if (!isLatin && KANA.test(character)) return character;
    const looks = SURER_LOOKS[character];
    if (looks !== undefined) return looks;
    const letter = confusables.transform(code) ?? code;
    // Few characters have a look-alike, so only those are checked for being pictures.
    return letter === code || PICTURE.test(character) ? character : String.fromCodePoint(letter);
  }).join('');
}

/** Whether a word is really Cyrillic: some of its letters have no Latin look-alike. */
function isCyrillicWord(piece: string): boolean {
  const letters = piece.toLowerCase().replace(/[^\p{L}]/gu, '');
  return (
    /^\p{sc=Cyrillic}+$/u.test(letters) &&
    Array.from(letters).some((one) => !LATIN_LOOKS.includes(one))
  );
}

/** Letters that digits and signs stand for. */
const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '+': 't',
};

/** The same among Cyrillic letters, by looks. */
const CYRILLIC_LETTERS: Readonly<Record<string, string>> = {
  '0': 'о',
  '3': 'з',
  '4': 'ч',
  '6': 'б',
};
const HAS_OTHER_LETTERS = /[^\0-\x7f]/;

/** A one is an i or an l. In a word with two of them, each may be either. A six may be a b. */
interface Reader {
  readonly ones: readonly string[];
  readonly six: string;
}

const READERS: readonly [Reader, ...Reader[]] = [
  { ones: ['i'], six: 'g' },
  { ones: ['l'], six: 'b' },
  { ones: ['i', 'l'], six: 'g' },
  { ones: ['l', 'i'], six: 'b' },
];

/** Signs with more than one reading. */
const HAS_CHOICES = /[1!|6]/;

/** Most pieces are words with only one reading. */
const IS_PLAIN = /^[a-uw-z]+$/;

/** Everything that may stand for a letter. */
const SIGNS = /[\d@$+!|]/g;

/** A letter and a number, as in a road's name or a model number. */
const MODEL_NUMBER = /^\p{L}\d+$/u;

/** A lower-case text with letters for the signs in pieces such as `s3x`, in each of the 4 readings. */
export function lettersForSigns(text: string, effort: Effort): string[] {
  // Every second one is a piece.
  const pieces = text.replaceAll('()', 'o').split(/([^\s,]+)/);
  const cores = pieces.map((piece, index) => (index % 2 === 1 ? coreOf(piece) : undefined));
  const readBy = (reader: Reader) => {
    effort.spend(text.length);
    // The rest after a core may end a clause.
    const read = (piece: string, core: string | undefined) =>
      core === undefined ? piece : spelt(core, reader) + piece.slice(core.length);
    return pieces.map((piece, index) => read(piece, cores[index])).join('');
  };
  const [first, ...others] = READERS;
  const hasChoices = cores.some((core) => core !== undefined && HAS_CHOICES.test(core));
  const said = readBy(first);
  return [said, ...others.map((reader) => (hasChoices ? readBy(reader) : said))];
}

/**
 * The same for digits alone, in pieces with letters beyond a to z. All others are read by their Latin
 * letters.
 */
export function lettersForDigits(text: string, effort: Effort): string {
  effort.spend(text.length);
  return text.replace(/[^\s,]+/g, (piece) => {
    const core = HAS_OTHER_LETTERS.test(piece) && /\d/.test(piece) ? coreOf(piece) : undefined;
    if (core === undefined) return piece;
    const letters = CYRILLIC.test(core) ? CYRILLIC_LETTERS : LETTERS;
    return core.replace(/\d/g, (digit) => letters[digit] ?? digit) + piece.slice(core.length);
  });
}

/** The part of a piece whose signs may be letters. */
function coreOf(piece: string): string | undefined {
  if (IS_PLAIN.test(piece)) return undefined;
  let end = piece.length;
  while (end > 0 && !endsLetter(piece, end)) end -= 1;
  const core = piece.slice(0, end);
  return /\p{L}/u.test(core) && !MODEL_NUMBER.test(core) ? core : undefined;
}

/** Whether a letter, or a stand-in for one at the end of a word, ends at this index. */
function endsLetter(text: string, end: number): boolean {
  const start = end > 1 && widthAt(text, end - 2) === 2 ? end - 2 : end - 1;
  const isLetter = (classAt(text, start) & (LETTER | NUMBER)) !== 0;
  return isLetter || text[start] === '@' || text[start] === '$';
}

function spelt(core: string, { ones, six }: Reader): string {
  let one = -1;
  const letters = core.replace(SIGNS, (sign) => {
    if (sign === '6') return six;
    if (!/[1!|]/.test(sign)) return LETTERS[sign] ?? sign;
    one += 1;
    return ones[one % ones.length] ?? sign;
  });
  return vForU(letters);
}

/** Whether a v in a lower-case text stands for something else. */
export function hasVForU(text: string): boolean {
  return text.includes('v') && vForU(text) !== text;
}

/** `nvde`: a v among consonants is a u. */
function vForU(word: string): string {
  return word.includes('v')
    ? word.replaceAll('vv', 'w').replace(/(?<![aeiouy])v(?![aeiouy])/g, 'u')
    : word;
}
