import { PNG_SIGNATURE } from './png-chunks.ts';

/** More are not looked at: a picture has a handful before its pixels. */
const MOST_CHUNKS = 1_000;

/** Longer ones are passed over. Bytes. */
const LONGEST_TEXT = 512 * 1024;

/** As long as a text's name may be, by PNG's specification. */
const LONGEST_NAME = 79;

/**
 * The texts of a PNG that stand before its pixels, the first of each name, from its head alone: the rest of it need not be
 * here. Compressed ones are passed over, and so is whatever cannot be read. Empty for what is no PNG.
 */
export function pngTexts(head: Buffer): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  if (!head.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) return texts;
  let at = PNG_SIGNATURE.length;
  for (let count = 0; count < MOST_CHUNKS && at + 8 <= head.length; count += 1) {
    const length = head.readUInt32BE(at);
    const type = head.toString('latin1', at + 4, at + 8);
    const end = at + 8 + length;
    if (type === 'IDAT' || type === 'IEND' || end > head.length) break;
    const [name, text] = textIn(type, head.subarray(at + 8, end)) ?? [];
    if (name !== undefined && text !== undefined && !texts.has(name)) texts.set(name, text);
    at = end + 4;
  }
  return texts;
}

function textIn(type: string, content: Buffer): readonly [string, string] | undefined {
  if (content.length > LONGEST_TEXT) return undefined;
  const nameEnd = content.subarray(0, LONGEST_NAME + 1).indexOf(0);
  if (nameEnd <= 0) return undefined;
  const name = content.toString('latin1', 0, nameEnd);
  const rest = content.subarray(nameEnd + 1);
  switch (type) {
    case 'tEXt':
      return [name, rest.toString('latin1')];
    case 'iTXt': {
      // Whether it is compressed, how, its language, and the name in that language.
      const languageEnd = rest.indexOf(0, 2);
      const namedEnd = languageEnd === -1 ? -1 : rest.indexOf(0, languageEnd + 1);
      if (rest[0] !== 0 || namedEnd === -1) return undefined;
      return [name, rest.toString('utf8', namedEnd + 1)];
    }
    default:
      return undefined;
  }
}
