import { expect, it } from 'vitest';
import { formatTable } from '../../bench/table.ts';

it('a table has columns as wide as they need be, numbers to the right', () => {
  const rows = [
    ['burst', '12 ms'],
    ['a long name', '7 ms'],
  ];
  expect(formatTable(['scenario', 'took'], rows, 1)).toBe(
    ['scenario      took', '-----------  -----', 'burst        12 ms', 'a long name   7 ms'].join(
      '\n',
    ),
  );
});

it('a table of nothing is its head', () => {
  expect(formatTable(['a', 'b'], [], 1)).toBe('a  b\n-  -');
});
