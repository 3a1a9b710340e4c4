import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));

/** What each room may import of the others. Whatever is not named here may import nothing. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  comfy: [],
  safety: [],
  clock: [],
  turns: [],
  'required-node': [],
  'give-back-memory': [],
  slices: ['turns (type)'],
  'error-table': [],
  errors: ['error-table'],
  logger: [],
  shutdown: ['clock', 'logger (type)'],
  watchdog: ['give-back-memory', 'logger (type)'],
  runpod: ['errors', 'clock'],
  images: ['errors', 'clock'],
  jobs: [
    'runpod',
    'comfy',
    'images',
    'safety',
    'errors',
    'clock',
    'logger (type)',
    'turns (type)',
    'slices',
  ],
  discord: ['jobs', 'comfy', 'safety', 'errors', 'clock', 'logger (type)', 'turns (type)'],
  commands: [
    'discord',
    'jobs',
    'runpod (type)',
    'comfy',
    'images',
    'safety',
    'errors',
    'clock',
    'logger (type)',
    'turns (type)',
  ],
  checks: [
    'discord',
    'jobs',
    'runpod',
    'comfy',
    'images',
    'safety',
    'errors',
    'clock',
    'config (type)',
  ],
  'config-values': ['safety'],
  config: ['config-values', 'comfy', 'jobs (type)'],
};

/** The roots: each puts a program together, so it may import any room, and none imports it. */
const ROOTS: Readonly<Record<string, readonly string[]>> = {
  bot: [],
  main: ['bot'],
  register: [],
  doctor: [],
  backup: [],
  restore: [],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly type: boolean;
}

/** Every import in a source text of another file of this project, re-exports and `import()` too. */
function importsOf(path: string, source: string): Import[] {
  const found: Import[] = [];
  const note = (name: ts.Node | undefined, type: boolean) => {
    if (!name || !ts.isStringLiteralLike(name) || !name.text.startsWith('.')) return;
    found.push({ from: path, to: join(dirname(path), name.text), type });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      note(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) {
      note(node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      note(node.arguments[0], false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      note(node.argument.literal, true);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.ESNext, true));
  return found;
}

/** `src/record/job/job.ts` is in `jobs`, `src/clock.ts` in `clock`, `commands/imagine.ts` in `commands`. */
function roomOf(path: string): string {
  const [top = '', ...rest] = path.split('/');
  return top === 'src' ? (rest[0] ?? '').replace(/\.ts$/, '') : top;
}

function isAllowed({ from, to, type }: Import): boolean {
  const [room, target] = [roomOf(from), roomOf(to)];
  if (room === target) return true;
  const roots = ROOTS[room];
  if (roots) return roots.includes(target) || target in ALLOWED;
  const allowed = ALLOWED[room] ?? [];
  return allowed.includes(target) || (type && allowed.includes(`${target} (type)`));
}

const files = ['src', 'commands'].flatMap((top) =>
  readdirSync(join(projectFolder, top), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${top}/${file}`)
    .map((path) => ({ path, source: readFileSync(join(projectFolder, path), 'utf8') })),
);
const imports = files.flatMap(({ path, source }) => importsOf(path, source));
const product = imports.filter(({ from }) => roomOf(from) !== 'sandbox');

const written = (those: readonly Import[]) => those.map(({ from, to }) => `${from} → ${to}`);

describe('imports', () => {
  it('are found in every form', () => {
    const source = `
      import { a } from './a.ts';
      import type { b } from './b.ts';
      import './c.ts';
      export * from '../d.ts';
      export type { e } from './e.ts';
      type F = import('./f.ts').F;
      const g = await import('./g.ts');
      import other from 'kysely';
      // import { h } from './h.ts';
    `;
    expect(importsOf('src/jobs/x.ts', source).map(({ to, type }) => [to, type])).toEqual([
      ['src/jobs/a.ts', false],
      ['src/jobs/b.ts', true],
      ['src/jobs/c.ts', false],
      ['src/d.ts', false],
      ['src/jobs/e.ts', true],
      ['src/jobs/f.ts', true],
      ['src/jobs/g.ts', false],
    ]);
    expect(product.length).toBeGreaterThan(100);
  });

  it('go one way between rooms', () => {
    expect(written(product.filter((each) => !isAllowed(each)))).toEqual([]);
  });

  it.each([
    ['src/comfy/graph.ts', 'src/errors/errors.ts', false],
    ['src/safety/consent.ts', 'src/clock.ts', false],
    ['src/record/job/job.ts', 'src/discord/render/render.ts', true],
    ['src/jobs/steps.ts', 'src/logger/logger.ts', false],
    ['src/runpod/client.ts', 'src/record/job/job.ts', true],
    ['src/discord/entry/dispatch.ts', 'commands/index.ts', false],
    ['src/bot.ts', 'sandbox/loopback.ts', false],
    ['src/record/job/job.ts', 'src/bot.ts', true],
    ['src/bot.ts', 'src/main.ts', true],
    ['src/new-room/file.ts', 'src/errors/errors.ts', false],
  ])('would be refused from %s to %s', (from, to, type) => {
    expect(isAllowed({ from, to, type })).toBe(false);
  });

  it('never lead to the program itself', () => {
    expect(written(imports.filter(({ to }) => /^src\/(main|register)\.ts$/.test(to)))).toEqual([]);
  });

  it('never lead the bot itself to sharp, which is for processes that can be killed', () => {
    const reached = new Set(['src/main.ts']);
    for (const from of reached) {
      for (const one of imports) if (one.from === from && !one.type) reached.add(one.to);
    }
    expect(reached).toContain('src/images/picture-process.ts');
    expect(reached).not.toContain('src/images/sharp.ts');
    const withSharp = files.filter(({ source }) => source.includes("from 'sharp'"));
    expect(withSharp.map(({ path }) => path).filter((path) => reached.has(path))).toEqual([]);
  });

  it('never lead from the product into the sandbox', () => {
    expect(written(product.filter(({ to }) => roomOf(to) === 'sandbox'))).toEqual([]);
  });

  it('keep the page in the browser: of the sandbox it has the wire and the rules of Discord', () => {
    const page = 'sandbox/playground/page/';
    const leaving = imports.filter(({ from, to }) => from.startsWith(page) && !to.startsWith(page));
    expect([...new Set(leaving.map(({ to }) => to))].toSorted()).toEqual([
      'sandbox/discord/rules/offering.ts',
      'sandbox/discord/rules/option-rules.ts',
      'sandbox/discord/rules/range.ts',
      'sandbox/discord/rules/text-rules.ts',
      'sandbox/playground/wire.ts',
    ]);
  });

  it('name files that stay inside the project', () => {
    const outside = imports.filter(({ to }) => relative('.', to).startsWith('..'));
    expect(written(outside)).toEqual([]);
  });
});
