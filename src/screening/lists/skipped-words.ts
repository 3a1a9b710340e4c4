import { z } from 'zod';
import type { Effort } from '../reading/limits.ts';
import { COMMA } from '../reading/plain-words.ts';
import { withReplaced, type Word } from './vocabulary.ts';

/** Three adjectives of up to two words each, such as "dark haired". */
const MAX_LOOKS = 6;

export const looksTables = z.object({
  /** Words such as "young" and "little". */
  young: z.set(z.string()),
  /** Words such as "pretty" and "haired". */
  looks: z.set(z.string()),
});

/**
 * Skips words for looks between "young" and "girl", since there are too many combinations for a list of
 * phrases.
 */
export class Looks {
  readonly #tables: z.infer<typeof looksTables>;

  constructor(tables: z.infer<typeof looksTables>) {
    this.#tables = tables;
  }

  /** Whether a reading has a "young" that looks may follow. Most have none. */
  areToldIn(words: readonly Word[], effort: Effort): boolean {
    effort.spend(words.length);
    return words.some((word) => this.#isYoung(word));
  }

  /** A reading without the looks after "young". The same one if there are none. */
  removedFrom(words: readonly Word[], effort: Effort): readonly Word[] {
    effort.spend(words.length);
    return withReplaced(words, (at, word) => {
      const next = at + 1;
      const end = this.#isYoung(word) ? this.#endOfLooks(words, next, effort) : next;
      if (end === next) return undefined;
      return { by: words.slice(at, isComma(words[next]) ? next + 1 : next), end };
    });
  }

  /** Whether "young" before a comma and looks after it may describe the same person. */
  mayCross(before: Word, after: Word): boolean {
    return this.#isYoung(before) && this.#isLook(after);
  }

  #isYoung({ text, isListed }: Word): boolean {
    return isListed && this.#tables.young.has(text);
  }

  /**
   * The index after the looks that start here or after a comma. In the second case, commas may separate them
   * too. Looks before a comma do not describe the person after it ("a little white rabbit, a girl").
   */
  #endOfLooks(words: readonly Word[], start: number, effort: Effort): number {
    const isList = isComma(words[start]);
    const first = isList ? start + 1 : start;
    let [at, looks] = [first, 0];
    while (looks < MAX_LOOKS && this.#isLook(words[at])) {
      looks += 1;
      at += isList && isComma(words[at + 1]) && this.#isLook(words[at + 2]) ? 2 : 1;
    }
    effort.spend(1 + at - first);
    return looks === 0 || isComma(words[at]) ? start : at;
  }

  #isLook(word: Word | undefined): boolean {
    return word !== undefined && this.#tables.looks.has(word.text);
  }
}

function isComma(word: Word | undefined): boolean {
  return word?.text === COMMA;
}

/** "Emma's", "Mary Jane's" and "my old friend's": an owner is up to three words, then an s. */
const OWNERS = [1, 2, 3];

/**
 * The readings without fillers between a verb and its object, such as "all of her" or "Emma's". A reading
 * without any comes back as it is.
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
  return withReplaced(words, (at) =>
    isOwner(words, at, length) ? { by: [], end: at + length + 1 } : undefined,
  );
}

function isOwner(words: readonly Word[], start: number, length: number): boolean {
  if (words[start + length]?.text !== 's') return false;
  for (let at = start; at < start + length; at += 1)
    if (words[at]?.isLetters !== true) return false;
  return true;
}
