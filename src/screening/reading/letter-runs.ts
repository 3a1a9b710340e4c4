import type { Effort } from './limits.ts';
import { classAt, COMMA, isComma, LETTER, NUMBER, SPACE, widthAt } from './plain-words.ts';

/** Shorter runs of letters are not a word. */
const SHORTEST_RUN = 3;

/** Separates a name from its value, as in `title="red door"`. */
const OPENS_VALUE = /[=:]["'“„«「]$/;

/** Adjacent letters. */
interface Piece {
  readonly start: number;
  readonly end: number;
  /** Whether it is one letter. */
  readonly single: boolean;
}

/** Joins `n-u-d-e`, `nu_de` and `n u d e` into one word. */
export function lettersTogether(text: string, effort: Effort): string {
  // First join runs with equal gaps: a letter with another gap is only a neighbour.
  const even = runsTogether(text, 'even', effort);
  return runsTogether(withoutSignsWithin(even, effort), 'any', effort);
}

/** Joins runs of single letters into words. */
function runsTogether(text: string, gaps: 'even' | 'any', effort: Effort): string {
  effort.spend(text.length);
  if (!hasRun(text)) return text;
  const pieces = piecesOf(text);
  let said = '';
  let copied = 0;
  for (let at = 0; at < pieces.length;) {
    const end = endOfRun(pieces, at, gaps === 'even' ? text : undefined);
    if (end - at < SHORTEST_RUN) {
      at += 1;
      continue;
    }
    const run = pieces.slice(at, end);
    said += text.slice(copied, run[0]?.start) + wordOf(run, text) + (gaps === 'even' ? ' ' : '');
    copied = run.at(-1)?.end ?? copied;
    at = end;
  }
  return said + text.slice(copied);
}

/** The end of the run that starts with this piece. With `text`, all its gaps must be equal. */
function endOfRun(pieces: readonly Piece[], first: number, text: string | undefined): number {
  let at = first;
  while (pieces[at]?.single === true) {
    if (text !== undefined && at >= first + 2 && !areGapsAlike(pieces, at, text)) break;
    at += 1;
  }
  return at;
}

/** Whether the gap before a piece equals the gap before the last one. */
function areGapsAlike(pieces: readonly Piece[], at: number, text: string): boolean {
  const [first, second, third] = pieces.slice(at - 2, at + 1);
  return text.slice(first?.end, second?.start) === text.slice(second?.end, third?.start);
}

/** A quick check for a run of single letters, which few texts have. */
export function hasRun(text: string): boolean {
  let singles = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (!isLetter(text, at)) continue;
    at += widthAt(text, at);
    if (!isLetter(text, at)) singles += 1;
    else singles = 0;
    if (singles === SHORTEST_RUN) return true;
    while (isLetter(text, at)) at += widthAt(text, at);
    at -= 1;
  }
  return false;
}

/** The words that rows of single letters in a reading form, one per row: "n, u d e" is one row. */
export function rowsOfLetters(reading: string, shortest: number): readonly string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of [...reading.split(' '), '']) {
    if (word === COMMA) continue;
    if (word !== '' && word.length === widthAt(word, 0)) row += word;
    else if (word !== '' || row !== '') {
      if (row.length >= shortest) rows.push(row);
      row = '';
    }
  }
  return rows;
}

function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length;) {
    const start = at;
    let letters = 0;
    for (; isLetter(text, at); at += widthAt(text, at)) letters += 1;
    if (letters === 0) at += widthAt(text, at);
    else pieces.push({ start, end: at, single: letters === 1 });
  }
  return pieces;
}

/** Whether it is a letter or stands for one. */
function isLetter(text: string, at: number): boolean {
  return (classAt(text, at) & (LETTER | NUMBER)) !== 0 || text[at] === '@' || text[at] === '$';
}

/** A run as a word. Also without its first letter if that may be a word itself. */
function wordOf(run: readonly Piece[], text: string): string {
  const word = run.map(({ start, end }) => text.slice(start, end)).join('');
  return word.startsWith('a') || word.startsWith('i') ? `${word} ${word.slice(1)}` : word;
}

/**
 * Removes signs between letters without a space. A comma among them still ends a clause: "a stern
 * face,sitting" are two.
 */
function withoutSignsWithin(text: string, effort: Effort): string {
  effort.spend(text.length);
  let said = '';
  let copied = 0;
  let afterLetter = false;
  for (let at = 0; at < text.length;) {
    const start = at;
    let endsClause = false;
    for (; at < text.length && isSign(text, at); at += widthAt(text, at)) {
      endsClause ||= isComma(text, at);
    }
    if (at === start) {
      afterLetter = classAt(text, at) === LETTER;
      at += widthAt(text, at);
    } else if (
      !endsClause &&
      !OPENS_VALUE.test(text.slice(start, at)) &&
      afterLetter &&
      classAt(text, at) === LETTER
    ) {
      said += text.slice(copied, start);
      copied = at;
    }
  }
  return said + text.slice(copied);
}

function isSign(text: string, at: number): boolean {
  return (classAt(text, at) & (LETTER | NUMBER | SPACE)) === 0;
}

/** A letter and its repetitions in a row. */
interface Run {
  readonly letter: string;
  readonly times: number;
}

/** Whether any character occurs twice in a row. */
export function hasRepeats(text: string): boolean {
  let last = -1;
  for (let at = 0; at < text.length; at += widthAt(text, at)) {
    const code = text.codePointAt(at) ?? 0;
    if (code === last) return true;
    last = code;
  }
  return false;
}

/**
 * A text with repetitions reduced: to two letters, to one, and in words that repeat every letter to one
 * throughout.
 */
export function withoutRepeats(text: string): readonly [string, string, string] {
  let [twice, once, asWritten] = ['', '', ''];
  for (const [index, piece] of text.split(/(\p{L}+)/u).entries()) {
    // Every second piece is letters.
    const runs = index % 2 === 1 ? runsOf(piece) : [{ letter: piece, times: 1 }];
    const isDoubled = runs.every(({ times }) => times > 1);
    twice += written(runs, isDoubled ? 1 : 2);
    once += written(runs, 1, isDoubled ? 1 : 2);
    asWritten += written(runs, 2);
  }
  return [twice, once, asWritten];
}

function runsOf(word: string): readonly Run[] {
  const runs: { letter: string; times: number }[] = [];
  for (const letter of word) {
    const last = runs.at(-1);
    if (last?.letter === letter) last.times += 1;
    else runs.push({ letter, times: 1 });
  }
  return runs;
}

/** Reduces letters repeated more than `upTo` times to `most`. */
function written(runs: readonly Run[], most: number, upTo = most): string {
  return runs.map(({ letter, times }) => letter.repeat(times > upTo ? most : times)).join('');
}
