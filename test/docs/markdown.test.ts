import { describe, expect, it } from 'vitest';
import { tablesIn } from './markdown.ts';

describe('a table', () => {
  it('is found by its heading, with its cells, and not in a block of code', () => {
    const page = [
      '# One',
      '| a | b |',
      '| --- | --- |',
      '| `x\\|y` | |',
      '',
      '| c |',
      '|---|',
      '```',
      '# Two',
      '| d |',
      '|---|',
      '```',
    ].join('\n');
    expect(tablesIn(page)).toEqual([
      { heading: 'One', place: 0, columns: ['a', 'b'], rows: [['`x|y`', '']] },
      { heading: 'One', place: 1, columns: ['c'], rows: [] },
    ]);
  });
});
