import type { Effort } from './effort.ts';
import type { Word } from './word.ts';

/** "Emma's", "Mary Jane's" and "my old friend's": an owner is up to three words, then an s. */
const OWNERS = [1, 2, 3];

/**
 * The ways to read on over what may stand between a verb and its object, such as "all of her" or
 * "Emma's". A reading without any comes back as it is.
 */
export function withoutFiller(
  words: readonly Word[],
  effort: Effort,
): readonly (readonly Word[])[] {
  effort.spend(words.length);
  if (!words.some(({ text }) => text === 's')) return [withoutFillerWords(words)];
  effort.spend(2 * OWNERS.length * words.length);
  const ways = OWNERS.map((length) => withoutOwners(words, length));
  return [...new Set(ways)].map(withoutFillerWords);
}

function withoutFillerWords(words: readonly Word[]): readonly Word[] {
  return words.some(({ isFiller }) => isFiller) ? words.filter(({ isFiller }) => !isFiller) : words;
}

function withoutOwners(words: readonly Word[], length: number): readonly Word[] {
  let kept: Word[] | undefined;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (isOwner(words, at, length)) {
      kept ??= words.slice(0, at);
      at += length;
    } else if (word) kept?.push(word);
  }
  return kept ?? words;
}

function isOwner(words: readonly Word[], start: number, length: number): boolean {
  if (words[start + length]?.text !== 's') return false;
  for (let at = start; at < start + length; at += 1)
    if (words[at]?.isLetters !== true) return false;
  return true;
}
