import { describe, expect, it } from 'vitest';
import {
  chosenLabels,
  movedTo,
  picked,
} from '../../../../packages/stand-ins/playground/page/select/select-state.ts';

const OPTIONS = ['Red', 'Green', 'Blue'].map((label) => ({ label, value: label.toLowerCase() }));
const ONE = { least: 1, most: 1 };
const TWO = { least: 0, most: 2 };

describe('picking', () => {
  it('puts one in the place of another where there is one', () => {
    expect(picked(OPTIONS, ['red'], 'blue', ONE)).toEqual(['blue']);
  });

  it('leaves the only one that is needed, and takes back one that is not', () => {
    expect(picked(OPTIONS, ['red'], 'red', ONE)).toEqual(['red']);
    expect(picked(OPTIONS, ['red'], 'red', { least: 0, most: 1 })).toEqual([]);
  });

  it('adds to several in the order of the options, and takes them back', () => {
    expect(picked(OPTIONS, ['blue'], 'red', TWO)).toEqual(['red', 'blue']);
    expect(picked(OPTIONS, ['red', 'blue'], 'red', TWO)).toEqual(['blue']);
  });

  it('stops at the most', () => {
    expect(picked(OPTIONS, ['red', 'blue'], 'green', TWO)).toEqual(['red', 'blue']);
  });
});

describe('a key', () => {
  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 2, 2],
    ['ArrowUp', 0, 0],
    ['Home', 2, 0],
    ['End', 0, 2],
    ['b', 0, 2],
    ['R', 2, 0],
    ['x', 0, undefined],
    ['Tab', 0, undefined],
  ])('%s leads from %i to %s', (key, from, to) => {
    expect(movedTo(key, from, OPTIONS)).toBe(to);
  });
});

it('a closed select shows the labels of what is chosen, in their order', () => {
  expect(chosenLabels(OPTIONS, ['blue', 'red'])).toBe('Red, Blue');
});
