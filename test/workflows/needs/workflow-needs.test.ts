import { describe, expect, it } from 'vitest';
import { Extensions } from '../../../src/workflows/needs/extensions.ts';
import { KnownModels } from '../../../src/workflows/needs/known-models.ts';
import {
  needLines,
  needsJson,
  readNeedsJson,
  workflowNeeds,
} from '../../../src/workflows/needs/workflow-needs.ts';
import { readCoreNodes } from '../../../src/workflows/read-workflows.ts';
import type { Mentions } from '../../../src/workflows/sources/workflow-source.ts';
import { node, sampler, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';

const table = readCoreNodes();
const models = new KnownModels({
  sources: [],
  files: [
    { folder: 'vae', file: 'known.safetensors', url: 'https://known.example.org/vae' },
    { folder: 'loras', file: 'known.safetensors', url: 'https://known.example.org/lora' },
    { folder: 'ultralytics', file: 'face.pt', url: 'https://known.example.org/face' },
  ],
  bases: [],
});
const source = { repository: '', commit: '', date: '' };
const extensions = new Extensions({
  source,
  extensions: [{ at: 'maker/loaders', classes: ['MyLoader'] }],
});
const SILENT: Mentions = { models: [], packs: new Map(), texts: [] };

const needOf = (changes: Nodes, mentions: Partial<Mentions> = {}) =>
  workflowNeeds(
    { graph: sdxl(changes), manifest: undefined, recipe: undefined },
    { table, readExtensions: () => extensions, models },
    { ...SILENT, ...mentions },
  );
const urls = (need: ReturnType<typeof needOf>) =>
  Object.fromEntries(need.models.map(({ folder = '?', file, url }) => [`${folder}/${file}`, url]));

const lora = (name: string): Nodes => ({
  '2': node('LoraLoaderModelOnly', { model: ['1', 0], lora_name: name, strength_model: 1 }),
  '6': sampler({ model: ['2', 0] }),
});

describe('the address of a model', () => {
  it('is that of the table for its folder, whatever folder of its own it is in', () => {
    expect(urls(needOf(lora('styles/known.safetensors')))).toEqual({
      'checkpoints/sd_xl_base_1.0.safetensors': undefined,
      'loras/styles/known.safetensors': 'https://known.example.org/lora',
    });
  });

  it('is first of all what the workflow says, as the address of the file itself', () => {
    const url = 'https://huggingface.co/me/mine/blob/main/known.safetensors?download=true';
    const mentions = {
      models: [
        { name: 'known.safetensors', directory: 'vae', url: 'https://mine.example.org/vae' },
        { name: 'known.safetensors', directory: 'loras', url },
      ],
    };
    expect(urls(needOf(lora('known.safetensors'), mentions))).toMatchObject({
      'loras/known.safetensors': 'https://huggingface.co/me/mine/resolve/main/known.safetensors',
    });
  });

  it('may stand in a note', () => {
    const texts = [
      'Get the LoRA: [ink](https://huggingface.co/me/mine/resolve/main/my%20ink.safetensors), then **https://example.org/%E0%A4%A/x.pt**',
    ];
    expect(urls(needOf(lora('my ink.safetensors'), { texts }))).toMatchObject({
      'loras/my ink.safetensors':
        'https://huggingface.co/me/mine/resolve/main/my%20ink.safetensors',
    });
  });
});

describe('a file of a third-party node', () => {
  const loader: Nodes = {
    '2': node('MyLoader', { model: ['1', 0], weights: 'face.pt' }),
    '6': sampler({ model: ['2', 0] }),
  };

  it('has the folder that the table has for it, or the workflow', () => {
    expect(urls(needOf(loader))).toMatchObject({
      'ultralytics/face.pt': 'https://known.example.org/face',
    });
    const mine = { name: 'face.pt', directory: 'mine', url: 'https://mine.example.org/face' };
    expect(urls(needOf(loader, { models: [mine] }))).toMatchObject({
      'mine/face.pt': 'https://mine.example.org/face',
    });
  });

  it('is named with its loader, and the extension of that', () => {
    expect(needLines(needOf(loader))).toEqual([
      'The worker must have:',
      '  checkpoints/sd_xl_base_1.0.safetensors: no address known',
      '  ultralytics/face.pt for MyLoader, unless it fetches it itself: https://known.example.org/face',
      '  https://github.com/maker/loaders: MyLoader',
    ]);
  });
});

describe('the list of extensions', () => {
  it('is not read for a workflow of nodes that are all of ComfyUI', () => {
    const readExtensions = () => {
      throw new Error('read');
    };
    const workflow = { graph: sdxl(), manifest: undefined, recipe: undefined };
    const need = workflowNeeds(workflow, { table, readExtensions, models }, SILENT);
    expect(need.extensions).toEqual([]);
  });
});

describe('needs.json', () => {
  it('keeps what is known, for the next time', () => {
    const changes = {
      ...lora('ink.safetensors'),
      '9': node('MyLoader', { model: ['2', 0] }),
    };
    const pack = { id: 'loaders', version: '1.2.3' };
    const ink = {
      name: 'ink.safetensors',
      directory: 'loras',
      url: 'https://mine.example.org/ink',
      sha256: 'ab'.repeat(32),
    };
    const mentions = { models: [ink], packs: new Map([['MyLoader', pack]]) };
    const need = needOf(changes, mentions);
    const again = readNeedsJson(JSON.parse(JSON.stringify(needsJson(need))));
    expect(again).not.toHaveProperty('problems');
    if ('mentions' in again) expect(needOf(changes, again.mentions)).toEqual(need);
  });

  it('can be read again, whatever a workflow holds', () => {
    const long = Array.from({ length: 1_500 }, (_, at) => `${at}${'x'.repeat(at * 2)}`);
    const lorasOf = Object.fromEntries(long.map((name, at) => [`lora_${at}`, `${name}.pt`]));
    const mine = node('MyLoader', { ...lorasOf, model: ['1', 0] });
    const others = long.map((name) => [`20${name}`, node(name, {})] as const);
    const need = needOf({ '9': mine, ...Object.fromEntries(others) });
    expect(need.models.length).toBeGreaterThan(1_000);
    const again = readNeedsJson(JSON.parse(JSON.stringify(needsJson(need))));
    expect(again).not.toHaveProperty('problems');
    const lines = needLines(need);
    expect(lines.length).toBeLessThan(300);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(2_000);
    expect(lines.at(-1)).toMatch(/^ {2}and \d+ more: see needs\.json$/);
  });

  it('is refused with the place where it is wrong', () => {
    const read = readNeedsJson({ models: [{ folder: 'loras', file: 3 }] });
    expect(read).toMatchObject({ problems: [{ file: 'needs.json', place: 'models.0.file' }] });
  });
});

describe('a line of the report', () => {
  it('is one line, whatever the files are called', () => {
    const need = needOf(lora('a\n✗ b\u2028c\u0007.safetensors'));
    for (const line of needLines(need)) expect(line).toMatch(/^\P{C}+$/u);
  });
});
