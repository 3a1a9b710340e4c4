/** So many characters in a row are no accident, however they are spaced, quoted or cut. */
const SHORTEST_QUOTE = 8;

/** What a text says, in lower case without spaces and punctuation, and where each unit stood. */
interface Said {
  readonly units: string;
  readonly at: readonly number[];
}

/**
 * A text without the words of people that it quotes, whole or in part, also where it breaks their
 * lines, escapes their letters or cuts them off. What is left out shows as `…`.
 */
export function withoutWords(text: string, words: readonly string[]): string {
  const plain = unescape(text);
  const said = saidIn(plain);
  const quoted = new Set(words.flatMap((each) => quotesOf(saidIn(each).units, said)));
  return Array.from(plain.matchAll(/./gsu), ({ 0: character, index }) =>
    quoted.has(index) ? '…' : character,
  )
    .join('')
    .replace(/…(?:[^\p{L}\p{N}…]*…)*/gu, '…');
}

/** The places in the text that such words fill. */
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

/** JSON and Python write letters beyond ASCII by their numbers, and a line's end as a letter. */
function unescape(text: string): string {
  return text
    .replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/\\[nrt]/g, ' ');
}
