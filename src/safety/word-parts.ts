import type { Effort } from './effort.ts';
import { Trie } from './trie.ts';

/** Most letters are told from others by these. */
const LOWEST = 0xff;

/** What is found in words without being all of them: parts, each with a number. */
export class WordParts {
  readonly #letters = new Trie();
  readonly #anywhere = new Map<number, number>();
  readonly #atEnds = new Map<number, number>();
  /** By the lowest bits of a letter, 1 where some part begins with such a letter. */
  readonly #begins = new Uint8Array(LOWEST + 1);

  /** `atEnd` for a part that is to be found at the end of a word only. */
  add(part: string, number: number, { atEnd }: { readonly atEnd: boolean }): void {
    this.#begins[part.charCodeAt(0) & LOWEST] = 1;
    let state = Trie.root;
    for (let at = 0; at < part.length; at += 1) {
      state = this.#letters.add(state, part.charCodeAt(at));
    }
    (atEnd ? this.#atEnds : this.#anywhere).set(state, number);
  }

  /** Puts the numbers of the parts that begin at this place of a word to the others. */
  collect(word: string, start: number, numbers: number[], effort: Effort): void {
    if (this.#begins[word.charCodeAt(start) & LOWEST] === 0) return;
    let at = start;
    let state = Trie.root;
    while (at < word.length && state !== Trie.nowhere) {
      state = this.#letters.next(state, word.charCodeAt(at));
      at += 1;
      const anywhere = this.#anywhere.get(state);
      if (anywhere !== undefined) numbers.push(anywhere);
      const atEnd = at === word.length ? this.#atEnds.get(state) : undefined;
      if (atEnd !== undefined) numbers.push(atEnd);
    }
    effort.spend(at - start);
  }
}
