/** What a character is, one bit each. */
export const LETTER = 1;
export const NUMBER = 2;
export const SPACE = 4;
export const MARK = 8;

/** The first characters of Unicode stand in a table; beyond come only rare Chinese ones and signs. */
const IN_TABLE = 0x2_0000;
const FIRST_ASTRAL = 0x1_0000;

const ANY = /[\p{L}\p{N}\p{M}\s]/u;
const LETTERS = /\p{L}/u;
const NUMBERS = /\p{N}/u;
const MARKS = /\p{M}/u;

/** A table answers ten times as fast as an expression, and every character is asked about often. */
const TABLE = new Uint8Array(IN_TABLE).map((_, code) => classOf(code));

/** The bits of the character that begins at this place, 0 where there is none. */
export function classAt(text: string, index: number): number {
  const code = text.codePointAt(index) ?? 0;
  return TABLE[code] ?? classOf(code);
}

/** How many units of a text the character that begins at this place takes. */
export function widthAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) < FIRST_ASTRAL ? 1 : 2;
}

function classOf(code: number): number {
  const character = String.fromCodePoint(code);
  if (!ANY.test(character)) return 0;
  if (LETTERS.test(character)) return LETTER;
  if (NUMBERS.test(character)) return NUMBER;
  return MARKS.test(character) ? MARK : SPACE;
}
