import { describe, expect, it } from 'vitest';
import type { Person } from '../../sandbox/discord/world.ts';
import type { Studio } from '../support/studio.ts';
import { imagine, openStudio, quietAnswer, waitingMessage } from './scene.ts';

async function listFor({ discord }: Studio, by: Person): Promise<string> {
  const { restricted } = discord.world.channels;
  return quietAnswer(await discord.command({ by, in: restricted, name: 'jobs' }));
}

describe('/jobs', () => {
  it('says so, quietly, to somebody who has none', async () => {
    const studio = await openStudio();
    expect(await listFor(studio, studio.discord.world.people.cleo)).toBe(
      'You have asked for no picture yet. Try /imagine.',
    );
  });

  it("lists one's own jobs, the newest first, and nobody else's", async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const { ada, ben } = studio.discord.world.people;
    for (const prompt of ['a fox', 'an owl']) {
      await (
        await imagine(studio, { prompt })
      ).answered;
    }
    await (
      await imagine(studio, { prompt: 'a secret' }, { by: ben })
    ).answered;
    const list = await listFor(studio, ada);
    expect(list.match(/^> .*$/gm)).toEqual(['> an owl', '> a fox']);
  });

  it('gives state, time and a link for each', async () => {
    const studio = await openStudio();
    const { message } = await waitingMessage(studio);
    await studio.discord.waitFor(({ files }) => files.length > 0);
    const { guild, people } = studio.discord.world;
    expect(await listFor(studio, people.ada)).toMatch(
      new RegExp(
        `^\\*\\*Done\\*\\* · <t:\\d+:R> · https://discord\\.com/channels/${guild.id}/${message.channel_id}/${message.id}$`,
        'm',
      ),
    );
  });

  it('lists at most ten', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    for (let count = 0; count < 12; count += 1) await (await imagine(studio)).answered;
    const list = await listFor(studio, studio.discord.world.people.ada);
    expect(list.match(/^> /gm)).toHaveLength(10);
  });

  it('shows prompts as they were written, on one line', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    await (
      await imagine(studio, { prompt: 'one\n**two** @everyone' })
    ).answered;
    expect(await listFor(studio, studio.discord.world.people.ada)).toContain(
      '> one \\*\\*two\\*\\* \\@everyone',
    );
  });
});
