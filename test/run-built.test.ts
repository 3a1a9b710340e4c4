import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { specifiersOf } from './imports/imports-of.ts';
import { tempFolder } from './support/temp-folder.ts';

const run = promisify(execFile);
const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');
const { scripts, dependencies } = z
  .object({
    scripts: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(read('package.json')));

/** What an operator runs by npm, and its source. */
const PROGRAMS = [
  ['start', 'main'],
  ['doctor', 'doctor'],
  ['workflow', 'workflow'],
  ['register', 'register'],
  ['backup', 'backup'],
  ['restore', 'restore'],
  ['migrate', 'migrate'],
  ['drain', 'drain'],
  ['intake', 'intake'],
  ['block', 'block'],
] as const;

describe('what an operator runs', () => {
  it.each(PROGRAMS)(
    'npm run %s starts src/%s.ts as it was compiled, and nothing else',
    (script, name) => {
      expect(scripts[script]).toMatch(
        new RegExp(String.raw`^node( --[\w-]+(=\d+)?)* run-built\.js dist/src/${name}\.js$`),
      );
      expect(existsSync(join(projectFolder, `src/${name}.ts`))).toBe(true);
      expect([scripts[`pre${script}`], scripts[`post${script}`]]).toEqual([undefined, undefined]);
    },
  );

  it('imports no package that only development has', () => {
    const packages = new Set(
      ['src', 'commands']
        .flatMap((top) =>
          readdirSync(join(projectFolder, top), { recursive: true, encoding: 'utf8' })
            .filter((file) => file.endsWith('.ts'))
            .map((file) => `${top}/${file}`),
        )
        .flatMap((path) => specifiersOf(path, read(path)))
        // Types are gone once it is compiled.
        .filter(({ name, type }) => !type && !/^(\.|node:)/.test(name))
        .map(({ name }) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name),
    );
    // Of fonts only files are read.
    const fonts = [...read('src/images/draw-chart.ts').matchAll(/'(@expo-google-fonts\/[^/]+)\//g)];
    for (const [, name = ''] of fonts) packages.add(name);
    // npm runs all of it by the package `node`, whatever Node is installed.
    expect([...packages, 'node'].toSorted()).toEqual(Object.keys(dependencies).toSorted());
  });
});

describe('run-built.js', () => {
  const runBuilt = (folder: string, ...args: string[]) =>
    run(process.execPath, [join(projectFolder, 'run-built.js'), ...args], { cwd: folder });

  it('says in one sentence that nothing is compiled', async () => {
    await expect(runBuilt(tempFolder(), 'dist/src/main.js')).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'Nothing is compiled yet. Run `npm ci` and `npm run build`, then try again.\n',
    });
  });

  it('gives a program the arguments that it would have if it were started by itself', async () => {
    const folder = tempFolder();
    writeFileSync(
      join(folder, 'program.mjs'),
      'process.stdout.write(JSON.stringify(process.argv.slice(1))); process.exitCode = 3;',
    );
    await expect(runBuilt(folder, 'program.mjs', '--face', 'a b.jpg')).rejects.toMatchObject({
      code: 3,
      stdout: JSON.stringify([join(folder, 'program.mjs'), '--face', 'a b.jpg']),
      stderr: '',
    });
  });
});
