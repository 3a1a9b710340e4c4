import { expect, it } from 'vitest';
import { drawable } from '../../src/usage/drawable-name.ts';

it.each([
  ['Ada ✨', 'Ada'],
  ['ｆｕｌｌ width', 'full width'],
  ['ไทย', undefined],
  ['😀😀', undefined],
  ['[vip] x', '[vip] x'],
  ['a\u202eb', 'ab'],
])('draws the name %s as %s', (name, drawn) => {
  expect(drawable(name)).toBe(drawn);
});
