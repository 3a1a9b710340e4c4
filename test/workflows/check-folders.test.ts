import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFolders, checkReport } from '../../src/workflows/check-folders.ts';
import { readCoreNodes, readWorkflows } from '../../src/workflows/read-workflows.ts';
import { tempFolder } from '../support/temp-folder.ts';

const table = readCoreNodes();
const read = (folder: string) =>
  readWorkflows(folder, { readTable: () => table, commands: [], builtIn: [] });

/** A folder with a workflow `enlarge`, one `photo` that leads to it, and a broken one. */
function open() {
  const folder = tempFolder();
  const graph = {
    '1': { class_type: 'LoadImage', inputs: { image: 'a.png' } },
    '2': {
      class_type: 'ImageScaleBy',
      inputs: { image: ['1', 0], upscale_method: 'lanczos', scale_by: 2 },
    },
    '3': { class_type: 'SaveImage', inputs: { images: ['2', 0], filename_prefix: 'a' } },
  };
  const manifest = {
    title: 'Larger',
    description: 'A larger picture',
    rating: 'general',
    nodes: [{ type: 'image', node_ids: ['1'] }],
  };
  const write = (name: string, files: Readonly<Record<string, unknown>>) => {
    mkdirSync(join(folder, name));
    for (const [file, json] of Object.entries(files)) {
      writeFileSync(join(folder, name, file), JSON.stringify(json));
    }
  };
  const next = [{ label: 'Larger', workflow: 'enlarge', image: 'image' }];
  write('enlarge', { 'manifest.json': manifest, 'graph.json': graph });
  write('photo', { 'manifest.json': { ...manifest, next }, 'graph.json': graph });
  write('broken', { 'graph.json': graph });
  return folder;
}

const check = (folders: readonly string[]) => checkReport(checkFolders(folders, read));
const BROKEN =
  '✗ broken: manifest.json: is missing: npm run workflow -- add FILE.json writes one for an export';

describe('checking folders', () => {
  it('says a line of each workflow in a folder of several', () => {
    expect(check([open()])).toEqual([
      '✓ /enlarge (general): image',
      '✓ /photo (general): image',
      BROKEN,
    ]);
  });

  it('says only what is about those that are named, though one leads to another', () => {
    const folder = open();
    expect(check([join(folder, 'photo'), join(folder, 'broken')])).toEqual([
      '✓ /photo (general): image',
      BROKEN,
    ]);
  });

  it('says of one that the bot passes over why it does', () => {
    const folder = open();
    renameSync(join(folder, 'enlarge'), join(folder, '.enlarge'));
    expect(check([join(folder, '.enlarge')])).toEqual([
      `✗ ${join(folder, '.enlarge')}: is passed over, as its name begins with a dot: rename it`,
    ]);
  });

  it('says of a link to itself that it is no folder', () => {
    const link = join(tempFolder(), 'loop');
    symlinkSync(link, link);
    expect(check([link])).toEqual([`✗ ${link}: is no folder: name one that holds a workflow`]);
  });

  it('says that there is no workflow, or no folder', () => {
    const folder = tempFolder();
    expect(check([folder, join(folder, 'none')])).toEqual([
      `✗ ${folder}: holds no workflow: npm run workflow -- add FILE.json makes one of an export`,
      `✗ ${join(folder, 'none')}: is no folder: name one that holds a workflow`,
    ]);
  });
});
