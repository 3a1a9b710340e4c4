import { describe, expect, it } from 'vitest';
import { BotProcess } from './support/bot-process.ts';
import { openStudio } from './support/open-studio.ts';
import { expectOneLine, REFUSED_STARTS } from './support/refused-starts.ts';

const names = Object.keys(REFUSED_STARTS) as (keyof typeof REFUSED_STARTS)[];

describe.each(['info', 'warn', 'error', 'fatal', 'silent'])(
  'a start that is refused, at the level %s',
  (level) => {
    it.each(names)('for %s is one line with a name, and no stack trace', async (name) => {
      await expectOneLine(name, level);
    });
  },
);

describe('a start that is refused', () => {
  it('shows where it came from to whoever debugs', async () => {
    const studio = await openStudio();
    await studio.stopBot();
    const env = { ...studio.env, LOG_LEVEL: 'debug', DISCORD_TOKEN: 'wrong' };
    const bot = BotProcess.start(env, studio.folder);
    await bot.ended;
    const last = bot.log.at(-1);
    expect(last?.msg).toMatch(/^Discord refused DISCORD_TOKEN/);
    expect(JSON.stringify(last?.err)).toMatch(/"stack":" +at /);
  });
});
