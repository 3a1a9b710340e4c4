import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { BotProcess } from './support/bot-process.ts';
import { imagine, openStudio, shown } from './support/imagine.ts';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('..', import.meta.url));
const entry = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));

beforeAll(async () => {
  await run('npm', ['run', '--silent', 'build'], { cwd: folder });
}, 120_000);

it('the compiled bot does what npm start promises: it makes a picture, and stops on Ctrl-C', async () => {
  const studio = await openStudio();
  await studio.stopBot();
  const bot = BotProcess.start(studio.env, studio.folder, [entry]);
  await bot.waitFor(({ msg }) => msg === 'ready');
  await imagine(studio);
  const message = await studio.discord.waitFor(shown, { timeoutMs: 25_000 });
  expect(message.files).toHaveLength(1);
  bot.kill('SIGINT');
  expect(await bot.ended).toEqual({ code: 0, signal: null });
}, 60_000);
