import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Person } from '../packages/stand-ins/discord/world.ts';
import { deferrals as WORDS } from '../src/say/en/progress.ts';
import { BotProcess } from './support/bot-process.ts';
import { openStudio } from './support/imagine.ts';

/** More than a bot that has just started answers in time. */
const MANY = 600;

const isSettled = (seen: readonly string[]) =>
  seen.length === 1 && ['job', WORDS.restarted].includes(seen[0] ?? '');

describe('a bot that is killed while it defers a burst of commands', () => {
  it('leaves nobody behind: the next start carries each on, or says that it cannot', async () => {
    const studio = await openStudio();
    await studio.stopBot();
    const { discord, runpod, env, folder } = studio;
    runpod.hold();
    const { general } = discord.world.channels;
    const people = new Map<string, Person>();
    /** What somebody sees: the job's message, "thinking…", or the words in place of it. */
    const answerTo = (id: string) => {
      const messages = discord
        .messages(general, people.get(id))
        .filter((message) => message.interaction_metadata?.id === id);
      return messages.map(({ content, embeds, flags }) => {
        if ((flags & MessageFlags.Loading) !== 0) return 'thinking';
        const foot = embeds[0]?.footer?.text ?? '';
        return foot.startsWith('job ') ? 'job' : content;
      });
    };
    const waiting = () => [...people.keys()].filter((id) => answerTo(id).includes('thinking'));

    const bot = BotProcess.start(env, folder);
    await bot.waitFor(({ msg }) => msg === 'ready');
    await Promise.all(
      Array.from({ length: MANY }, async (_, nth) => {
        const by = discord.world.addPerson(`Person ${nth}`);
        const options = { prompt: `a lighthouse, number ${nth}` };
        const { id } = await discord.command({ by, in: general, name: 'imagine', options });
        people.set(id, by);
      }),
    );
    await expect.poll(() => waiting().length).toBeGreaterThan(0);
    bot.kill('SIGKILL');
    await bot.ended;
    const deferred = waiting();

    const next = BotProcess.start(env, folder);
    await next.waitFor(({ msg }) => msg === 'resumed');
    for (const id of deferred) {
      await expect.poll(() => answerTo(id)).toSatisfy(isSettled);
    }
    expect(deferred.length).toBeGreaterThan(0);
  });
});
