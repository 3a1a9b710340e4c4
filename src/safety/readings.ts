import { resolveConfusablesTransformer } from 'obscenity';

/** Characters that do not show, and marks that are put on others. */
const UNSEEN = /[\p{Cf}\p{M}\u115f\u1160\u3164\uffa0]/gu;

/** Pictures of children, which a model knows as well as words. */
const CHILD = /[\u{1f476}\u{1f466}-\u{1f467}\u{1f9d2}]\p{Emoji_Modifier}?/gu;

const confusables = resolveConfusablesTransformer();

/** What digits and signs stand for where they are written for letters. `1` may be two letters. */
const LEET: Readonly<Record<string, string>> = {
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
/** Where obscenity's table of look-alikes takes another letter than people do. */
const SURER_LOOKS: Readonly<Record<string, string>> = { ι: 'i', Ι: 'i' };

const LEET_ONES = ['i', 'l'] as const;

/** Latin letters that pass for Cyrillic ones. */
const CYRILLIC_LOOKS: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  k: 'к',
  m: 'м',
  o: 'о',
  p: 'р',
  t: 'т',
  x: 'х',
  y: 'у',
};

/** The letters in which a term is written decide how a text is read to find it. */
export type Script = 'basic' | 'other' | 'unspaced';

/** `basic`: a to z only. `unspaced`: one that sets no spaces between words. */
export function scriptOf(text: string): Script {
  if (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(text)) return 'unspaced';
  return /^[\x20-\x7e]*$/.test(text) ? 'basic' : 'other';
}

/**
 * A text in the letters of a script and in lower case, its words between single spaces, and with a
 * space at both ends; without any space where the script has none.
 */
export function plainReading(text: string, script: Script): string {
  const plain = resolved(text, script);
  return script === 'unspaced' ? plain.replace(/[^\p{L}\p{N}]+/gu, '') : words(plain);
}

/**
 * The ways in which a person may read a text: as it stands, with signs taken for letters, and both
 * with what separates single letters left out. Each is in the form of a {@link plainReading}.
 */
export function readingsOf(text: string, script: Script): readonly string[] {
  const plain = resolved(text, script);
  switch (script) {
    case 'basic':
      return distinct(
        [plain, digitsApart(plain), ...lettersForSigns(plain)].flatMap((one) => [one, joined(one)]),
      );
    case 'other':
      return distinct([plain, joined(plain)]);
    case 'unspaced':
      return [plainReading(text, script)];
  }
}

/** A text in lower case, without what does not show, and without look-alikes of other letters. */
function resolved(shown: string, script: Script): string {
  const text = shown.replace(CHILD, ' child ');
  if (/^[\x20-\x7e\n]*$/.test(text)) return text.toLowerCase();
  if (script === 'basic') return lookAlikesResolved(text);
  const plain = withoutUnseen(text.normalize('NFKC')).toLowerCase();
  return script === 'other' ? cyrillicResolved(plain) : plain;
}

function distinct(readings: readonly string[]): string[] {
  return [...new Set(readings.map(words))];
}

/** What ends a clause: no term and no innocent phrase goes on beyond it. */
const CLAUSE_END = /[,;，、。；]|[.!?](?=\s|$)|(?<=\s)\|(?=\s)/gu;

/**
 * Letters and numbers between single spaces, with a comma where a clause ends. More than two of a
 * letter in a row are two.
 */
function words(text: string): string {
  const clauses = text.split(CLAUSE_END).map((clause) => clause.replace(/[^\p{L}\p{N}]+/gu, ' '));
  const spaced = ` ${clauses.join(' , ').replace(/ +/g, ' ').trim()} `;
  return spaced.replace(/(\p{L})\1{2,}/gu, '$1$1');
}

function withoutUnseen(text: string): string {
  return text.normalize('NFC').replace(/[\p{Cf}\u034f\u115f\u1160\u3164\uffa0]/gu, '');
}

function lookAlikesResolved(text: string): string {
  const seen = text.normalize('NFKD').replace(UNSEEN, '');
  return seen
    .replace(/[^\s]+/gu, (piece) => (isCyrillicWord(piece) ? piece : latinFor(piece)))
    .toLowerCase();
}

function latinFor(piece: string): string {
  return Array.from(piece, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 128) return character;
    return SURER_LOOKS[character] ?? String.fromCodePoint(confusables.transform(code) ?? code);
  }).join('');
}

/** A word of Cyrillic letters of which some look like no Latin one is what it says it is. */
function isCyrillicWord(piece: string): boolean {
  const letters = piece.toLowerCase().replace(/[^\p{L}]/gu, '');
  return /^\p{sc=Cyrillic}+$/u.test(letters) && /[^авгекмнопрстухѕіјһԁԛԝ]/u.test(letters);
}

/** A model reads every digit by itself, so that `nude7` is a word and a number. */
function digitsApart(text: string): string {
  return text.replace(/(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu, ' ');
}

/** Pieces with letters and signs in them, such as `s3x`, with letters for the signs. */
function lettersForSigns(text: string): string[] {
  return LEET_ONES.map((one) =>
    text.replace(/[^\s,]+/g, (piece) => {
      const core = piece.replace(/[^\p{L}\p{N}@$]+$/u, '');
      if (!/\p{L}/u.test(core)) return piece;
      return core.replace(/./gu, (sign) => (/[1!|]/.test(sign) ? one : (LEET[sign] ?? sign)));
    }),
  );
}

/** `n-u-d-e`, `nu_de` and `n u d e` as one word. */
function joined(text: string): string {
  return text
    .replace(SINGLE_LETTERS, (run) => `${lettersOf(run)} `)
    .replace(/(?<=[\p{L}\p{N}])[^\p{L}\p{N}\s,]+(?=[\p{L}\p{N}])/gu, '')
    .replace(/(?<![\p{L}\p{N}])\p{L}(?:[^\p{L}\p{N}]+\p{L}(?![\p{L}\p{N}])){2,}/gu, lettersOf);
}

/** Single letters with the same between any two of them. */
const SINGLE_LETTERS = /(?<![\p{L}\p{N}])\p{L}([^\p{L}\p{N}]+)\p{L}(?:\1\p{L}(?![\p{L}\p{N}]))+/gu;

/** The letters of a run as a word; without the first too, where that may be a word by itself. */
function lettersOf(run: string): string {
  const word = run.replace(/[^\p{L}]+/gu, '');
  return /^[ai]/.test(word) ? `${word} ${word.slice(1)}` : word;
}

/** Words with Cyrillic letters in them, with all of their letters Cyrillic. */
function cyrillicResolved(text: string): string {
  return text.replace(/\p{L}*\p{sc=Cyrillic}\p{L}*/gu, (word) =>
    word.replace(/[a-z]/g, (letter) => CYRILLIC_LOOKS[letter] ?? letter),
  );
}
