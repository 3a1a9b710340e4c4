import { Sequences } from './sequences.ts';
import { TrieBuilder } from './trie-builder.ts';

/** {@link Sequences} that grow. */
export class SequencesBuilder {
  readonly #trie = new TrieBuilder();
  readonly #acrossCommas = new TrieBuilder();
  readonly #comma: number;
  #mayCrossAnywhere = false;

  constructor(comma: number) {
    this.#comma = comma;
  }

  /** The state in which these words end. */
  add(numbers: readonly number[]): number {
    if (numbers.includes(this.#comma)) this.#noteCommas(numbers);
    return this.#trie.addAll(numbers);
  }

  /** The state to which these words lead from another; none of them is a comma. */
  goOn(from: number, numbers: readonly number[]): number {
    return this.#trie.addAll(numbers, from);
  }

  /** Also which state each became that was handed out. */
  built(): { readonly sequences: Sequences; readonly stateOf: Int32Array } {
    const { trie, stateOf } = this.#trie.built();
    const crossing = Uint8Array.of(Number(this.#mayCrossAnywhere));
    return { sequences: new Sequences(trie, this.#acrossCommas.built().trie, crossing), stateOf };
  }

  #noteCommas(numbers: readonly number[]): void {
    let before: number | undefined;
    for (const [at, number] of numbers.entries()) {
      if (number === this.#comma) continue;
      if (numbers[at - 1] === this.#comma && before !== undefined) {
        this.#acrossCommas.addAll([before, number]);
      }
      before = number;
    }
    // One comma at the end belongs to the clause before it.
    const isComma = (at: number) => numbers.at(at) === this.#comma;
    if (isComma(0) || (isComma(-1) && isComma(-2))) this.#mayCrossAnywhere = true;
  }
}
