import { widthAt } from './character-classes.ts';

/** A letter, and how often it stands in a row. */
interface Run {
  readonly letter: string;
  readonly times: number;
}

/** Whether any character stands twice in a row. */
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
 * A text with letters as often as they may be meant: twice or once where they are repeated more, and
 * once in a word that repeats every letter.
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

/** Each letter `most` times where it is repeated more than `upTo` times. */
function written(runs: readonly Run[], most: number, upTo = most): string {
  return runs.map(({ letter, times }) => letter.repeat(times > upTo ? most : times)).join('');
}
