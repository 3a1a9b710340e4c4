import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFolders, checkReport } from '../../src/workflows/check-folders.ts';
import { addedReport } from '../../src/workflows/draft/added-report.ts';
import { addWorkflow, NotAddedError } from '../../src/workflows/draft/add-workflow.ts';
import { readCommand } from '../../src/workflows/command-line.ts';
import { readCoreNodes, readWorkflows } from '../../src/workflows/read-workflows.ts';
import { node, sampler, sdxl } from '../support/sdxl-workflow.ts';
import { tempFolder } from '../support/temp-folder.ts';

const core = readCoreNodes();

/** Colors and clears a terminal, sets its title, turns the writing around and begins a line. */
const ODD = '\u001b[31m\u001b[2J\u001b]0;x\u0007\u202eodd\u202c\r\nline\u2028\u009b1m\ufeff🔥';

/** What `npm run workflow -- add` and `-- check` print of a file, line by line. */
function printed(file: unknown): readonly string[] {
  const folder = tempFolder();
  const path = join(folder, 'odd.json');
  writeFileSync(path, typeof file === 'string' ? file : JSON.stringify(file));
  const command = readCommand(['add', path, '--general']);
  if (command.kind !== 'add') throw new Error(command.kind);
  const read = (from: string) =>
    readWorkflows(from, { readTable: () => core, commands: [], builtIn: [] });
  try {
    const added = addWorkflow({ ...command, file: path }, { to: folder, core });
    const found = checkFolders([added.path], read);
    return [...addedReport(added, found, core).lines, ...checkReport(found)];
  } catch (error) {
    if (!(error instanceof NotAddedError)) throw error;
    return error.message.split('\n');
  }
}

/** In the editor's format: nodes with this class, title and name of an input. */
const savedFile = (name: string) => ({
  nodes: [
    { id: 1, type: 'LoadImage', title: name, widgets_values: ['cat.png'] },
    { id: 2, type: name, mode: 2 },
    { id: 3, type: name, widgets_values: [1], inputs: [{ name, type: name, link: null }] },
    { id: 9, type: 'SaveImage', widgets_values: [name], inputs: [{ name: 'images', link: 1 }] },
  ],
  links: [[1, 1, 0, 9, 0, name]],
});

const CONTROL = /[\p{C}\p{Zl}\p{Zp}]/u;

/** A node in ComfyUI's API format, with a title. */
const titled = (title: string, ...[name, inputs]: Parameters<typeof node>) => ({
  ...node(name, inputs),
  _meta: { title },
});

describe('names that a terminal would obey', () => {
  const names = (name: string) => ({
    title: sdxl({ '3': titled(name, 'CLIPTextEncode', { text: 'a fox', clip: ['1', 1] }) }),
    class: sdxl({ '9': node(name, { image: ['7', 0] }), '8': saved('9') }),
    input: sdxl({ '9': node('Mine', { [name]: 1, image: ['7', 0] }), '8': saved('9') }),
    text: sdxl({ '3': node('CLIPTextEncode', { text: name, clip: ['1', 1] }) }),
    model: sdxl({ '1': node('CheckpointLoaderSimple', { ckpt_name: `${name}.safetensors` }) }),
    id: sdxl({ [name]: node('SaveImage', { images: ['7', 0], filename_prefix: 'x' }) }),
    'wrong id': sdxl({ [name]: node('SaveImage', { images: ['nowhere', 0] }) }),
    link: sdxl({ '8': saved(name) }),
    option: sdxl({ '6': sampler({ sampler_name: name }) }),
    'saved file': savedFile(name),
  });
  const saved = (from: string) => node('SaveImage', { images: [from, 0], filename_prefix: 'x' });

  it.each(Object.entries(names(ODD)))('are printed without their marks: a %s', (_, file) => {
    expect(printed(file).filter((line) => CONTROL.test(line))).toEqual([]);
  });

  it.each(Object.entries(names('__proto__')))('may be those of objects: a %s', (_, file) => {
    expect(printed(file).length).toBeGreaterThan(0);
  });

  it.each(Object.entries(names('x'.repeat(1_000_000))))('may be long: a %s', (_, file) => {
    expect(Math.max(...printed(file).map((line) => line.length))).toBeLessThan(2_100);
  });
});

describe('files made to cost much', () => {
  // In none of them does the effort grow with the square of its length: that would run into the test's time limit.
  it.each<[string, unknown, RegExp]>([
    ['digits', sdxl({ '6': sampler({ cfg: '1_'.repeat(1_000_000) }) }), /takes a number/],
    ['spaces', sdxl({ '6': sampler({ cfg: `${' '.repeat(2_000_000)}x` }) }), /takes a number/],
    [
      'a title of blanks',
      sdxl({
        '3': titled(`x${' _'.repeat(1_000_000)}x`, 'CLIPTextEncode', {
          text: 'a fox',
          clip: ['1', 1],
        }),
      }),
      /Written/,
    ],
    ['lists in lists', '['.repeat(200_000) + ']'.repeat(200_000), /deeper than 100 levels/],
    ['5 MB', JSON.stringify('x'.repeat(5_000_000)), /is larger than/],
    [
      'a node linked thousands of times',
      sdxl({
        '9': node(
          'Mine',
          Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`image${n}`, ['7', 0]])),
        ),
        '8': node('SaveImage', { images: ['9', 0], filename_prefix: 'x' }),
      }),
      /Written/,
    ],
  ])('%s', (_, file, says) => {
    expect(printed(file)[0]).toMatch(says);
  });

  it('nodes that are each linked to dozens of others are named in a line each', () => {
    const made = (n: number) => {
      const back = Array.from(
        { length: 60 },
        (_, j) => [`b${j}`, [`d${Math.max(0, n - j)}`, 0]] as const,
      );
      const ahead = n < 299 ? `d${n + 1}` : '7';
      return [`d${n}`, node('Mine', { a: [ahead, 0], ...Object.fromEntries(back) })] as const;
    };
    const all = Object.fromEntries(Array.from({ length: 300 }, (_, n) => made(n)));
    const saver = node('SaveImage', { images: ['d0', 0], filename_prefix: 'x' });
    expect(printed(sdxl({ ...all, '8': saver })).length).toBeLessThan(60);
  });

  it('a ring of a thousand nodes is one line', () => {
    const flip = (n: number) =>
      node('LatentFlip', { samples: [`r${n % 1_000}`, 0], flip_method: 'x-axis: vertically' });
    const ring = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, n) => [`r${n}`, flip(n + 1)] as const),
    );
    expect(printed(sdxl({ ...ring, '5': flip(0) }))).toHaveLength(1);
  });

  it('of a thousand problems the first are named', () => {
    const bad = Array.from({ length: 1_000 }, (_, n) => [`s${n}`, node('SaveImage')] as const);
    const lines = printed(sdxl(Object.fromEntries(bad)));
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toMatch(/^and \d+ more$/);
  });
});
