import { HTML_SIGNS } from '../safety/without-markup.ts';

/** So many characters in a row are no accident, however they are spaced, quoted or cut. */
const SHORTEST_QUOTE = 8;
/** A shorter word says nothing of anybody, and stands in every text. */
const SHORTEST_WORD = 3;

/** What a text says, in lower case without spaces and punctuation, and where each unit stood. */
interface Said {
  readonly units: string;
  readonly at: readonly number[];
}

/**
 * A text without the words of people that it quotes, whole or in part, also where it breaks their
 * lines, writes their letters by numbers or cuts them off, and without any single word of them. What
 * is left out shows as `…`.
 */
export function withoutWords(text: string, words: readonly string[]): string {
  const plain = decode(text).normalize();
  const said = saidIn(plain);
  const each = words.map((one) => one.normalize());
  const quoted = new Set([
    ...each.flatMap((one) => quotesOf(saidIn(one).units, said)),
    ...wordsOf(new Set(each.flatMap(singleWords)), plain),
  ]);
  return Array.from(plain.matchAll(/./gsu), ({ 0: character, index }) =>
    quoted.has(index) ? '…' : character,
  )
    .join('')
    .replace(/…(?:[^\p{L}\p{N}…]*…)*/gu, '…');
}

function singleWords(text: string): string[] {
  return Array.from(text.matchAll(/[\p{L}\p{M}\p{N}]+/gu), ([word]) => word.toLowerCase()).filter(
    (word) => word.length >= SHORTEST_WORD,
  );
}

/** The places in a text that these words fill, each standing alone. */
function wordsOf(words: ReadonlySet<string>, text: string): number[] {
  return Array.from(text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)).flatMap(({ 0: word, index }) =>
    words.has(word.toLowerCase())
      ? Array.from({ length: word.length }, (_, offset) => index + offset)
      : [],
  );
}

/** The places in a text that a run of these words fills. */
function quotesOf(words: string, { units, at }: Said): readonly number[] {
  const length = Math.min(SHORTEST_QUOTE, words.length);
  // A short word has to stand alone: "cat" is no part of "location".
  const inWord = (index: number) =>
    /^[a-z\d]+$/.test(units.slice(index - 1, index + 1)) && at[index - 1] === (at[index] ?? 0) - 1;
  const alone = words.length < SHORTEST_QUOTE && /^[a-z\d]+$/.test(words);
  return at.flatMap((_, start) => {
    const end = start + length;
    if (length === 0 || end > units.length || !words.includes(units.slice(start, end))) return [];
    if (alone && (inWord(start) || inWord(end))) return [];
    return at.slice(start, end);
  });
}

function saidIn(text: string): Said {
  const spoken = Array.from(text.matchAll(/[^\s\p{P}\p{Cc}\p{Cf}]/gu)).flatMap(
    ({ 0: character, index }) =>
      character
        .toLowerCase()
        .split('')
        .map((unit) => ({ unit, index })),
  );
  return {
    units: spoken.map(({ unit }) => unit).join(''),
    at: spoken.map(({ index }) => index),
  };
}

/** JSON, Python, HTML and addresses write letters by their numbers, and a line's end as a letter. */
function decode(text: string): string {
  return text
    .replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/\\[nrt]/g, ' ')
    .replace(/(?:%[\da-f]{2})+/gi, (bytes) =>
      Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'),
    )
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&([a-z]{2,4});/g, (entity, name: string) => HTML_SIGNS[name] ?? entity);
}
