import { readdirSync } from 'node:fs';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { startBot } from '../../src/bot/bot.ts';
import { parseConfig } from '../../src/config/config.ts';
import { imagine, jobOf } from '../commands/scene.ts';
import { completedMessage } from '../support/job-message.ts';
import { MovableClock } from '../support/movable-clock.ts';
import { openStudio } from '../support/open-studio.ts';
import { screening } from '../support/screening.ts';

it('one start by a clock that is a hundred days ahead removes nothing, and says so once', async () => {
  const studio = await openStudio();
  const interaction = await imagine(studio);
  await completedMessage(studio, interaction);
  const files = readdirSync(`${studio.databasePath}.files`);
  expect(files).toHaveLength(1);
  await studio.stopBot();
  const clock = new MovableClock();
  clock.advance(100 * 24 * 60 * 60_000);
  const logged: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line) => logged.push(line) });
  const bot = await startBot({ config: parseConfig(studio.env), screening, logger, clock });
  const told = () => logged.filter((line) => line.includes("clock differs from Discord's")).length;
  await expect.poll(told).toBe(1);
  const asked = () =>
    studio.discord.rest.requests.filter(({ path }) => path.endsWith('gateway/bot'));
  const before = asked().length;
  const afterAnHour = () => {
    clock.advance(60 * 60_000);
    return asked().length;
  };
  // Twice: by then the first of these looks is over.
  await expect.poll(afterAnHour).toBeGreaterThan(before + 1);
  await bot.stop();
  expect(told()).toBe(1);
  expect(readdirSync(`${studio.databasePath}.files`)).toEqual(files);
  await studio.startBot();
  expect((await jobOf(studio, interaction)).pictures).toHaveLength(1);
});
