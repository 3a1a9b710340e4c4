import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NeededExtension } from '../../../src/workflows/needs/extensions.ts';
import type { NeededFile, WorkflowNeeds } from '../../../src/workflows/needs/workflow-needs.ts';
import { workerFiles } from '../../../src/workflows/needs/worker-files.ts';
import { readText } from '../../docs/pages.ts';

const NOTHING: WorkflowNeeds = {
  models: [],
  embeddings: [],
  presets: [],
  extensions: [],
  newer: [],
  unknown: [],
};
const INK = 'https://huggingface.co/some/repo/resolve/main/ink.safetensors';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const SHA256 = 'ab'.repeat(32);
const model = (more: Partial<NeededFile> = {}): NeededFile => ({
  folder: 'loras',
  file: 'styles/ink.safetensors',
  others: [],
  url: INK,
  by: [],
  ...more,
});
const extension = (more: Partial<NeededExtension> = {}): NeededExtension => ({
  repository: 'https://github.com/maker/comfy-nodes',
  id: undefined,
  version: undefined,
  classes: ['Blur (maker)', 'Sharpen'],
  others: [],
  ...more,
});
const third = (more: Partial<NeededExtension> = {}) =>
  extension({ repository: 'https://github.com/third/pack', version: COMMIT, ...more });

function made(need: Partial<WorkflowNeeds>) {
  const { files, notes } = workerFiles([{ command: 'ink', need: { ...NOTHING, ...need } }]);
  return {
    runpod: files.get('worker-comfyui.Dockerfile') ?? '',
    contract: files.get('contract.Dockerfile') ?? '',
    snapshot: files.get('snapshot.json'),
    notes,
  };
}

describe("the Dockerfile of RunPod's worker", () => {
  it('installs extensions by their id and version, or by their repository', () => {
    const { runpod } = made({
      extensions: [
        extension({ id: 'comfy-nodes', version: '1.2.3' }),
        extension({ repository: 'https://github.com/other/pack' }),
        third({ id: 'third' }),
        extension({ repository: undefined, id: 'hidden' }),
      ],
    });
    expect(runpod.match(/^RUN .*$/gm)).toEqual([
      "RUN comfy-node-install 'comfy-nodes@1.2.3'",
      "RUN comfy-node-install 'https://github.com/other/pack'",
      `RUN comfy-node-install 'https://github.com/third/pack@${COMMIT}'`,
      "RUN comfy-node-install 'hidden'",
    ]);
  });

  it("fetches models into their folders, with a token only for Hugging Face's", () => {
    const elsewhere = model({ file: 'oil.safetensors', url: 'https://models.example.org/oil' });
    const { runpod } = made({ models: [model(), elsewhere] });
    expect(runpod.match(/^RUN .*$/gm)).toEqual([
      `RUN --mount=type=secret,id=hf_token HF_API_TOKEN="$(cat /run/secrets/hf_token 2>/dev/null || true)" comfy model download --url '${INK}' --relative-path 'models/loras/styles' --filename 'ink.safetensors'`,
      "RUN comfy model download --url 'https://models.example.org/oil' --relative-path 'models/loras' --filename 'oil.safetensors'",
    ]);
  });
});

describe("the Dockerfile of this project's worker", () => {
  it('is built from the same Python, and from files that its build gets', () => {
    const { contract } = made({ models: [model()], extensions: [extension()] });
    const python = /^ARG PYTHON_IMAGE=.*$/m;
    expect(python.exec(contract)?.[0]).toBe(python.exec(readText('worker/Dockerfile'))?.[0]);
    const bound = [...contract.matchAll(/source=(\S+?),/g)].map(([, path = '']) => path);
    expect(new Set(bound).size).toBe(4);
    for (const path of bound) expect(readText('.dockerignore')).toContain(`!${path}\n`);
  });

  it('leaves commits and checksums to the operator, except those that are named', () => {
    const named = model({ file: 'oil.safetensors', sha256: SHA256 });
    const { contract } = made({ models: [model(), named], extensions: [extension(), third()] });
    expect(contract.match(/^ARG (?:EXT|MODEL).*$/gm)).toEqual([
      'ARG EXTENSION_1_COMMIT=',
      `ARG EXTENSION_2_COMMIT=${COMMIT}`,
      'ARG MODEL_1_SHA256=',
      `ARG MODEL_2_SHA256=${SHA256}`,
    ]);
    expect(contract).toContain(
      `python /fetch_model.py --token-file /run/secrets/hf_token 'loras/styles' 'ink.safetensors' '${INK}' "$MODEL_1_SHA256"`,
    );
  });

  it('does not fetch again what the worker brings', () => {
    const dockerfile = readText('worker/Dockerfile');
    const brought = [...dockerfile.matchAll(/^ARG (\w+)_NAME=(\S+)\nARG \1_URL=\S+$/gm)].flatMap(
      ([, arg = '', file = '']) => {
        const [, folder = ''] =
          new RegExp(`fetch_model\\.py (?:--optional )?(\\w+) "\\$${arg}_NAME"`).exec(dockerfile) ??
          [];
        return folder === '' ? [] : [model({ folder, file })];
      },
    );
    expect(brought).toHaveLength(4);
    const { contract, runpod } = made({ models: brought });
    expect(contract).not.toContain('ARG MODEL');
    expect(runpod.match(/comfy model download/g)).toHaveLength(4);
  });

  it('does not install again what the worker brings', () => {
    const repository = 'https://github.com/cubiq/ComfyUI_IPAdapter_plus';
    const { contract, runpod } = made({ extensions: [extension({ repository })] });
    expect(contract).not.toContain('custom_nodes');
    expect(runpod).toContain(`comfy-node-install '${repository}'`);
  });
});

describe("ComfyUI-Manager's snapshot", () => {
  it('has the extensions whose version is known, and names the others', () => {
    const { snapshot = '', notes } = made({
      extensions: [
        extension({ id: 'comfy-nodes', version: '1.2.3' }),
        third(),
        extension({ repository: 'https://github.com/other/pack' }),
      ],
    });
    expect(JSON.parse(snapshot)).toEqual({
      git_custom_nodes: { 'https://github.com/third/pack': { hash: COMMIT, disabled: false } },
      cnr_custom_nodes: { 'comfy-nodes': '1.2.3' },
      file_custom_nodes: [],
      pips: {},
    });
    expect(notes).toEqual([
      'https://github.com/other/pack: not in snapshot.json, as no version is named',
    ]);
  });

  it('is not written where it would only disable what is there', () => {
    expect(made({ models: [model()], extensions: [extension()] }).snapshot).toBeUndefined();
  });
});

describe('several workflows', () => {
  it('need each thing once, with what any of them knows of it', () => {
    const known = extension({ id: 'comfy-nodes', version: '1.0.0', classes: ['Oil'] });
    const without = model({ url: undefined });
    const needs = [
      { command: 'ink', need: { ...NOTHING, models: [without], extensions: [extension()] } },
      { command: 'oil', need: { ...NOTHING, models: [model()], extensions: [known] } },
    ];
    const { files, notes } = workerFiles(needs);
    const runpod = files.get('worker-comfyui.Dockerfile') ?? '';
    expect(runpod).toContain('what these workflows need: /ink, /oil\n');
    expect(runpod).toContain(
      "# Blur (maker), Oil, Sharpen\nRUN comfy-node-install 'comfy-nodes@1.0.0'\n",
    );
    expect(runpod.match(/comfy model download/g)).toHaveLength(1);
    expect(notes).toEqual([]);
  });
});

describe('what is not safe in a Dockerfile', () => {
  const UNSAFE = 'its address has characters that are not safe in a Dockerfile';
  const CREDENTIAL = 'its address holds a credential, which would stay in the image';
  it.each([
    ['http://example.org/a.safetensors', 'its address is not https'],
    ['file:///etc/passwd', 'its address is not https'],
    ['a.safetensors', 'its address is not a URL'],
    ['https://example.org/a?token=abc', CREDENTIAL],
    ['https://me:pass@example.org/a', CREDENTIAL],
    ['https://127.0.0.1/a', 'its address is not a public host'],
    ['https://[::1]/a', 'its address is not a public host'],
    ['https://2130706433/a', 'its address is not a public host'],
    ['https://localhost/a', 'its address is not a public host'],
    ['https://metadata.google.internal/a', 'its address is not a public host'],
    ['https://example.org:8443/a', 'its address is not a public host'],
    ["https://example.org/a'$(id)'", UNSAFE],
    ['https://example.org/a\nRUN id', UNSAFE],
    ['https://example.org/a\\', UNSAFE],
    [undefined, 'its address is not known'],
  ])('is left out and named: the address %j', (url, why) => {
    const { runpod, contract, notes } = made({ models: [model({ url })] });
    expect(notes).toEqual([`loras/styles/ink.safetensors: ${why}`]);
    expect(runpod).not.toContain('comfy model');
    expect(contract).not.toContain('fetch_model');
  });

  it.each([
    ...['../x.pt', 'a/../../x.pt', "a'b.pt", 'a\nb.pt', '$(id).pt', '-x.pt', '/x.pt', 'a\\b.pt'],
    ...['', 'a/', 'a b/ .pt', 'a<b.pt', '`id`.pt'],
  ])('is left out and named: the file %j', (file) => {
    const { runpod, notes } = made({ models: [model({ file })] });
    expect(notes).toEqual([expect.stringMatching(/: its name is not safe in a Dockerfile$/)]);
    expect(runpod).not.toContain('comfy model');
  });

  it('is counted where there is too much of it', () => {
    const unknown = Array.from({ length: 5_000 }, (_, at) => `Class${at}`);
    const { notes, contract } = made({ unknown });
    expect(notes).toHaveLength(201);
    expect(notes.at(-1)).toBe('and 4800 more');
    expect(contract.split('\n').length).toBeLessThan(300);
  });

  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom("'", "'; id; '", '\nRUN id', '\r\nRUN id\r\n', '\u2028RUN id', '\\\nRUN id'),
    fc.constantFrom('$(id)', '`id`', "<<'X'\nRUN id\nX", 'CLASSES', '--flag', '# syntax=evil'),
    fc.constantFrom(COMMIT, '1.0.0', 'name', 'a/b.safetensors', 'loras'),
  );
  const url = fc.oneof(
    text,
    text.map((end) => `https://huggingface.co/a/b/${end}`),
    text.map((end) => `https://github.com/a/${end}`),
  );
  const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
  const few = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 3 });
  const anyNeed = fc.record({
    models: few(
      fc.record({
        ...{ folder: maybe(text), file: text, url: maybe(url) },
        ...{ others: few(text), by: few(text) },
      }),
    ),
    extensions: few(
      fc.record({
        ...{ repository: maybe(url), id: maybe(text), version: maybe(text) },
        ...{ classes: few(text), others: few(text) },
      }),
    ),
    ...{ embeddings: few(text), presets: few(text), newer: few(text), unknown: few(text) },
  });

  /** Every instruction, without what stands in single quotes, numbers and commits. */
  function instructions(dockerfile: string): readonly string[] {
    const [code = '', classes = ''] = dockerfile.split("COPY <<'CLASSES' /needed_nodes.txt\n");
    const [inside = '', after = ''] = classes.split('\nCLASSES\n');
    for (const line of inside.split('\n')) expect(line).toMatch(/^[\w.+:-]*$/);
    return `${code}${after}`
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.replaceAll(/'[^']*'/g, 'Q').replaceAll(/ Q(?: Q)+;/g, ' Q;'))
      .map((line) => line.replaceAll(/_\d+_/g, '_N_').replace(/=[0-9a-f]{40}$/, '='));
  }

  it('adds no instruction and no word to one, whatever a workflow holds', () => {
    const whole = made({
      models: [model(), model({ file: 'b.pt', url: 'https://example.org/b' })],
      extensions: [extension({ classes: ['Word'] }), third()],
    });
    const allowed = new Set([whole.runpod, whole.contract].flatMap(instructions));
    fc.assert(
      fc.property(anyNeed, (need) => {
        const { runpod, contract, snapshot = '{}' } = made(need);
        for (const file of [runpod, contract]) {
          expect(instructions(file).filter((line) => !allowed.has(line))).toEqual([]);
          // No line goes on in the next one, and none ends but at a line feed.
          expect(
            file.split('\n').filter((line) => /\\\s*$/.test(line) && !line.startsWith('#')),
          ).toEqual([]);
          expect(file.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        }
        expect(() => JSON.parse(snapshot) as unknown).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});
