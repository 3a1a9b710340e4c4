import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  matching,
  writtenOut,
} from '../../../../packages/stand-ins/playground/page/composer/list-item.ts';
import {
  CLOSED,
  moved,
  OPENED,
} from '../../../../packages/stand-ins/playground/page/composer/list-state.ts';

const items = ['steps', 'negative_prompt', 'prompt'].map((label) => ({ label, value: label }));
const found = (typed: string) => matching(items, typed).map(({ label }) => label);

it('finds what was typed anywhere in a label, and first where a label begins with it', () => {
  expect(found('prompt')).toEqual(['prompt', 'negative_prompt']);
  expect(found('Negative p')).toEqual(['negative_prompt']);
  expect(found('x')).toEqual([]);
  expect(found(' ')).toEqual(['steps', 'negative_prompt', 'prompt']);
});

it('takes an item that is written out by its label, and no other', () => {
  const numbers = [
    { label: 'One', value: 1 },
    { label: 'Minus one', value: -1 },
  ];
  expect(writtenOut(numbers, 'minus ONE')?.value).toBe(-1);
  expect(writtenOut(numbers, '-1')).toBeUndefined();
  expect(writtenOut(numbers, 'on')).toBeUndefined();
});

it('opens by an arrow at the end that the arrow comes from', () => {
  expect(moved(CLOSED, 1, 3)).toEqual({ open: true, active: 0 });
  expect(moved(CLOSED, -1, 3)).toEqual({ open: true, active: 2 });
  expect(moved(CLOSED, 1, 0)).toEqual(OPENED);
});

it('goes through every item and comes back to where it was', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.constantFrom(1 as const, -1), (count, step) => {
      let state = moved(OPENED, step, count);
      const start = state.active;
      const seen = new Set<number>();
      for (let steps = 0; steps < count; steps += 1) {
        seen.add(state.active);
        state = moved(state, step, count);
      }
      expect(seen.size).toBe(count);
      expect(state.active).toBe(start);
    }),
  );
});
