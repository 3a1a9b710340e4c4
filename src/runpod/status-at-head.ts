import {
  BACKSLASH,
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COLON,
  COMMA,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
} from './json-bytes.ts';

/** Neither the key nor any of RunPod's words is longer. */
const LONGEST_WORD = 40;

/**
 * The status that an answer names, if that is among its first bytes: the first text called `status`
 * that is not inside anything else. Each byte is looked at once. Undefined if it comes later or is not
 * a plain word; RunPod promises no order.
 */
export function statusAtHead(head: Buffer): string | undefined {
  let depth = 0;
  let key: string | undefined;
  let isValue = false;
  for (let at = 0; at < head.length; at += 1) {
    const byte = head[at];
    if (byte === QUOTE) {
      const end = endOfText(head, at + 1);
      if (depth === 1) {
        const text = wordIn(head.subarray(at + 1, end));
        if (!isValue) key = text;
        else if (key === 'status' && end < head.length) return text;
      }
      at = end;
    } else if (byte === OPENING_BRACKET || byte === OPENING_BRACE) depth += 1;
    else if (byte === CLOSING_BRACKET || byte === CLOSING_BRACE) depth -= 1;
    else if (depth === 1 && byte === COLON) isValue = true;
    else if (depth === 1 && byte === COMMA) isValue = false;
  }
  return undefined;
}

/** Where a text's closing quote is, or where the bytes end. */
function endOfText(head: Buffer, from: number): number {
  let at = from;
  while (at < head.length && head[at] !== QUOTE) at += head[at] === BACKSLASH ? 2 : 1;
  return Math.min(at, head.length);
}

function wordIn(text: Buffer): string | undefined {
  const word = text.length <= LONGEST_WORD ? text.toString('latin1') : '';
  return /^\w+$/.test(word) ? word : undefined;
}
