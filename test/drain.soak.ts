import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { LOCK_TIMEOUT_MS } from '../src/store/unwritable.ts';
import { en } from '../src/say/en/en.ts';
import { graphSent, imagine, jobOf, openStudio, quietAnswer, settled } from './commands/scene.ts';
import { BotProcess } from './support/bot-process.ts';
import type { Studio } from './support/studio.ts';
import { program } from './support/program.ts';

const run = promisify(execFile);
const COMMAND = program('drain');
const REFUSED = "I'm about to restart";
const TURNED_AWAY = new RegExp(`${REFUSED}|${en.errors.log_unwritable.what}`);

/** `npm run drain` as a process of its own. */
function drain({ env, folder }: Studio, ...args: string[]) {
  return BotProcess.start(env, folder, [...COMMAND, ...args]);
}

/** The same, when it has ended. */
function drained({ env, folder }: Studio, ...args: string[]) {
  const options = { cwd: folder, env: { PATH: process.env.PATH, ...env } };
  return run(process.execPath, [...COMMAND, ...args], options);
}

const lastLine = (program: BotProcess) => expect.poll(() => program.lines.at(-1));

/** The bot as a process of its own, connected. */
async function startBot(studio: Studio) {
  const bot = BotProcess.start(studio.env, studio.folder);
  await bot.waitFor(({ msg }) => msg === 'ready');
  await studio.discord.connected();
  return bot;
}

it('npm run drain stays in force over a bot that is killed and started again, until its last job is shown', async () => {
  const studio = await openStudio();
  await studio.stopBot();
  studio.runpod.hold();
  const killed = await startBot(studio);
  const asked = await imagine(studio);
  await graphSent(studio);
  const [first, second] = [drain(studio), drain(studio)];
  for (const one of [first, second])
    await lastLine(one).toMatch(/^Left: 1 \(1 (queued|running)\)$/);
  expect(await quietAnswer(await imagine(studio))).toContain(REFUSED);
  killed.kill('SIGKILL');
  await killed.ended;
  await lastLine(first).toMatch(/^The bot has stopped/);
  const bot = await startBot(studio);
  await expect
    .poll(() => [first, second].flatMap(({ lines }) => lines).join('\n'))
    .toContain('The bot was restarted, and drains again');
  expect(await quietAnswer(await imagine(studio))).toContain(REFUSED);
  studio.runpod.release();
  for (const one of [first, second]) {
    expect(await one.ended).toEqual({ code: 0, signal: null });
    expect(one.lines.at(-1)).toMatch(/^Every job has ended and is shown/);
  }
  bot.kill('SIGTERM');
  await bot.ended;
  await studio.startBot();
  const { state, revision, shownRevision } = await jobOf(studio, asked);
  expect([state, shownRevision]).toEqual(['completed', revision]);
  expect((await settled(studio, await imagine(studio))).state).toBe('completed');
});

it('npm run drain that is broken off leaves the order in force, and --undo takes it back', async () => {
  const studio = await openStudio({ runpod: { workers: 0 } });
  await imagine(studio);
  await graphSent(studio);
  const program = drain(studio);
  await lastLine(program).toMatch(/^Left: 1/);
  program.kill('SIGINT');
  expect(await program.ended).toEqual({ code: 130, signal: null });
  expect(program.lines.at(-1)).toBe(
    'Interrupted: the bot still accepts no new jobs, until its next start or `npm run drain -- --undo`.',
  );
  expect(await quietAnswer(await imagine(studio))).toContain(REFUSED);
  await expect(drained(studio, '--timeout', '0.01')).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('Jobs are left: the bot still accepts no new jobs') as unknown,
  });
  expect((await drained(studio, '--undo')).stdout).toBe('The bot accepts jobs again.\n');
  await imagine(studio);
  await graphSent(studio, 2);
});

it('npm run drain says in a sentence what it does not understand, and what it cannot use', async () => {
  const studio = await openStudio();
  await expect(drained(studio, '--now')).rejects.toMatchObject({
    code: 2,
    stderr: 'Wrong arguments: see npm run drain -- --help.\n',
  });
  expect((await drained(studio, '--help')).stdout).toContain('Exit code: 0 ');
  const nowhere = { ...studio.env, DATABASE_PATH: 'nowhere/none.sqlite' };
  const options = { cwd: studio.folder, env: { PATH: process.env.PATH, ...nowhere } };
  await expect(run(process.execPath, COMMAND, options)).rejects.toMatchObject({
    code: 1,
    stderr: 'There is no database at nowhere/none.sqlite.\n',
  });
});

/**
 * Gives the order and takes it back, again and again, until it is killed. Says each time whether the disk
 * made it hold the lock for longer than a bot waits.
 */
const PESTER = `
  const { orderDrain, undoDrain, drainStatus } = await import(${JSON.stringify(
    new URL('../src/operator/drain.ts', import.meta.url).href,
  )});
  console.log('on');
  for (;;) {
    const began = performance.now();
    await orderDrain({ databasePath: process.env.DATABASE_PATH }, Date.now());
    drainStatus({ databasePath: process.env.DATABASE_PATH });
    await undoDrain({ databasePath: process.env.DATABASE_PATH });
    console.log(performance.now() - began >= ${LOCK_TIMEOUT_MS} ? 'held up' : 'done');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }`;

it('a bot at work loses nothing and refuses nobody for want of its database, while others write into it far more often than a drain does', async () => {
  const studio = await openStudio();
  const loader = ['--import', import.meta.resolve('tsx')];
  const pest = BotProcess.start(studio.env, studio.folder, [
    ...[...loader, '--input-type=module'],
    ...['--eval', PESTER],
  ]);
  await expect.poll(() => pest.lines[0]).toBe('on');
  let taken = 0;
  for (let asked = 0; asked < 60; asked += 1) {
    const interaction = await imagine(studio);
    const { message } = await interaction.answered;
    if (message?.flags === 0) {
      taken += 1;
      expect((await settled(studio, interaction)).state).toBe('completed');
    } else {
      expect(await quietAnswer(interaction)).toMatch(TURNED_AWAY);
    }
  }
  expect(taken).toBeGreaterThan(0);
  // What held up the last of them may not have been said yet.
  const said = pest.lines.length;
  await expect.poll(() => pest.lines.length).toBeGreaterThan(said);
  const locked = studio.logged.filter((line) => line.includes('unwritable'));
  if (!pest.lines.includes('held up')) expect(locked).toEqual([]);
  pest.kill('SIGKILL');
  expect((await pest.ended).signal).toBe('SIGKILL');
});
