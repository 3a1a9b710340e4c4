import { resolveConfusablesTransformer } from 'obscenity';

/** Characters that do not show, and marks that go on other characters. */
const UNSEEN = /[\p{Cf}\p{M}\u115f\u1160\u3164\uffa0]/gu;

const confusables = resolveConfusablesTransformer();

/** Where obscenity's table of look-alikes takes a different letter than people do. */
const SURER_LOOKS: Readonly<Record<string, string>> = { ι: 'i', Ι: 'i', ı: 'i' };

const CYRILLIC = /\p{sc=Cyrillic}/u;
const BASIC = /^[\x20-\x7e]*$/;

/** Emoji are not letters, except for letters in squares and circles. */
const PICTURE = /(?![\u{1f100}-\u{1f1ff}])\p{Extended_Pictographic}/u;

/** Cyrillic letters that look like Latin ones in lower case too. */
const LATIN_LOOKS = 'аеорсухѕіјһԁԛԝ';

/** Latin letters that pass for Cyrillic ones. */
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

/** A text without accents, in lower case, with Latin letters for what looks like them. */
export function withLatinLetters(text: string): string {
  // Putting many marks in order takes long, and none of them is kept.
  const plain = text.replace(UNSEEN, '').normalize('NFKD').replace(UNSEEN, '');
  if (BASIC.test(plain)) return plain.toLowerCase();
  return plain
    .replace(/[^\s]+/gu, (piece) =>
      BASIC.test(piece) || isCyrillicWord(piece) ? piece : latinFor(piece),
    )
    .toLowerCase();
}

/** A text with its accents, in lower case; words with Cyrillic letters in them in those alone. */
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
  return Array.from(piece, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 128) return character;
    const looks = SURER_LOOKS[character];
    if (looks !== undefined) return looks;
    const letter = confusables.transform(code) ?? code;
    // Few look like another, so only those few are checked for being pictures.
    return letter === code || PICTURE.test(character) ? character : String.fromCodePoint(letter);
  }).join('');
}

/** A word of Cyrillic letters, some of which look like no Latin one, is what it seems to be. */
function isCyrillicWord(piece: string): boolean {
  const letters = piece.toLowerCase().replace(/[^\p{L}]/gu, '');
  return (
    /^\p{sc=Cyrillic}+$/u.test(letters) &&
    Array.from(letters).some((one) => !LATIN_LOOKS.includes(one))
  );
}
