import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../packages/stand-ins/free-port.ts';
import { base64, PNG } from './comfy/pictures.ts';
import { BotProcess } from './support/bot-process.ts';
import { imagine, openStudio, shown } from './support/imagine.ts';

const output = { images: [{ data: base64(PNG) }] };

/** A studio whose bot is a process that keeps its data in a folder of its own. */
async function open() {
  const studio = await openStudio();
  await studio.stopBot();
  const data = join(studio.folder, 'data');
  const path = join(data, 'darkroom.sqlite');
  const port = await freePort();
  const env = { ...studio.env, DATABASE_PATH: path, METRICS_PORT: port };
  const start = () => BotProcess.start(env, studio.folder);
  return {
    studio,
    data,
    path,
    start,
    startReady: async () => {
      const bot = start();
      await bot.waitFor(({ msg }) => msg === 'ready');
      return bot;
    },
    look: () => fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined),
  };
}

describe('a data folder that is moved away under a bot', () => {
  it.each([
    ['and is gone', false],
    ['and in its place is an empty one, as where a disk is no longer mounted', true],
  ])('%s ends the bot, and no start makes a database there', async (_, isEmpty) => {
    const { studio, data, path, start, startReady, look } = await open();
    studio.runpod.script({ output });
    studio.runpod.hold();
    const bot = await startReady();
    await imagine(studio);
    await studio.runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    renameSync(data, `${data}.moved`);
    if (isEmpty) mkdirSync(data);
    await look();
    expect(await bot.ended).toEqual({ code: 1, signal: null });
    expect(bot.log.at(-1)).toMatchObject({ level: 'fatal' });
    expect(bot.log.at(-1)?.msg).toMatch(/^The database file .+\.sqlite was moved, /);

    // As a supervisor does, again and again.
    for (let count = 0; count < 2; count += 1) {
      const again = start();
      expect(await again.ended).toEqual({ code: 1, signal: null });
      expect(again.lines).toHaveLength(1);
      expect(again.log[0]?.msg).toMatch(/^There is no database at .+, but the bot had one there\./);
    }
    expect([existsSync(path), existsSync(data)]).toEqual([false, isEmpty]);

    if (isEmpty) renameSync(data, `${data}.empty`);
    renameSync(`${data}.moved`, data);
    studio.runpod.release();
    await startReady();
    await studio.discord.waitFor(shown);
    expect(studio.runpod.submissions()).toBe(1);
  });
});
