import { expect, it } from 'vitest';
import { BotProcess } from '../support/bot-process.ts';
import { finishThree, inkStudio, ONE_PICTURE, TWO_IN_INK } from './finish-three.ts';
import { pressAll } from './press-all.ts';

it.each([
  ['one picture', ONE_PICTURE],
  ['several', TWO_IN_INK],
])('every button of %s does what it is for after a kill', async (_, use) => {
  const studio = await inkStudio();
  await studio.stopBot();
  const bot = BotProcess.start(studio.env, studio.folder);
  await bot.waitFor(({ msg }) => msg === 'ready');
  const finished = await finishThree(studio, use);
  bot.kill('SIGKILL');
  await bot.ended;
  await expect.poll(() => studio.discord.gateway.connections).toBe(0);
  await studio.startBot();
  const actions = await pressAll(studio, finished);
  expect(actions.length).toBeGreaterThanOrEqual(12);
});
