import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));

/** Half of all files have no more lines than this, and can be held in the head. */
const MEDIAN_LINES = 60;
/** A longer one is several. */
const MOST_LINES = 250;

/** Tables, which are looked things up in rather than read. */
const TABLES: readonly string[] = ['src/say/en/errors.ts'];

const sizesOf = (...tops: readonly string[]) =>
  tops.flatMap((top) =>
    readdirSync(join(projectFolder, top), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => `${top}/${file}`)
      .map((path) => ({
        path,
        lines: readFileSync(join(projectFolder, path), 'utf8').trimEnd().split('\n').length,
      })),
  );

describe('files', () => {
  const long = sizesOf('src', 'commands', 'sandbox', 'bench')
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ path }) => path);

  it('have no more than 250 lines, but for tables', () => {
    expect(long.toSorted()).toEqual(TABLES.toSorted());
  });

  it('that ship have no more than 60 lines in the middle', () => {
    const lines = sizesOf('src')
      .filter(({ path }) => !TABLES.includes(path))
      .map((file) => file.lines)
      .toSorted((a, b) => a - b);
    expect(lines[Math.floor(lines.length / 2)]).toBeLessThanOrEqual(MEDIAN_LINES);
  });
});
