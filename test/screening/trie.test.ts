import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstAtLeast,
  listAt,
  numberListsOf,
  Trie,
  TrieBuilder,
} from '../../src/screening/lists/trie.ts';

describe('a trie', () => {
  const sequences = fc.array(fc.array(fc.nat(40), { minLength: 1, maxLength: 5 }), {
    maxLength: 30,
  });

  it('has each sequence in a state of its own, and tells it from the state', () => {
    fc.assert(
      fc.property(sequences, (added) => {
        const builder = new TrieBuilder();
        const provisional = added.map((numbers) => builder.add(numbers));
        const { tables, stateOf } = builder.built();
        const trie = new Trie(tables);
        for (const [at, numbers] of added.entries()) {
          const state = numbers.reduce((from, by) => trie.next(from, by), Trie.root);
          expect(state).toBe(stateOf[provisional[at] ?? 0]);
          expect(trie.pathTo(state)).toEqual(numbers);
        }
      }),
    );
  });

  it('leads nowhere by numbers that were not added', () => {
    const builder = new TrieBuilder();
    builder.add([7, 3]);
    const trie = new Trie(builder.built().tables);
    const first = trie.next(Trie.root, 7);
    for (const [state, by] of [
      [Trie.root, 3],
      [Trie.root, Trie.nowhere],
      [first, 7],
      [first, Trie.nowhere],
      [Trie.nowhere, 7],
    ] as const) {
      expect(trie.next(state, by)).toBe(Trie.nowhere);
    }
    expect(trie.goesOnFrom(first)).toBe(true);
    expect(trie.goesOnFrom(trie.next(first, 3))).toBe(false);
  });

  it('may have more states than two bytes can count', () => {
    const builder = new TrieBuilder();
    const [wide, deep] = [70_000, 140_000];
    for (let by = 0; by < wide; by += 1) builder.add([by]);
    for (let by = 0; by < deep; by += 1) builder.add([wide - 1, by]);
    const trie = new Trie(builder.built().tables);
    const parent = trie.next(Trie.root, wide - 1);
    expect(trie.goesOnFrom(parent - 1)).toBe(false);
    expect(trie.stepsFrom(parent).numbers).toHaveLength(deep);
    expect(trie.pathTo(trie.next(parent, deep - 1))).toEqual([wide - 1, deep - 1]);
  });

  it('takes other numbers for those that it was built of', () => {
    const builder = new TrieBuilder();
    builder.add([1, 2]);
    builder.add([2]);
    const trie = new Trie(builder.built(Int32Array.of(0, 9, 4)).tables);
    expect([...trie.stepsFrom(Trie.root).numbers]).toEqual([4, 9]);
    expect(trie.pathTo(trie.next(trie.next(Trie.root, 9), 4))).toEqual([9, 4]);
  });
});

describe('lists of numbers', () => {
  it.each([0, 65_535, 65_536, 65_537, 131_072, 200_000])('may follow a list of %i', (length) => {
    const lists = numberListsOf(
      4,
      [...Array.from({ length }, () => 1), 3, 3],
      [...Array.from({ length }, (_, at) => at), 8, 9],
    );
    expect(listAt(lists, 0)).toHaveLength(0);
    expect(listAt(lists, 1)).toHaveLength(length);
    expect(listAt(lists, 2)).toHaveLength(0);
    expect([...listAt(lists, 3)]).toEqual([8, 9]);
  });

  it('have their numbers in order', () => {
    const lists = numberListsOf(3, [2, 0, 2], [5, 6, 7]);
    expect([0, 1, 2].map((list) => [...listAt(lists, list)])).toEqual([[6], [], [5, 7]]);
  });

  it.each([
    [0, 0],
    [3, 0],
    [4, 1],
    [5, 1],
    [6, 3],
  ])('are searched for the first number of at least %i', (wanted, index) => {
    expect(firstAtLeast(Int32Array.of(3, 5, 5), wanted)).toBe(index);
  });
});
