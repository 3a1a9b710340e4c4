import type { Effort } from './limits.ts';

/** Marks the end of a clause in a reading, and a removed phrase. */
export const COMMA = ',';

/**
 * The words of a text separated by single spaces, with a comma at the end of each clause and a space at both
 * ends.
 */
export function plainWords(text: string, effort?: Effort): string {
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

/** Characters that always end a clause, and those that do so only before a space. */
const COMMAS = ',;，、。；';
const ENDS_BEFORE_SPACE = '.!?';
/**
 * Characters allowed before that space: brackets, and quotes, which close in one language and open in
 * another.
 */
const CLOSING = `"'\`´‘’‚‛“”„‟‹›«»)]}>」』】》〉`;

/** Whether a clause ends here, whatever follows. */
export function isComma(text: string, at: number): boolean {
  return COMMAS.includes(text.charAt(at));
}

/** Whether a clause ends here. Terms and innocent phrases continue past it only where a list says so. */
function isClauseEnd(text: string, at: number): boolean {
  if (isComma(text, at)) return true;
  const character = text.charAt(at);
  if (ENDS_BEFORE_SPACE.includes(character)) {
    if (text[at - 1] === '.') return false;
    const end = endOfClosing(text, at + 1);
    return end === text.length || isSpace(text, end);
  }
  return character === '|' && isSpace(text, at - 1) && isSpace(text, at + 1);
}

function endOfClosing(text: string, start: number): number {
  let at = start;
  while (at < text.length && CLOSING.includes(text.charAt(at))) at += 1;
  return at;
}

function isSpace(text: string, at: number): boolean {
  return classAt(text, at) === SPACE;
}

/** Character classes, one bit each. */
export const LETTER = 1;
export const NUMBER = 2;
export const SPACE = 4;

/** The table covers the first planes of Unicode. Beyond are only rare Chinese characters and symbols. */
const IN_TABLE = 0x2_0000;
const FIRST_SURROGATE = 0xd800;
const FIRST_ASTRAL = 0x1_0000;
const ANY = /[\p{L}\p{N}\s]/u;
const LETTERS = /\p{L}/u;
const NUMBERS = /\p{N}/u;

/** A table is ten times as fast as a regular expression, and every character is looked up often. */
const TABLE = Uint8Array.from({ length: IN_TABLE }, (_, code) => bitsOf(code));

/** The class bits of the character at this index. 0 if there is none. */
export function classAt(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  const code = unit < FIRST_SURROGATE ? unit : text.codePointAt(index);
  if (code === undefined) return 0;
  return code < IN_TABLE ? (TABLE[code] ?? 0) : bitsOf(code);
}

/** The number of code units of the character at this index. */
export function widthAt(text: string, index: number): number {
  if (text.charCodeAt(index) < FIRST_SURROGATE) return 1;
  return (text.codePointAt(index) ?? 0) < FIRST_ASTRAL ? 1 : 2;
}

function bitsOf(code: number): number {
  const character = String.fromCodePoint(code);
  if (!ANY.test(character)) return 0;
  if (LETTERS.test(character)) return LETTER;
  return NUMBERS.test(character) ? NUMBER : SPACE;
}
