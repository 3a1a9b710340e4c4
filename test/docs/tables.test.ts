import { describe, expect, it } from 'vitest';
import { tablesIn } from './markdown.ts';
import { isThere, PAGES, readText } from './pages.ts';

/** Which test holds a table to the code, by the table's page and the heading that it stands under. */
const HELD_BY: Readonly<Record<string, string>> = {
  'README.md § What it survives': 'test/docs/scripts.test.ts',
  'CONTRIBUTING.md § Commands': 'test/docs/scripts.test.ts',
  'docs/architecture.md § Rooms': 'test/imports.test.ts',
  'docs/commands.md § /image': 'test/docs/commands.test.ts',
  'docs/commands.md § /imagine': 'test/docs/commands.test.ts',
  'docs/commands.md § /upscale': 'test/docs/commands.test.ts',
  'docs/configuration.md § Variables': 'test/docs/configuration.test.ts',
  'docs/deploy.md § Moving to another machine': 'test/docs/deploy.test.ts',
  'docs/errors.md § Errors': 'test/errors.test.ts',
  'docs/faces-and-safety.md § How well words are screened': 'test/docs/screening-figures.test.ts',
  'docs/faces-and-safety.md § How well edits are screened': 'test/docs/screening-figures.test.ts',
  'docs/operations.md § Figures': 'test/docs/operations.test.ts',
  'docs/operations.md § What to be woken by': 'test/docs/operations.test.ts',
  'docs/performance.md § Performance': 'test/docs/performance.test.ts',
  'docs/performance.md § What members can repeat': 'test/docs/member-reads.test.ts',
  'docs/privacy.md § What is kept': 'test/docs/privacy.test.ts',
  'docs/rights.md § Custom ids': 'test/docs/rights.test.ts',
  'docs/running.md § Starting and stopping': 'test/docs/scripts.test.ts',
  'docs/screening.md § Helpers': 'test/safety/screening-doc.test.ts',
  'docs/screening.md § Helpers (2)': 'test/safety/screening-doc.test.ts',
  'docs/screening.md § Shelves': 'test/safety/screening-doc.test.ts',
  'docs/worker-contract.md § Errors': 'test/docs/workers.test.ts',
  'worker/README.md § Settings': 'test/docs/workers.test.ts',
  'docs/workflows.md § The manifest': 'test/docs/workflows.test.ts',
  'docs/workflows.md § Entries': 'test/docs/workflows.test.ts',
  'docs/workflows.md § Types': 'test/docs/workflows.test.ts',
  'docs/workers.md § Your worker': 'test/docs/workers.test.ts',
  "docs/workers.md § RunPod's public endpoints": 'test/docs/public-endpoints.test.ts',
  'docs/workers.md § Faces': 'test/docs/workers.test.ts',
  'docs/workers.md § Model files': 'test/docs/workers.test.ts',
};

const tables = PAGES.flatMap((page) =>
  tablesIn(readText(page)).map(({ heading, place }) => ({
    page,
    name: `${page} § ${heading}${place > 0 ? ` (${place + 1})` : ''}`,
  })),
);

describe('every table of README and docs', () => {
  it('is held to the code by a test, and there is no claim to one that is gone', () => {
    expect(tables.map(({ name }) => name).toSorted()).toEqual(Object.keys(HELD_BY).toSorted());
  });

  it.each(tables)('is read there: $name', ({ page, name }) => {
    const test = HELD_BY[name] ?? '';
    expect(isThere(test)).toBe(true);
    expect(readText(test)).toContain(page);
  });
});

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
