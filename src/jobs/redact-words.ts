import { HTML_SIGNS } from '../screening/open-screening.ts';

/** This many characters in a row are no coincidence, however they are spaced, quoted or cut. */
const SHORTEST_QUOTE = 8;
/** A shorter word identifies no one and occurs in every text. */
const SHORTEST_WORD = 3;

const WORDS = /[\p{L}\p{M}\p{N}]+/gu;
const LEFT_OUT = '…';

/** A text in lower case without spaces and punctuation, and the position of each unit. */
interface Said {
  readonly units: string;
  readonly at: readonly number[];
}

/**
 * Removes quotes of members' words from a text, whole or in part, even with other line breaks,
 * escaped or cut off, and every single word of theirs. Each gap shows as `…`. Linear in the text
 * and in the words.
 */
export function withoutWords(text: string, words: readonly string[]): string {
  const plain = decode(text).normalize();
  const said = saidIn(plain);
  const each = words.map((one) => one.normalize());
  /** By position in the text, 1 for what to remove. */
  const quoted = new Uint8Array(plain.length);
  for (const one of each) markQuotes(saidIn(one).units, said, quoted);
  markWords(new Set(each.flatMap(singleWords)), plain, quoted);
  let left = '';
  let place = 0;
  for (const character of plain) {
    left += quoted[place] === 1 ? LEFT_OUT : character;
    place += character.length;
  }
  return withFewerGaps(left);
}

/** Merges gaps that have only punctuation between them. */
function withFewerGaps(text: string): string {
  const [start = '', ...pieces] = text.split(LEFT_OUT);
  const end = pieces.pop();
  const between = pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece));
  return [start, ...between, ...(end === undefined ? [] : [end])].join(LEFT_OUT);
}

function singleWords(text: string): string[] {
  return Array.from(text.matchAll(WORDS), ([word]) => word.toLowerCase()).filter(
    (word) => word.length >= SHORTEST_WORD,
  );
}

/** Marks the positions of these words in a text, each as a whole word. */
function markWords(words: ReadonlySet<string>, text: string, quoted: Uint8Array): void {
  for (const { 0: word, index } of text.matchAll(WORDS)) {
    if (words.has(word.toLowerCase())) quoted.fill(1, index, index + word.length);
  }
}

/** Marks the positions of runs of these words in a text. */
function markQuotes(words: string, { units, at }: Said, quoted: Uint8Array): void {
  const length = Math.min(SHORTEST_QUOTE, words.length);
  if (length === 0) return;
  const quotes = new Set<string>();
  for (let start = 0; start + length <= words.length; start += 1) {
    quotes.add(words.slice(start, start + length));
  }
  // A short word must stand alone: "cat" is not part of "location".
  const alone = words.length < SHORTEST_QUOTE && /^[a-z\d]+$/.test(words);
  let marked = 0;
  for (let start = 0; start + length <= units.length; start += 1) {
    const end = start + length;
    if (!quotes.has(units.slice(start, end))) continue;
    if (alone && (isInWord(start, units, at) || isInWord(end, units, at))) continue;
    for (marked = Math.max(marked, start); marked < end; marked += 1) quoted[at[marked] ?? 0] = 1;
  }
}

/** Whether a word continues from one unit to the next. */
function isInWord(place: number, units: string, at: readonly number[]): boolean {
  const isJoined = at[place - 1] === (at[place] ?? 0) - 1;
  return isJoined && /^[a-z\d]+$/.test(units.slice(place - 1, place + 1));
}

function saidIn(text: string): Said {
  let units = '';
  const at: number[] = [];
  for (const { 0: character, index } of text.matchAll(/[^\s\p{P}\p{Cc}\p{Cf}]/gu)) {
    const spoken = character.toLowerCase();
    units += spoken;
    at.push(...new Array<number>(spoken.length).fill(index));
  }
  return { units, at };
}

/** JSON, Python, HTML and URLs escape letters as numbers, and line breaks as a letter. */
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
