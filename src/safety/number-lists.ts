import type { TableReader, TableWriter } from './tables.ts';

/** Lists of numbers, themselves by number, end to end in one table. */
export class NumberLists {
  /** By list: the place of its first number; one extra says where the last list ends. */
  readonly starts: Int32Array;
  readonly numbers: Int32Array;

  constructor(starts: Int32Array, numbers: Int32Array) {
    this.starts = starts;
    this.numbers = numbers;
  }

  /** Puts each number into the list that stands at the same place of `lists`, in their order. */
  static of(count: number, lists: readonly number[], numbers: readonly number[]): NumberLists {
    const { starts, places } = sortedInto(count, lists);
    return new NumberLists(
      starts,
      places.map((place) => numbers[place] ?? 0),
    );
  }

  static read(from: TableReader): NumberLists {
    return new NumberLists(from.int32(), from.int32());
  }

  write(to: TableWriter): void {
    to.add(this.starts);
    to.add(this.numbers);
  }

  get(list: number): Int32Array {
    return this.numbers.subarray(this.starts[list], this.starts[list + 1]);
  }
}

/** The places of what belongs to each list, list by list and in their order, and where each begins. */
export function sortedInto(
  count: number,
  lists: readonly number[],
): { readonly starts: Int32Array; readonly places: Int32Array } {
  const starts = new Int32Array(count + 1);
  for (const list of lists) {
    const behind = list + 1;
    starts[behind] = (starts[behind] ?? 0) + 1;
  }
  for (let list = 0; list < count; list += 1) {
    starts[list + 1] = (starts[list + 1] ?? 0) + (starts[list] ?? 0);
  }
  const places = new Int32Array(lists.length);
  const next = starts.slice();
  for (const [at, list] of lists.entries()) {
    const place = next[list] ?? 0;
    places[place] = at;
    next[list] = place + 1;
  }
  return { starts, places };
}
