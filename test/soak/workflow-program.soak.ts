import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RunPodSandbox } from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { INK_GRAPH, INK_MANIFEST, writeWorkflow } from '../support/ink-workflow.ts';
import { tempFolder } from '../support/temp-folder.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/src/workflow.js', import.meta.url));
const EXAMPLES = fileURLToPath(new URL('../../workflows.example', import.meta.url));
const fixture = (name: string) =>
  fileURLToPath(new URL(`../workflows/fixtures/${name}.json`, import.meta.url));

/** Starts `npm run workflow` as it is compiled, in a folder of its own, and with no variables at all. */
function start(args: readonly string[], cwd = tempFolder()) {
  return spawn(process.execPath, [PROGRAM, ...args], { cwd, env: {} });
}

/** Runs it to its end. */
async function workflow(args: readonly string[], cwd?: string) {
  const program = start(args, cwd);
  const [stdout, stderr, [code]] = await Promise.all([
    text(program.stdout),
    text(program.stderr),
    once(program, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

describe('npm run workflow -- check', () => {
  it('says of each example that it works, and ends with 0', async () => {
    const { code, stdout, stderr } = await workflow(['check', EXAMPLES]);
    expect(stdout).toMatch(/^(?:✓ \/[a-z-]+ \(general\): [a-z, _]+\n){7}\nAll is well\.\n$/);
    expect([code, stderr]).toEqual([0, '']);
  });

  it('looks into WORKFLOWS_DIR of where it is run, and says what to do where nothing is there', async () => {
    const folder = tempFolder();
    expect(await workflow(['check'], folder)).toEqual({
      code: 0,
      stdout: 'No workflow in workflows: npm run workflow -- add FILE makes one.\n',
      stderr: '',
    });
    writeWorkflow(join(folder, 'workflows'), 'ink');
    expect((await workflow(['check'], folder)).stdout).toContain('✓ /ink (general): prompt, ');
  });
});

/** The workflow of the tests with one entry of its manifest, and with some nodes of its graph, changed. */
const entry = (type: string, change: object) => ({
  manifest: {
    ...INK_MANIFEST,
    nodes: INK_MANIFEST.nodes.map((one) => (one.type === type ? { ...one, ...change } : one)),
  },
});
const manifest = (change: object) => ({ manifest: { ...INK_MANIFEST, ...change } });
const further = (...entries: object[]) => manifest({ nodes: [...INK_MANIFEST.nodes, ...entries] });
const without = (...ids: string[]) => ({
  graph: Object.fromEntries(Object.entries(INK_GRAPH).filter(([id]) => !ids.includes(id))),
});

/** Mistakes by their folders' names; `null`: no such file. What is said of each has to hold these words. */
const MISTAKES: Readonly<
  Record<
    string,
    readonly [{ manifest?: object | string | null; graph?: object | string | null }, string]
  >
> = {
  'no-graph': [
    { graph: null },
    'is missing: in ComfyUI, open the workflow, choose Workflow > Export (API)',
  ],
  'no-manifest': [{ manifest: null }, 'is missing: npm run workflow -- add FILE.json writes one'],
  'no-json': [{ manifest: '{"title": "Ink",}' }, 'is not JSON, mend it there'],
  'empty-file': [{ graph: '' }, 'is empty: write it again'],
  'save-format': [
    { graph: { nodes: [], links: [], version: 0.4 } },
    'choose Workflow > Export (API), and take that file',
  ],
  'no-title': [manifest({ title: '' }), 'is empty: fill it in'],
  'no-such-type': [entry('steps', { type: 'stepz' }), 'it must be one of prompt, '],
  'no-such-key': [manifest({ ratng: 'general' }), 'knows no "ratng": it may have title, '],
  'no-such-node': [entry('seed', { node_ids: ['77'] }), 'give the right id'],
  'no-such-input': [entry('steps', { key: 'step' }), 'give the right key (it has model, '],
  'no-such-output': [
    manifest({ outputs: ['77'] }),
    'outputs: names node 77, which graph.json does not have: give the right id',
  ],
  'no-output': [
    { ...manifest({ outputs: undefined }), ...without('8', '9') },
    'add a SaveImage in ComfyUI and export again',
  ],
  'no-link-end': [without('5'), 'mend it in ComfyUI and export again'],
  'a-link': [
    entry('negative_prompt', { node_ids: ['6'], key: 'model' }),
    'name that node, or type a value into this one',
  ],
  'range-upside-down': [entry('steps', { min: 40, max: 10 }), 'swap them'],
  'range-too-wide': [entry('cfg', { max: 1_000 }), 'narrow min and max'],
  'default-outside': [entry('cfg', { default: 60 }), 'give another default, or widen min and max'],
  'no-such-sampler': [entry('sampler', { choices: ['eulr'] }), 'it takes euler, '],
  'file-not-named': [entry('lora', { choices: undefined }), 'name the files one by one'],
  'adult-file': [
    entry('lora', { choices: ['ink.safetensors', 'nsfw.safetensors'] }),
    'take another file, or leave the rating out',
  ],
  'twice-the-same': [
    further({ type: 'steps', name: 'more', node_ids: ['6'] }),
    'take one of them out',
  ],
  'name-of-another': [entry('lora', { name: 'seed' }), 'choose another'],
  'too-many-words': [entry('prompt', { max_length: 6_000 }), 'give them a smaller max_length'],
  Capitals: [{}, 'rename it to lower case letters'],
};

function writeMistakes(): string {
  const folder = tempFolder();
  for (const [name, [files]] of Object.entries(MISTAKES)) {
    mkdirSync(join(folder, name));
    const all = { manifest: INK_MANIFEST, graph: INK_GRAPH, ...files };
    for (const [file, content] of Object.entries(all)) {
      if (content === null) continue;
      const written = typeof content === 'string' ? content : JSON.stringify(content);
      writeFileSync(join(folder, name, `${file}.json`), written);
    }
  }
  writeWorkflow(folder, 'ink');
  return folder;
}
describe('twenty folders and more that are broken', () => {
  it('are each named in one line that says what to do, and the one that works as working', async () => {
    const { code, stdout, stderr } = await workflow(['check', writeMistakes()]);
    const [works, ...lines] = stdout.trimEnd().split('\n');
    expect(works).toMatch(/^✓ \/ink /);
    const names = Object.keys(MISTAKES).sort();
    expect(lines).toEqual([
      ...names.map((name): unknown =>
        expect.stringMatching(new RegExp(`^✗ ${name}: .*${escaped(MISTAKES[name]?.[1])}`)),
      ),
      '',
      `Problems: ${names.length}.`,
    ]);
    expect([code, stderr]).toEqual([1, '']);
    expect(names.length).toBeGreaterThanOrEqual(20);
  });
});

describe('npm run workflow -- add', () => {
  it('makes a folder of an export where it is run, which is then found to work', async () => {
    const folder = tempFolder();
    const file = fixture('flux-custom-sampler');
    const added = await workflow(['add', file, '--general', '--name', 'flux'], folder);
    expect(added.stdout).toContain(`Written: ${join('workflows', 'flux')}\n\n/flux prompt:… `);
    expect(added.stdout).toContain('The worker must have:');
    expect([added.code, added.stderr]).toEqual([0, '']);
    expect(readFileSync(join(folder, 'workflows/flux/graph.json'))).toEqual(readFileSync(file));
    const { code, stdout } = await workflow(['check'], folder);
    expect(stdout).toMatch(/^✓ \/flux \(general\): prompt, .*\n\nAll is well\.\n$/);
    expect(code).toBe(0);
  });

  it('names what is missing in a file of the editor, and writes nothing', async () => {
    const folder = tempFolder();
    const { code, stdout, stderr } = await workflow(['add', fixture('poster.app')], folder);
    expect(stderr).toContain('node 20:8 (VAEDecode), input samples: is missing');
    expect(stderr).not.toContain('    at ');
    expect([code, stdout]).toEqual([1, '']);
    expect(existsSync(join(folder, 'workflows'))).toBe(false);
  });

  it('says in a line what is wrong with a command line, and ends with 2', async () => {
    expect(await workflow(['add'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'Name a file: npm run workflow -- add FILE.\n',
    });
  });
});

describe('npm run workflow -- run', () => {
  /** RunPod as it is played, and a folder with a workflow and the settings for it. */
  async function openRun() {
    const runpod = await RunPodSandbox.start();
    onTestFinished(() => runpod.close());
    const folder = tempFolder();
    writeWorkflow(join(folder, 'workflows'), 'ink');
    const settings = [
      `RUNPOD_API_KEY=${runpod.apiKey}`,
      `RUNPOD_ENDPOINT_ID=${runpod.endpointId}`,
      `RUNPOD_API_URL=${runpod.apiUrl}`,
      'POLL_INTERVAL_MS=100',
    ];
    writeFileSync(join(folder, '.env'), settings.join('\n'));
    return { runpod, folder };
  }
  const ARGS = ['run', 'ink', '--prompt', 'a fox', '--seed', '3'];

  it('makes a picture by the settings of the bot, without a token of Discord', async () => {
    const { folder } = await openRun();
    const { code, stdout, stderr } = await workflow([...ARGS, '--yes'], folder);
    expect(stdout).toContain('Written: ink-3.png (PNG of 1024×1024)\nIt took ');
    expect(stderr).toContain('Working\n');
    expect([code, existsSync(join(folder, 'ink-3.png'))]).toEqual([0, true]);
  });

  it('sends nothing where nobody can be asked', async () => {
    const { folder, runpod } = await openRun();
    const { code, stderr } = await workflow(ARGS, folder);
    expect([code, stderr]).toEqual([2, 'Without a terminal, answer by --yes (“Make it?”).\n']);
    expect(runpod.submissions()).toBe(0);
  });

  it('says which key is missing, and what is wrong with a workflow', async () => {
    const { folder } = await openRun();
    writeWorkflow(join(folder, 'workflows'), 'bad', { manifest: {} });
    const bad = await workflow(['run', 'workflows/bad', '--yes'], folder);
    expect([bad.code, bad.stderr]).toEqual([1, expect.stringMatching(/^✗ bad: manifest.json, /)]);
    const several = await workflow(['run', 'workflows', '--yes'], tempFolder());
    expect(several.code).toBe(1);
    expect(several.stderr).toContain('RUNPOD_API_KEY is missing');
  });

  it('cancels its job at Ctrl-C', async () => {
    const { folder, runpod } = await openRun();
    runpod.hold();
    const program = start([...ARGS, '--yes'], folder);
    const closed = once(program, 'close');
    await expect.poll(() => runpod.jobs[0]?.status, { timeout: 60_000 }).toBe('IN_PROGRESS');
    program.kill('SIGINT');
    expect(await closed).toEqual([130, null]);
    expect(runpod.jobs[0]?.cancelRequested).toBe(true);
  });
});

describe('npm run workflow -- try', () => {
  it('serves the playground with the workflow until Ctrl-C', async () => {
    const folder = tempFolder();
    writeWorkflow(folder, 'ink');
    writeWorkflow(folder, 'other');
    const program = start(['try', 'ink'], folder);
    const closed = once(program, 'close');
    let said = '';
    program.stdout.on('data', (data: Buffer) => (said += data.toString()));
    await expect.poll(() => said, { timeout: 60_000 }).toContain('Ctrl-C ends it.');
    const [address = ''] = /http:\S+/.exec(said) ?? [];
    expect((await fetch(address)).status).toBe(200);
    program.kill('SIGINT');
    expect(await closed).toEqual([0, null]);
  });

  it('says what is wrong instead', async () => {
    const folder = tempFolder();
    writeWorkflow(folder, 'bad', { manifest: {} });
    const { code, stdout } = await workflow(['try', 'bad'], folder);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^✗ bad: manifest.json, /)]);
  });
});

describe('whoever reads it', () => {
  it.each([
    ['--help', 0],
    ['check', 0],
    ['a mistake', 2],
  ])('may stop reading before it is done: %s', async (args, expected) => {
    const program = start(args.split(' '));
    program.stdout.destroy();
    program.stderr.destroy();
    const [code] = (await once(program, 'close')) as [number | null];
    expect(code).toBe(expected);
  });

  it('is not told of it as of an error', async () => {
    const program = start(['check', EXAMPLES]);
    program.stdout.destroy();
    const [stderr, [code]] = await Promise.all([
      text(program.stderr),
      once(program, 'close') as Promise<[number | null]>,
    ]);
    expect([code, stderr]).toEqual([0, '']);
  });
});

function escaped(text = ''): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
