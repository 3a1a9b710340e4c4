import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runOptions } from '../crash/run-options.ts';
import { codeIn, numbersIn } from './markdown.ts';
import { PAGES, readText, tableUnder } from './pages.ts';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readText('package.json')));

/** Whatever a page has npm do: `npm start`, `npm run check`. */
const scriptsIn = (text: string): string[] =>
  [...text.matchAll(/npm (?:run )?(?!ci\b|run\b|prune\b|install\b|start with)([a-z][\w:]*)/g)].map(
    ([, name = '']) => name,
  );

const PROGRAMS = [
  'start',
  'doctor',
  'workflow',
  'register',
  'backup',
  'restore',
  'migrate',
  'drain',
  'intake',
  'block',
];

/** What npm runs by itself, before another. */
const hooks = Object.keys(scripts)
  .filter((name) => name.replace(/^(pre|post)/, '') in scripts)
  .filter((name) => /^(pre|post)/.test(name));

describe('the scripts', () => {
  it.each(PAGES.filter((page) => page !== 'CHANGELOG.md'))('that %s names are there', (page) => {
    const code = [...readText(page).matchAll(/`[^`]+`|```[^]*?```/g)].map(([text]) => text);
    expect(scriptsIn(code.join('\n')).filter((name) => !(name in scripts))).toEqual([]);
  });

  it.each(['.ci/run', '.ci/all'])('that %s runs are there', (file) => {
    const named = scriptsIn(readText(file));
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('of an operator are in docs/running.md, of everybody else in CONTRIBUTING.md', () => {
    const inTable = (heading: string, page: string) =>
      tableUnder(heading, page).rows.map(([cell = '']) => scriptsIn(cell)[0]);
    expect(inTable('Starting and stopping', 'docs/running.md')).toEqual(PROGRAMS);
    const others = Object.keys(scripts).filter(
      (name) => !PROGRAMS.includes(name) && !hooks.includes(name),
    );
    const named = new Set(
      tableUnder('Commands', 'docs/CONTRIBUTING.md').rows.flatMap((cells) =>
        scriptsIn(cells.join(' ')),
      ),
    );
    expect([...named].toSorted()).toEqual(others.toSorted());
  });
});

describe('what the README says that the bot survives', () => {
  const rows = tableUnder('What it survives', 'README.md').rows;

  it('is tried by scripts that are there, and nothing is lost', () => {
    expect(rows.map(([, , lost]) => lost)).toEqual(rows.map(() => '0'));
    const tried = scriptsIn(rows.map(([cell = '']) => codeIn(cell).join('\n')).join('\n'));
    expect(tried).toEqual([
      'test:crash',
      'test',
      'test:soak',
      'test:crash:postgres',
      'test:faults',
    ]);
  });

  it('is tried at as many random moments as it says', () => {
    expect(numbersIn(rows[0]?.[0] ?? '')).toContain(String(runOptions().kills));
  });
});
