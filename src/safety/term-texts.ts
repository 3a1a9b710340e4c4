import { countOf, textAt, type ListLine } from './list-line.ts';
import { NumberLists } from './number-lists.ts';
import type { TableReader, TableWriter } from './tables.ts';
import { Texts } from './texts.ts';

/** What the lines of a list stand for, each text by its number, kept as the lines are. */
export class TermTexts {
  /** By line: the number of its first text. */
  readonly #firsts: Int32Array;
  /** By line: its slots. By slot: the texts it may be. */
  readonly #slots: NumberLists;
  readonly #choices: NumberLists;
  readonly #texts: Texts;

  private constructor(firsts: Int32Array, slots: NumberLists, choices: NumberLists, texts: Texts) {
    this.#firsts = firsts;
    this.#slots = slots;
    this.#choices = choices;
    this.#texts = texts;
  }

  static of(lines: readonly ListLine[]): TermTexts {
    const texts = new Map<string, number>();
    const slots = new Map<readonly string[], number>();
    const [lineOfSlot, slotOfLine, slotOfChoice, choices]: [
      number[],
      number[],
      number[],
      number[],
    ] = [[], [], [], []];
    const firsts = new Int32Array(lines.length);
    let first = 0;
    for (const [at, line] of lines.entries()) {
      firsts[at] = first;
      first += countOf(line);
      for (const slot of line.slots) {
        if (!slots.has(slot)) {
          for (const text of slot) {
            slotOfChoice.push(slots.size);
            choices.push(numberIn(texts, text));
          }
        }
        lineOfSlot.push(at);
        slotOfLine.push(numberIn(slots, slot));
      }
    }
    return new TermTexts(
      firsts,
      NumberLists.of(lines.length, lineOfSlot, slotOfLine),
      NumberLists.of(slots.size, slotOfChoice, choices),
      Texts.of([...texts.keys()]),
    );
  }

  static read(from: TableReader): TermTexts {
    return new TermTexts(
      from.int32(),
      NumberLists.read(from),
      NumberLists.read(from),
      Texts.read(from),
    );
  }

  write(to: TableWriter): void {
    to.add(this.#firsts);
    for (const part of [this.#slots, this.#choices, this.#texts]) part.write(to);
  }

  at(number: number): string {
    const line = this.#lineOf(number);
    const slots = Array.from(this.#slots.get(line), (slot) =>
      Array.from(this.#choices.get(slot), (text) => this.#texts.at(text)),
    );
    return textAt({ slots }, number - (this.#firsts[line] ?? 0));
  }

  #lineOf(number: number): number {
    let low = 0;
    let high = this.#firsts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#firsts[middle] ?? 0) <= number) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** The number of a thing, the next one where it has none yet. */
function numberIn<Thing>(numbers: Map<Thing, number>, thing: Thing): number {
  const number = numbers.get(thing) ?? numbers.size;
  numbers.set(thing, number);
  return number;
}
