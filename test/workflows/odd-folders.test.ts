import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadWorkflows } from '../../src/bot/open-workflows.ts';
import { INK_GRAPH, INK_MANIFEST, writeWorkflow } from '../support/ink-workflow.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** As deep as 4 MiB of it can be. */
const DEEP = `${'{"a":'.repeat(600_000)}1${'}'.repeat(600_000)}`;

/** Puts something in the place of a file. */
type Put = (path: string) => void;

const written =
  (text: string | Uint8Array): Put =>
  (path) => {
    writeFileSync(path, text);
  };
const linked =
  (to: string): Put =>
  (path) => {
    symlinkSync(to, path);
  };
const pipe: Put = (path) => execFileSync('mkfifo', [path]);
const folderInstead: Put = (path) => {
  mkdirSync(path);
};

const within = (value: string) =>
  JSON.stringify(INK_GRAPH).replace(/"steps":\d+/, `"steps":${value}`);

/** What stands for the graph, and what is said of it. */
const GRAPHS: readonly (readonly [what: string, put: Put, says: string])[] = [
  ['a value as deep as can be', written(within(DEEP)), 'is nested deeper than 100 levels: '],
  ['nothing but depth', written(DEEP), 'is nested deeper than 100 levels: '],
  ['a pipe', pipe, 'is no file: '],
  ['a folder', folderInstead, 'is no file: '],
  ['a device that never ends', linked('/dev/zero'), 'is no file: '],
  ['a link to itself', linked('graph.json'), 'cannot be read: ELOOP'],
  ['UTF-16', written(Buffer.from(`\uFEFF${within('4')}`, 'utf16le')), 'is not in UTF-8: '],
  [
    'a node called __proto__',
    written(JSON.stringify(INK_GRAPH).replace('{', '{"__proto__":{"class_type":"A","inputs":{}},')),
    'calls something __proto__, ',
  ],
  [
    'an input called __proto__',
    written(JSON.stringify(INK_GRAPH).replace('"inputs":{', '"inputs":{"__proto__":1,')),
    'calls something __proto__, ',
  ],
  [
    'more nodes than are read',
    written(
      JSON.stringify(
        Object.fromEntries(
          Array.from({ length: 2_001 }, (_, id) => [id, { class_type: 'A', inputs: {} }]),
        ),
      ),
    ),
    'has 2001 nodes, and 2000 are read: ',
  ],
];

const read = (folder: string) => {
  const { recipes, broken } = loadWorkflows({
    workflows: { folder, featured: undefined, publicEndpoints: false },
  });
  return {
    works: recipes.map(({ command }) => command),
    broken: broken.map(({ name, problems }) => [name, problems.map(({ says }) => says)]),
  };
};

describe('an odd graph.json', () => {
  it.each(GRAPHS)('is its own folder’s trouble, and nobody else’s: %s', (_, put, says) => {
    const folder = tempFolder();
    writeWorkflow(folder, 'ink');
    mkdirSync(join(folder, 'odd'));
    writeFileSync(join(folder, 'odd', 'manifest.json'), JSON.stringify(INK_MANIFEST));
    put(join(folder, 'odd', 'graph.json'));
    expect(read(folder)).toEqual({
      works: ['ink'],
      broken: [['odd', [expect.stringContaining(says)]]],
    });
  });
});

describe('an odd entry beside workflows', () => {
  it.each<readonly [string, Put, string]>([
    ['a link to itself', linked('odd'), 'cannot be read: ELOOP'],
    ['a link to nothing', linked('nowhere'), 'is a link to nothing: '],
  ])('is named, and the others work: %s', (_, put, says) => {
    const folder = tempFolder();
    writeWorkflow(folder, 'ink');
    put(join(folder, 'odd'));
    expect(read(folder)).toEqual({
      works: ['ink'],
      broken: [['odd', [expect.stringContaining(says)]]],
    });
  });
});

describe('the folder of all workflows', () => {
  it('is named where it is a file', () => {
    const file = join(tempFolder(), 'workflows');
    writeFileSync(file, '');
    expect(read(file)).toEqual({
      works: [],
      broken: [[file, [expect.stringContaining('cannot be read: ENOTDIR')]]],
    });
  });

  it('is none where it is not there', () => {
    expect(read(join(tempFolder(), 'none'))).toEqual({ works: [], broken: [] });
  });
});
