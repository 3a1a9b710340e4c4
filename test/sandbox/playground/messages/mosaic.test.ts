import { expect, it } from 'vitest';
import { mosaicOf } from '../../../../packages/stand-ins/playground/page/messages/mosaic.ts';

it.each([
  [1, '1 full'],
  [2, '2 half'],
  [3, '1 large, 2 small'],
  [4, '4 half'],
  [5, '2 half, 3 third'],
  [6, '6 third'],
  [7, '1 full, 6 third'],
  [8, '2 half, 6 third'],
  [9, '9 third'],
  [10, '1 full, 9 third'],
])('%i pictures are laid out as %s', (count, expected) => {
  const tiles = mosaicOf(count);
  expect(tiles).toHaveLength(count);
  const kinds = [...new Set(tiles)];
  const said = kinds.map((kind) => `${tiles.filter((tile) => tile === kind).length} ${kind}`);
  expect(said.join(', ')).toBe(expected);
});
