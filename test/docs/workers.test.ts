import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FACE_WORKFLOW_NAMES } from '../../src/recipes/face.ts';
import { readResult } from '../../src/workers/output.ts';
import { abilitiesOf, WORKER_KINDS, workerOf } from '../../src/workers/worker-kinds.ts';
import { parseConfig } from '../../src/config/config.ts';
import { codeIn, tablesIn } from './markdown.ts';
import { readText, tableUnder } from './pages.ts';

const PAGE = 'docs/workers.md';
const dockerfile = readText('worker/Dockerfile');
const example = readText('.env.example');

/** The sources of the worker itself. */
const worker = readdirSync(new URL('../../worker/darkroom_worker', import.meta.url))
  .filter((name) => name.endsWith('.py'))
  .map((name) => readText(`worker/darkroom_worker/${name}`))
  .join('\n');

/** A row of a table by what stands in its first column. */
const rowOf = (first: string, heading: string) =>
  tableUnder(heading, PAGE).rows.find(([cell]) => cell === first) ?? [];

const OWN_KINDS = WORKER_KINDS.filter((kind) => !abilitiesOf(kind).isPublic);

describe('the two workers in docs/workers.md', () => {
  it('are those that there are', () => {
    const [, ...columns] = tableUnder('Your worker', PAGE).columns;
    expect(columns.flatMap((column) => codeIn(column).slice(0, 1))).toEqual(OWN_KINDS);
  });
});

describe('the two ways for faces in docs/workers.md', () => {
  it('are those that there are, one of them the default', () => {
    const [, ...cells] = rowOf('`worker-comfyui`', 'Faces');
    const named = cells.map((cell) => /^`FACE_WORKFLOW=([\w-]+)`/.exec(cell)?.[1] ?? '');
    expect(named.toSorted()).toEqual([...FACE_WORKFLOW_NAMES].toSorted());
    const { faceWorkflow } = parseConfig({
      DISCORD_TOKEN: 'a.b.c',
      RUNPOD_API_KEY: 'key',
      RUNPOD_ENDPOINT_ID: 'ep-1',
    }).worker;
    expect(cells.find((cell) => cell.includes('default'))).toContain(`=${faceWorkflow}\``);
  });
});

describe('the model files in docs/workers.md', () => {
  const named = tableUnder('Model files', PAGE).rows.flatMap(([file = '']) => codeIn(file));

  it('are every file that a worker needs for faces, but one that is there only for ours', () => {
    const needed = OWN_KINDS.flatMap((kind) =>
      FACE_WORKFLOW_NAMES.flatMap((faceWorkflow) =>
        Object.values<string>({ ...workerOf({ kind, faceWorkflow }).faceFiles }),
      ),
    );
    const bigG = 'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors';
    expect(named).toEqual(expect.arrayContaining(needed.filter((file) => file !== bigG)));
  });

  it('are files that the build knows, or variables', () => {
    const sources = `${dockerfile}\n${worker}\n${example}`;
    const unknown = named.filter((name) =>
      name.includes('.') ? !sources.includes(name) : !example.includes(`\n${name}=`),
    );
    expect(unknown.filter((name) => !name.startsWith('ip-adapter-plus-face'))).toEqual([]);
  });
});

describe('a network volume of models', () => {
  it('has every folder that an input of a node is known to take files of', () => {
    const known = readText('src/comfy/model-folders.ts').matchAll(/^ {2}\['[^']+', '(\w+)'\],$/gm);
    const folders = new Set([...known].map(([, folder]) => folder));
    expect(folders.size).toBeGreaterThan(10);
    const paths = readText('worker/extra_model_paths.yaml');
    const named = [...paths.matchAll(/^ {2}(\w+):/gm)].map(([, folder]) => folder);
    expect(named).toEqual(expect.arrayContaining([...folders]));
  });
});

describe("the worker's settings in worker/README.md", () => {
  const rows = tableUnder('Settings', 'worker/README.md').rows;
  const source = readText('worker/darkroom_worker/settings.py');

  it('are those that it reads', () => {
    const read = [...source.matchAll(/"([A-Z_]{6,})"/g)].map(([, name]) => name);
    const named = rows.flatMap(([name = '']) => codeIn(name));
    expect(named.toSorted()).toEqual([...new Set(read)].toSorted());
  });

  it.each(rows)('have its default: %s, %s', (name, value) => {
    const [variable = ''] = codeIn(name);
    const [text = value] = codeIn(value);
    const defaults: Readonly<Record<string, string>> = { empty: '""', 'has to be set': '""' };
    const line = source.split('\n').find((one) => one.includes(`"${variable}"`)) ?? '';
    expect(line).toContain(defaults[text] ?? text);
  });
});

describe("the worker's errors in docs/worker-contract.md", () => {
  const rows = tableUnder('Errors', 'docs/worker-contract.md').rows;

  it('are all told apart from what the bot does not know', async () => {
    const codes = await Promise.all(
      rows.map(async ([text = '']) => {
        const error = (codeIn(text)[0] ?? '').replace('{id}', 'abc').replace('{N}', '600');
        const result = await readResult({ status: 'FAILED', error });
        return result.kind === 'error' ? result.error.code : result.kind;
      }),
    );
    expect(codes).not.toContain('worker_unknown');
    expect(tablesIn(readText('docs/worker-contract.md'))).toHaveLength(1);
  });
});
