import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importsOf, type Import } from './imports/imports-of.ts';
import { faultsOf, isAllowed, roomOf, roomsIn, unneeded } from './imports/rooms.ts';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');

const rooms = roomsIn(read('docs/architecture.md'));

const files = ['src', 'commands', 'sandbox', 'bench'].flatMap((top) =>
  readdirSync(join(projectFolder, top), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${top}/${file}`)
    .map((path) => ({ path, source: read(path) })),
);
/** Data has no room: whoever is beside it may read it. */
const imports = files
  .flatMap(({ path, source }) => importsOf(path, source))
  .filter(({ to }) => !to.endsWith('.json'));
const product = imports.filter(({ from }) => /^(src|commands)\//.test(from));

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

  it('go one way between rooms, as the table in docs/architecture.md has it', () => {
    expect(written(imports.filter((each) => !isAllowed(each, rooms)))).toEqual([]);
  });

  it.each([
    ['src/comfy/graph.ts', 'src/errors/errors.ts', false],
    ['src/policy/consent.ts', 'src/engines/clock.ts', false],
    ['src/jobs/job.ts', 'src/discord/cards/job-card.ts', true],
    ['src/jobs/submit.ts', 'src/logger/logger.ts', false],
    ['src/jobs/submit.ts', 'src/privacy/erasure.ts', true],
    ['src/privacy/erasure.ts', 'src/jobs/runner.ts', true],
    ['src/runpod/client.ts', 'src/jobs/job.ts', true],
    ['src/discord/intake/dispatch.ts', 'commands/index.ts', false],
    ['src/discord/rest/rest.ts', 'src/discord/cards/job-card.ts', true],
    ['src/bot/bot.ts', 'sandbox/loopback.ts', false],
    ['src/bot/bot.ts', 'bench/figure.ts', true],
    ['src/jobs/job.ts', 'src/bot/bot.ts', true],
    ['src/bot/bot.ts', 'src/main.ts', true],
    ['src/new-room/file.ts', 'src/errors/errors.ts', false],
    ['src/main.ts', 'src/new-room/file.ts', false],
    ['src/discord/stray.ts', 'src/errors/errors.ts', false],
    ['src/bot/bot.ts', 'test/support/studio.ts', false],
  ])('would be refused from %s to %s', (from, to, type) => {
    expect(isAllowed({ from, to, type }, rooms)).toBe(false);
  });

  it.each([
    ['src/jobs/submit.ts', 'src/errors/errors.ts', false],
    ['src/jobs/submit.ts', 'src/logger/logger.ts', true],
    ['src/jobs/submit.ts', 'src/jobs/poll.ts', false],
    ['src/main.ts', 'src/bot/bot.ts', false],
    ['src/main.ts', 'src/discord/rest/rest.ts', false],
    ['sandbox/demo/stage.ts', 'src/comfy/graph.ts', false],
  ])('would be allowed from %s to %s', (from, to, type) => {
    expect(isAllowed({ from, to, type }, rooms)).toBe(true);
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

  it('load what serves HTTP, and what counts, only once a port is opened', () => {
    const outside = files.filter(
      ({ path }) => /^(src|commands)\//.test(path) && !path.startsWith('src/http/'),
    );
    const loading = outside.flatMap(({ path, source }) =>
      [...source.matchAll(/^import (?!type\b)[^;]*'([^']*)';$/gm)]
        .map(([, name = '']) => name)
        .filter((name) => /\/http\/|^hono|^@hono|^prom-client/.test(name))
        .map((name) => `${path} → ${name}`),
    );
    // An error's class, which imports nothing.
    expect(loading).toEqual(['src/main.ts → ./http/port-refused.ts']);
    expect(importsOf('src/http/port-refused.ts', read('src/http/port-refused.ts'))).toEqual([]);
  });

  it('never lead from the product into the sandbox or the benchmarks', () => {
    expect(written(product.filter(({ to }) => /^(sandbox|bench)\//.test(to)))).toEqual([]);
  });

  it('keep the page in the browser: of the sandbox it has the wire and the rules of Discord', () => {
    const page = 'sandbox/playground/page/';
    const leaving = imports.filter(({ from, to }) => from.startsWith(page) && !to.startsWith(page));
    expect([...new Set(leaving.map(({ to }) => to))].toSorted()).toEqual([
      'sandbox/discord/rules/choice-rules.ts',
      'sandbox/discord/rules/file-rules.ts',
      'sandbox/discord/rules/modal-rules.ts',
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

describe('the table of rooms', () => {
  it('is one-way, and names each room once', () => {
    expect(faultsOf(rooms)).toEqual([]);
  });

  it('has a room for every file, and a file for every room', () => {
    const homeless = files.filter(({ path }) => roomOf(path, rooms) === undefined);
    expect(homeless.map(({ path }) => path)).toEqual([]);
    const lived = new Set(files.map(({ path }) => roomOf(path, rooms)));
    expect(rooms.map(({ name }) => name).filter((name) => !lived.has(name))).toEqual([]);
  });

  it('allows nothing that no file needs', () => {
    expect(unneeded(rooms, imports)).toEqual([]);
  });

  const table = (...rows: string[]) =>
    roomsIn(
      ['| room | what it knows | may import | only types of |', '|---|---|---|---|', ...rows].join(
        '\n',
      ),
    );

  it('would not pass with a circle, an arrow that leads up, or a room that is not there', () => {
    const circle = table('| `a` | | `b` | |', '| `b` | | | `a` |');
    expect(faultsOf(circle)).toEqual(['b → a leads up']);
    expect(faultsOf(table('| `a` | | `a` | |'))).toEqual(['a → a leads up']);
    expect(faultsOf(table('| `a` | | `c` | |'))).toEqual(['a may import c, which is no room']);
    expect(faultsOf(table('| `a` | | | |', '| `a` | | | |'))).toEqual(['a stands there twice']);
  });

  it('allows what is below and nothing else where it says everything below', () => {
    const [a, b, c] = table('| `a` | | | |', '| `b` | | everything below | |', '| `c` | | | |');
    expect([a?.may, b?.may, c?.may]).toEqual([[], ['c'], []]);
  });

  it('would not pass with an arrow that no file needs, or that only types need', () => {
    const wide = table('| `a` | | `b` | `c` |', '| `b` | | | |', '| `c` | | | |');
    const import_ = (to: string, type: boolean) => ({ from: 'src/a/x.ts', to, type });
    const needed = [import_('src/b/x.ts', false), import_('src/c/x.ts', true)];
    expect(unneeded(wide, needed)).toEqual([]);
    expect(unneeded(wide, [import_('src/b/x.ts', true)])).toEqual(['a → b', 'a → c']);
    const twice = table('| `a` | | `b` | `b` |', '| `b` | | | |');
    const both = [import_('src/b/x.ts', false), import_('src/b/y.ts', true)];
    expect(unneeded(twice, both)).toEqual(['a → b']);
  });

  it('puts a file into the narrowest room that has it', () => {
    const nested = table('| `a` | | `a/b` | |', '| `a/b` | | | |');
    expect(roomOf('src/a/b/c.ts', nested)).toBe('a/b');
    expect(roomOf('src/a/c.ts', nested)).toBe('a');
    expect(roomOf('src/ab/c.ts', nested)).toBeUndefined();
    expect(roomOf('test/a/c.ts', nested)).toBeUndefined();
  });

  it('is missed where it is not there', () => {
    expect(() => roomsIn('# A page\n\n| a | b |\n|---|---|\n')).toThrow('no table');
  });
});
