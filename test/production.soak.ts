import { execFile } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { portrait } from './commands/portrait.ts';
import { BotProcess } from './support/bot-process.ts';
import { imagine, openStudio, shown } from './support/imagine.ts';
import { tempFolder } from './support/temp-folder.ts';

const run = promisify(execFile);
const project = fileURLToPath(new URL('..', import.meta.url));
const { scripts } = z
  .object({ scripts: z.object({ start: z.string() }) })
  .parse(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')));

/** What lies where the bot is run: what is compiled, and what says which packages are installed. */
const SHIPPED = ['package.json', 'package-lock.json', '.npmrc', 'run-built.js', 'dist'];

beforeAll(async () => {
  await run('npm', ['run', '--silent', 'build'], { cwd: project });
}, 120_000);

it('what is compiled runs without a development package: bot, doctor, register, backup and restore', async () => {
  const folder = tempFolder();
  for (const name of [...SHIPPED, 'node_modules']) {
    cpSync(join(project, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
  }
  const studio = await openStudio();
  await studio.stopBot();
  const { PATH = '', HOME = '' } = process.env;
  const npm = (...args: string[]) =>
    run('npm', args, { cwd: folder, env: { PATH, HOME, ...studio.env } });
  await npm('prune', '--omit=dev', '--offline', '--ignore-scripts', '--no-audit', '--no-fund');
  expect(existsSync(join(folder, 'node_modules/tsx'))).toBe(false);
  expect(existsSync(join(folder, 'node_modules/typescript'))).toBe(false);

  expect((await npm('run', 'register')).stdout).toContain('The commands were registered already');
  const [node, ...entry] = scripts.start.split(' ');
  expect(node).toBe('node');
  const bot = BotProcess.start(studio.env, folder, entry);
  await bot.waitFor(({ msg }) => msg === 'ready');
  const face = { name: 'me.png', bytes: await portrait() };
  await imagine(studio, { face, face_consent: true });
  expect((await studio.discord.waitFor(shown, { timeoutMs: 60_000 })).files).toHaveLength(1);
  expect((await npm('run', 'doctor', '--', '--job')).stdout).toContain('All is well.');
  const copy = join(studio.folder, 'copy.sqlite');
  expect((await npm('run', 'backup', '--', copy)).stdout).toContain(`Copied to ${copy} (jobs: 1).`);
  bot.kill('SIGTERM');
  expect(await bot.ended).toEqual({ code: 0, signal: null });
  expect((await npm('run', 'restore', '--', copy)).stdout).toContain(
    `${copy} is now the database ${studio.databasePath} (jobs: 1).`,
  );
}, 240_000);
