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
import { STUCK, watched } from './bot/watched-process.ts';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('..', import.meta.url));
const entry = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));
const watchdog = new URL('../dist/src/bot/watchdog.js', import.meta.url).href;

/** What lies where the bot is run: what is compiled, and what says which packages are installed. */
const SHIPPED = ['package.json', 'package-lock.json', '.npmrc', 'run-built.js', 'dist'];

const { scripts } = z
  .object({ scripts: z.object({ start: z.string() }) })
  .parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));

beforeAll(async () => {
  await run('npm', ['run', '--silent', 'build'], { cwd: folder });
});

it('the compiled bot does what npm start promises: it makes a picture of a photo, and stops on Ctrl-C', async () => {
  const studio = await openStudio();
  await studio.stopBot();
  const bot = BotProcess.start(studio.env, studio.folder, [entry]);
  await bot.waitFor(({ msg }) => msg === 'ready');
  const face = { name: 'me.png', bytes: await portrait() };
  await imagine(studio, { face, face_consent: true });
  const message = await studio.discord.waitFor(shown);
  expect(message.files).toHaveLength(1);
  bot.kill('SIGINT');
  expect(await bot.ended).toEqual({ code: 0, signal: null });
});

it('the compiled bot is killed where it stands still for half a minute', async () => {
  const studio = await openStudio();
  await studio.stopBot();
  const freeze = `process.once('SIGUSR2', () => { for (;;); });`;
  const frozen = BotProcess.start(studio.env, studio.folder, [
    '--import',
    `data:text/javascript,${encodeURIComponent(freeze)}`,
    entry,
  ]);
  await frozen.waitFor(({ msg }) => msg === 'ready');
  frozen.kill('SIGUSR2');
  expect(await frozen.ended).toEqual({ code: null, signal: 'SIGKILL' });
  expect(frozen.stderr).toContain('the bot stood still for 30 s and is killed');
});

it('the compiled watchdog kills a process that stands still', async () => {
  const stuck = await watched(STUCK, { loader: [], module: watchdog });
  expect(await stuck.ended).toEqual({ code: null, signal: 'SIGKILL' });
  expect(stuck.stderr).toContain('"level":"fatal"');
});

it('what is compiled runs without a development package: bot, doctor, register, backup, block, drain and restore', async () => {
  const house = tempFolder();
  for (const name of [...SHIPPED, 'node_modules']) {
    cpSync(join(folder, name), join(house, name), { recursive: true, verbatimSymlinks: true });
  }
  const studio = await openStudio();
  await studio.stopBot();
  const { PATH = '', HOME = '' } = process.env;
  const npm = (...args: string[]) =>
    run('npm', args, { cwd: house, env: { PATH, HOME, ...studio.env } });
  await npm('prune', '--omit=dev', '--offline', '--ignore-scripts', '--no-audit', '--no-fund');
  expect(existsSync(join(house, 'node_modules/tsx'))).toBe(false);
  expect(existsSync(join(house, 'node_modules/typescript'))).toBe(false);

  expect((await npm('run', 'register')).stdout).toContain('The commands are already up to date.');
  const [node, ...words] = scripts.start.split(' ');
  expect(node).toBe('node');
  const bot = BotProcess.start(studio.env, house, words);
  await bot.waitFor(({ msg }) => msg === 'ready');
  const face = { name: 'me.png', bytes: await portrait() };
  await imagine(studio, { face, face_consent: true });
  expect((await studio.discord.waitFor(shown)).files).toHaveLength(1);
  expect((await npm('run', 'doctor', '--', '--job')).stdout).toContain('All is well.');
  const copy = join(studio.folder, 'copy.sqlite');
  expect((await npm('run', 'backup', '--', copy)).stdout).toContain(
    `Backed up to ${copy} (jobs: 1), without`,
  );
  const { id } = studio.discord.world.people.ben;
  await npm('run', 'block', '--', 'person', id, '--reason', 'for a test');
  expect((await npm('run', 'block', '--', 'list')).stdout).toContain(`person ${id}  since`);
  expect((await npm('run', 'drain')).stdout).toContain('Every job has ended and is shown.');
  bot.kill('SIGTERM');
  expect(await bot.ended).toEqual({ code: 0, signal: null });
  expect((await npm('run', 'restore', '--', copy)).stdout).toContain(
    `${copy} is now the database ${studio.databasePath} (jobs: 1).`,
  );
});
