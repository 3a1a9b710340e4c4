import { describe, expect, it } from 'vitest';
import { codeIn, tablesIn } from '../docs/markdown.ts';
import { readText } from '../docs/pages.ts';
import { ACTS } from './acts.ts';

/** The pieces of `docs/writes.md`: of those that share their first function, with the second. */
function piecesIn(page: string): string[] {
  const rows = tablesIn(page)
    .filter(({ columns }) => columns[0] === 'piece')
    .flatMap((table) => table.rows.map(([piece = '']) => codeIn(piece)));
  const firsts = rows.map(([first]) => first);
  return rows.map(([first = '', second]) =>
    firsts.indexOf(first) === firsts.lastIndexOf(first) ? first : `${first}, ${String(second)}`,
  );
}

describe('the races', () => {
  it('have an act for every piece, or a reason why not', () => {
    const pieces = Object.values(ACTS).flatMap((acts) => Object.keys(acts));
    expect(pieces.toSorted()).toEqual(piecesIn(readText('docs/writes.md')).toSorted());
  });
});
