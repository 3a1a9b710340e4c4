import { inItsOwnLetters, withLatinLetters } from './look-alikes.ts';
import { lettersForSigns } from './signs-for-letters.ts';
import { lettersTogether } from './single-letters.ts';
import { withoutMarkup } from './without-markup.ts';

/** The letters in which a term is written decide how a text is read to find it. */
export type Script = 'basic' | 'other' | 'unspaced';

/** `basic`: a to z only. `unspaced`: one that sets no spaces between words. */
export function scriptOf(text: string): Script {
  if (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(text)) return 'unspaced';
  return /^[\x20-\x7e]*$/.test(text) ? 'basic' : 'other';
}

/** Pictures of children, which a model knows as well as words. */
const CHILD = /[\u{1f476}\u{1f466}-\u{1f467}\u{1f9d2}]\p{Emoji_Modifier}?/gu;

/** What ends a clause: no term and no innocent phrase goes on beyond it. */
const CLAUSE_END = /[,;，、。；]|(?<!\.)[.!?](?=\s|$)|(?<=\s)\|(?=\s)/gu;

/**
 * A text in the letters of a script and in lower case, its words between single spaces, with a
 * comma where a clause ends, and with a space at both ends; without any space where the script has
 * none.
 */
export function plainReading(text: string, script: Script): string {
  const plain = inLetters(text, script);
  return script === 'unspaced' ? plain.replace(/[^\p{L}\p{N}]+/gu, '') : words(plain);
}

/**
 * The ways in which a person may read a text: as it stands, with signs taken for letters, and both
 * with what separates single letters left out. Each is in the form of a {@link plainReading}.
 */
export function readingsOf(text: string, script: Script): readonly string[] {
  switch (script) {
    case 'basic': {
      const plain = inLetters(text, script);
      const together = lettersTogether(plain);
      const camelCase = text.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');
      const ways = [
        plain,
        together,
        digitsApart(plain),
        inLetters(camelCase, script),
        ...lettersForSigns(plain).flatMap((one) => [one, lettersTogether(one)]),
        ...lettersForSigns(together),
      ].map(words);
      return [...new Set(ways.flatMap(withoutRepeats))];
    }
    case 'other': {
      const plain = inLetters(text, script);
      return [...new Set([plain, lettersTogether(plain)].map(words))];
    }
    case 'unspaced':
      return [plainReading(text, script)];
  }
}

function inLetters(text: string, script: Script): string {
  const said = withoutMarkup(text).replace(CHILD, ' child ');
  if (/^[\x20-\x7e\n]*$/.test(said)) return said.toLowerCase();
  return script === 'basic' ? withLatinLetters(said) : inItsOwnLetters(said);
}

function words(text: string): string {
  const clauses = text.split(CLAUSE_END).map((clause) => clause.replace(/[^\p{L}\p{N}]+/gu, ' '));
  return ` ${clauses.join(' , ').replace(/ +/g, ' ').trim()} `;
}

/** A reading with letters as often as they may be meant: once or twice where they are repeated more. */
function withoutRepeats(reading: string): readonly string[] {
  const halved = reading.replace(/\p{L}+/gu, (word) =>
    /^(?:(\p{L})\1+)+$/u.test(word) ? word.replace(/(\p{L})\1+/gu, '$1') : word,
  );
  return [
    halved.replace(/(\p{L})\1{2,}/gu, '$1$1'),
    halved.replace(/(\p{L})\1{2,}/gu, '$1'),
    reading.replace(/(\p{L})\1{2,}/gu, '$1$1'),
  ];
}

/** A model reads every digit by itself, so that `nude7` is a word and a number. */
function digitsApart(text: string): string {
  return text.replace(/(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu, ' ');
}
