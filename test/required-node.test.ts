import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nodeProblem, REQUIRED_NODE } from '../src/required-node.ts';

const run = promisify(execFile);
const root = new URL('../', import.meta.url);
const entry = (path: string) => new URL(path, root);

const sources = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, source: readFileSync(new URL(`src/${file}`, root), 'utf8') }));

/** Whether another file has this one, which lies in src/ itself, for a part of its own. */
const isImported = (name: string) =>
  sources.some(({ file, source }) => {
    const up = '../'.repeat(file.split('/').length - 1) || './';
    return ['from', 'import'].some((word) => source.includes(`${word} '${up}${name}'`));
  });

/** What is started by itself: whatever lies in src/ and is imported by nothing, and the sandbox's own. */
const ENTRIES = [
  ...sources
    .map(({ file }) => file)
    .filter((file) => !file.includes('/') && !isImported(file))
    .map((file) => `src/${file}`),
  'packages/stand-ins/demo/main.ts',
  'packages/stand-ins/playground/main.ts',
];

/** Takes itself for an older Node, before anything else is loaded. */
const OLDER = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '20.20.2' })`;

describe('the Node that is needed', () => {
  it('is what package.json asks for', () => {
    const file: unknown = JSON.parse(readFileSync(entry('package.json'), 'utf8'));
    const { engines } = z.object({ engines: z.object({ node: z.string() }) }).parse(file);
    expect(`${engines.node}.0`).toBe(`>=${REQUIRED_NODE}`);
  });

  it.each(['22.19.0', '22.20.0', '22.100.1', '24.0.0', '26.10.0'])('may be %s', (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });

  it.each(['22.18.0', '22.2.0', '20.20.2', '18.0.0'])('may not be %s', (version) => {
    expect(nodeProblem(version)).toContain(`this is Node ${version}.`);
  });

  it('is looked for in every entry', () => {
    expect(ENTRIES).toEqual(expect.arrayContaining(['src/main.ts', 'src/restore.ts']));
  });

  it.each(ENTRIES)('is asked for by %s before anything else is loaded', (path) => {
    const [first] = readFileSync(entry(path), 'utf8').split('\n');
    expect(first).toMatch(/^import '(\.\/|(\.\.\/){2,3}src\/)required-node\.ts';$/);
  });

  it('is told in one sentence by a bot that an older one starts', async () => {
    const args = ['--import', OLDER, '--import', import.meta.resolve('tsx')];
    const started = run(process.execPath, [...args, entry('src/main.ts').pathname]);
    await expect(started).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: `${nodeProblem('20.20.2') ?? ''}\n`,
    });
  });
});
