import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { imagine, openStudio, quietAnswer } from './commands/scene.ts';
import { completedMessage } from './support/job-message.ts';
import { BotProcess } from './support/bot-process.ts';
import type { Studio } from './support/studio.ts';
import { program } from './support/program.ts';

const run = promisify(execFile);
const COMMAND = program('block');
const OUT = 'The operator of this bot has blocked you.';

/** `npm run block`, as a process of its own. */
function block({ env, folder }: Studio, ...args: string[]) {
  const options = { cwd: folder, env: { PATH: process.env.PATH, ...env } };
  return run(process.execPath, [...COMMAND, ...args], options);
}

it('npm run block keeps somebody out of a bot at work in another process, over its kill and next start, until it is lifted', async () => {
  const studio = await openStudio();
  await studio.stopBot();
  const start = async () => {
    const bot = BotProcess.start(studio.env, studio.folder);
    await bot.waitFor(({ msg }) => msg === 'ready');
    await studio.discord.connected();
    return bot;
  };
  const killed = await start();
  await completedMessage(studio, await imagine(studio));
  const { id } = studio.discord.world.people.ada;
  const person = ['person', id];
  expect((await block(studio, ...person, '--reason', 'posts the same all day')).stdout).toBe(
    `The person ${id} is blocked.\n`,
  );
  expect(await quietAnswer(await imagine(studio))).toContain(OUT);
  killed.kill('SIGKILL');
  await killed.ended;
  await start();
  expect(await quietAnswer(await imagine(studio))).toContain(OUT);
  await expect(block(studio, ...person, '--reason', 'again')).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('is already blocked') as unknown,
  });
  expect((await block(studio, 'list')).stdout).toMatch(
    new RegExp(`^Blocked:\n  person ${id}  since 20\\S+Z  posts the same all day\n$`),
  );
  expect((await block(studio, 'lift', ...person)).stdout).toBe(
    `The person ${id} is no longer blocked.\n`,
  );
  await completedMessage(studio, await imagine(studio));
  expect((await block(studio, 'list')).stdout).toMatch(
    new RegExp(`^No one is blocked\\.\nLifted:\n  person ${id}  20\\S+ to 20\\S+  posts the`),
  );
  await expect(block(studio, 'lift', ...person)).rejects.toMatchObject({ code: 1 });
});

it('npm run block works where no bot is at work, and leaves the database as closed as it was', async () => {
  const studio = await openStudio();
  await studio.stopBot();
  const before = readdirSync(studio.folder).toSorted();
  const { id } = studio.discord.world.guild;
  await block(studio, 'server', id, '--reason', 'raids');
  expect(readdirSync(studio.folder).toSorted()).toEqual(before);
  await studio.startBot();
  expect(await quietAnswer(await imagine(studio))).toContain('has blocked this server');
});

it('npm run block ends a pause of a bot at work', async () => {
  const studio = await openStudio({ env: { SAFETY_PAUSE_AFTER: '1' } });
  const { id } = studio.discord.world.people.ada;
  expect(await quietAnswer(await imagine(studio, { prompt: 'a nude child' }))).toContain("can't");
  expect((await block(studio, 'end-pause', id)).stdout).toBe(
    `The person ${id} can make pictures again.\n`,
  );
  await completedMessage(studio, await imagine(studio));
  await expect(block(studio, 'end-pause', id)).rejects.toMatchObject({ code: 1 });
});

it('npm run block says in a sentence what it does not understand', async () => {
  const studio = await openStudio();
  await expect(block(studio, 'person', 'ada', '--reason', 'x')).rejects.toMatchObject({
    code: 2,
    stderr: 'The id of a Discord person has 17 to 20 digits.\n',
  });
  expect((await block(studio)).stdout).toContain('Exit code: 0 done');
});
