import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importsOf, type Import } from './imports/imports-of.ts';
import { isAllowed, layerOf, layersIn } from './imports/layers.ts';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');

const layers = layersIn(read('docs/architecture.md'));

const files = ['src', 'commands', 'packages', 'bench'].flatMap((top) =>
  readdirSync(join(projectFolder, top), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${top}/${file}`)
    .map((path) => ({ path, source: read(path) })),
);
/** Data has no layer: the code beside it may read it. */
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

  it('lead to layers further down, in the order of docs/architecture.md', () => {
    expect(written(imports.filter((each) => !isAllowed(each, layers)))).toEqual([]);
  });

  it.each([
    ['src/workers/worker.ts', 'src/jobs/job.ts'],
    ['src/discord/cards/job-card.ts', 'src/discord/sync/edits.ts'],
    ['src/jobs/submit.ts', 'src/privacy/erasure.ts'],
    ['src/store/store.ts', 'src/jobs/job.ts'],
    ['src/bot/bot.ts', 'packages/stand-ins/loopback.ts'],
    ['src/bot/bot.ts', 'src/main.ts'],
    ['src/new-layer/file.ts', 'src/errors/errors.ts'],
    ['src/main.ts', 'src/new-layer/file.ts'],
    ['src/discord/stray.ts', 'src/errors/errors.ts'],
    ['src/bot/bot.ts', 'test/support/studio.ts'],
  ])('would be refused from %s to %s', (from, to) => {
    expect(isAllowed({ from, to, type: true }, layers)).toBe(false);
  });

  it.each([
    ['src/jobs/submit.ts', 'src/errors/errors.ts'],
    ['src/jobs/submit.ts', 'src/jobs/poll.ts'],
    ['src/main.ts', 'src/bot/bot.ts'],
    ['packages/stand-ins/demo/stage.ts', 'src/comfy/graph.ts'],
  ])('would be allowed from %s to %s', (from, to) => {
    expect(isAllowed({ from, to, type: false }, layers)).toBe(true);
  });

  it('never lead to the program itself', () => {
    expect(written(imports.filter(({ to }) => /^src\/(main|register)\.ts$/.test(to)))).toEqual([]);
  });

  it('never lead the bot itself to what decodes and draws pictures in processes that can be killed', () => {
    const reached = new Set(['src/main.ts']);
    for (const from of reached) {
      for (const one of imports) if (one.from === from && !one.type) reached.add(one.to);
    }
    expect(reached).toContain('src/images/picture-process.ts');
    expect(reached).not.toContain('src/images/sharp.ts');
    expect(reached).not.toContain('src/images/draw-chart.ts');
    const heavy = files.filter(({ source }) =>
      /from '(?:sharp|echarts\/.*|@resvg\/resvg-js)'/.test(source),
    );
    expect(heavy.length).toBeGreaterThan(1);
    expect(heavy.map(({ path }) => path).filter((path) => reached.has(path))).toEqual([]);
  });

  it('load what serves HTTP, and what counts, only once a port is opened', () => {
    const outside = files.filter(
      ({ path }) => /^(src|commands)\//.test(path) && !/^src\/(http|metrics)\//.test(path),
    );
    const loading = outside.flatMap(({ path, source }) =>
      [...source.matchAll(/^import (?!type\b)[^;]*'([^']*)';$/gm)]
        .map(([, name = '']) => name)
        .filter((name) => /\/(http|metrics)\/|^hono|^@hono|^prom-client/.test(name))
        .map((name) => `${path} → ${name}`),
    );
    // An error's class, which imports nothing.
    expect(loading).toEqual(
      ['intake', 'main'].map((program) => `src/${program}.ts → ./http/port-refused.ts`),
    );
    expect(importsOf('src/http/port-refused.ts', read('src/http/port-refused.ts'))).toEqual([]);
  });

  it('never lead from the product into the stand-ins or the benchmarks', () => {
    expect(written(product.filter(({ to }) => /^(packages|bench)\//.test(to)))).toEqual([]);
  });

  it('keep the page in the browser: of the stand-ins it has the wire and the rules of Discord', () => {
    const page = 'packages/stand-ins/playground/page/';
    const leaving = imports.filter(({ from, to }) => from.startsWith(page) && !to.startsWith(page));
    expect([...new Set(leaving.map(({ to }) => to))].toSorted()).toEqual([
      'packages/stand-ins/discord/rules/choice-rules.ts',
      'packages/stand-ins/discord/rules/file-rules.ts',
      'packages/stand-ins/discord/rules/modal-rules.ts',
      'packages/stand-ins/discord/rules/offering.ts',
      'packages/stand-ins/discord/rules/option-rules.ts',
      'packages/stand-ins/discord/rules/range.ts',
      'packages/stand-ins/discord/rules/text-rules.ts',
      'packages/stand-ins/playground/cards/view.ts',
      'packages/stand-ins/playground/wire.ts',
    ]);
  });

  it('lead into the screening by its face alone', () => {
    const inward = imports.filter(
      ({ from, to }) => to.startsWith('src/screening/') && !from.startsWith('src/screening/'),
    );
    expect([...new Set(inward.map(({ to }) => to))]).toEqual(['src/screening/open-screening.ts']);
  });

  it('name files that stay inside the project', () => {
    const outside = imports.filter(({ to }) => relative('.', to).startsWith('..'));
    expect(written(outside)).toEqual([]);
  });
});

describe('the table of layers', () => {
  it('names each layer once', () => {
    expect(layers).toEqual([...new Set(layers)]);
  });

  it('has a layer for every file, and a file for every layer', () => {
    const outside = files.filter(({ path }) => layerOf(path, layers) === undefined);
    expect(outside.map(({ path }) => path)).toEqual([]);
    const used = new Set(files.map(({ path }) => layerOf(path, layers)));
    expect(layers.filter((name) => !used.has(name))).toEqual([]);
  });

  it('puts a file into the narrowest layer that has it', () => {
    const nested = ['a', 'a/b'];
    expect(layerOf('src/a/b/c.ts', nested)).toBe('a/b');
    expect(layerOf('src/a/c.ts', nested)).toBe('a');
    expect(layerOf('src/ab/c.ts', nested)).toBeUndefined();
    expect(layerOf('test/a/c.ts', nested)).toBeUndefined();
  });

  it('is missed where it is not there', () => {
    expect(() => layersIn('# A page\n\n| a | b |\n|---|---|\n')).toThrow('no table');
  });
});

describe('the environment', () => {
  it('is read by the configuration alone', () => {
    const readers = files
      .filter(({ path }) => /^(src|commands)\//.test(path))
      .filter(({ source }) => /process\s*\??\.\s*env\b|\benv\s*}\s*=\s*process/.test(source));
    expect(readers.map(({ path }) => path)).toEqual(['src/config/config.ts']);
  });
});
