import { classAt, LETTER, NUMBER, SPACE, widthAt } from './character-classes.ts';
import type { Effort } from './effort.ts';

/** What stands in a reading where a clause ends, and where a phrase was taken out. */
export const COMMA = ',';

/**
 * The words of a text between single spaces, with a comma where a clause ends, and with a space at
 * both ends.
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

/** What ends a clause wherever it stands, and what does so only where a space follows. */
const COMMAS = ',;，、。；';
const ENDS_BEFORE_SPACE = '.!?';
/** What may stand before that space: quotes, which close in one language and open in another, and brackets. */
const CLOSING = `"'\`´‘’‚‛“”„‟‹›«»)]}>」』】》〉`;

/** Whether a clause ends here, whatever follows. */
export function isComma(text: string, at: number): boolean {
  return COMMAS.includes(text.charAt(at));
}

/** Whether a clause ends here, beyond which terms and innocent phrases go on only where a list says so. */
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
