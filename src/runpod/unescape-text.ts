import { setImmediate as turn } from 'node:timers/promises';

/** How much is looked at between two turns of the event loop. */
const SLICE_BYTES = 128 * 1024;

const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/** What stands for itself behind a backslash is not listed. */
const MEANINGS: ReadonlyMap<number | undefined, number> = new Map([
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
]);

/**
 * Takes JSON's escapes out of a text in UTF-8, in its own place, and gives the part of it that is
 * left. An escape is never shorter than what it stands for. Of a pair of surrogates each becomes a
 * replacement character: such a text is logged at most.
 */
export async function unescapeText(text: Buffer): Promise<Buffer> {
  let to = 0;
  for (let at = 0; at < text.length;) {
    const until = Math.min(at + SLICE_BYTES, text.length);
    while (at < until) {
      const byte = text[at];
      if (byte !== BACKSLASH) {
        text[to] = byte ?? 0;
        to += 1;
        at += 1;
      } else if (text[at + 1] === LETTER_U) {
        const code = Number.parseInt(text.toString('latin1', at + 2, at + 6), 16);
        to += text.write(String.fromCharCode(code), to, 'utf8');
        at += 6;
      } else {
        const escaped = text[at + 1];
        text[to] = MEANINGS.get(escaped) ?? escaped ?? 0;
        to += 1;
        at += 2;
      }
    }
    if (at < text.length) await turn();
  }
  return text.subarray(0, to);
}
