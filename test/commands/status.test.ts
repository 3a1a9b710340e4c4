import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { HEALTH_FRESH_MS } from '../../src/jobs/endpoint-health.ts';
import { MovableClock } from '../support/movable-clock.ts';
import type { Studio } from '../support/studio.ts';
import { answerShowing, graphSent, imagine, jobOf, openStudio, textOf } from './scene.ts';

/** What Cleo is told when she asks. */
async function status(studio: Studio): Promise<string> {
  const { people, channels } = studio.discord.world;
  const interaction = await studio.discord.command({
    by: people.cleo,
    in: channels.general,
    name: 'status',
  });
  return textOf(await answerShowing(studio, interaction, 'Status'));
}

describe('/status', () => {
  it('shows the workers of the endpoint', async () => {
    const studio = await openStudio({ runpod: { workers: 2 } });
    expect(await status(studio)).toMatch(/^Workers\n2 idle/m);
  });

  it('leaves out zeros, and says so where there is nothing else', async () => {
    const studio = await openStudio({ runpod: { workers: 2 } });
    const text = await status(studio);
    expect(text).toMatch(/^RunPod's queue\nnone$/m);
    expect(text).not.toMatch(/\b0 /);
  });

  it("shows RunPod's queue, and the bot's own jobs by state", async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const interaction = await imagine(studio);
    await graphSent(studio);
    await expect.poll(async () => (await jobOf(studio, interaction)).state).toBe('queued');
    const text = await status(studio);
    expect(text).toMatch(/^RunPod's queue\n.*\b1 in queue/m);
    expect(text).toMatch(/^This bot's jobs\n1 queued$/m);
  });

  it('says so where there were no jobs yet', async () => {
    expect(await status(await openStudio())).toMatch(/^This bot's jobs\nnone yet$/m);
  });

  it('says in a sentence that RunPod cannot be reached', async () => {
    const clock = new MovableClock();
    const studio = await openStudio({ clock });
    studio.runpod.http.fault({ path: /health$/, answer: { status: 400 }, times: Infinity });
    // What was asked as the bot started is shown for ten seconds.
    clock.advance(HEALTH_FRESH_MS);
    expect(await status(studio)).toContain("I can't reach the GPU service.");
  });

  it('is for the one who asks', async () => {
    const studio = await openStudio();
    await status(studio);
    const { general } = studio.discord.world.channels;
    const [message] = studio.discord.messages(general, studio.discord.world.people.cleo);
    expect(message?.flags).toBe(MessageFlags.Ephemeral);
    expect(studio.discord.messages(general, studio.discord.world.people.ada)).toEqual([]);
  });
});
