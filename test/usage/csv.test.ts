import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvOf } from '../../src/usage/csv.ts';

const lines = (...cells: (string | number | undefined)[]) => csvOf([cells]).slice(1);

it('writes numbers as they are, and quotes what would end a cell', () => {
  expect(csvOf([['a', 1.5, undefined]])).toBe('\u{FEFF}a,1.5,\r\n');
  expect(lines('a,b', 'say "hi"', ' x')).toBe('"a,b","say ""hi"""," x"\r\n');
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', ' =1', '\u{200B}=1', 'a\n=1'])(
  'leaves %j as no formula',
  (text) => {
    expect(lines(text)).toMatch(/^"'[^\t\r\n]*"\r\n$/);
  },
);

it('has no cell that ends at a semicolon', () => {
  expect(lines('a;=1+1;b', ';=1')).toBe('"a,=1+1,b",",=1"\r\n');
});

/** A table as programs read it that follow RFC 4180. */
function read(csv: string): string[][] {
  const cells = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy;
  const rows: string[][] = [[]];
  for (const [, cell = '', end] of csv.slice(1).matchAll(cells)) {
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

it('keeps the shape of a table, and begins no cell with a formula, whatever the texts are', () => {
  const table = fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 2 }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(table, (rows) => {
      const found = read(csvOf(rows));
      expect(found.map(({ length }) => length)).toEqual(rows.map(() => 2));
      expect(found.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    }),
  );
});
