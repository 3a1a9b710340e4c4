import { describe, expect, it } from 'vitest';
import { imagine, openStudio } from './support/imagine.ts';

describe('a bot that stops', () => {
  it('waits for no channel that cannot be told', async () => {
    const operator: { channelId: string | undefined } = { channelId: undefined };
    const studio = await openStudio({
      configure: (config) => ({
        ...config,
        discord: { ...config.discord, operatorChannelId: operator.channelId },
      }),
    });
    await studio.stopBot();
    operator.channelId = studio.discord.world.channels.general.id;
    studio.discord.rest.fault({ path: /messages$/, times: Infinity, answer: { status: 503 } });
    studio.runpod.http.fault({ path: /./, times: Infinity, answer: { status: 401 } });
    await studio.startBot();
    await expect.poll(() => studio.logged.join('')).toContain('could not be told');
    await studio.stopBot();
    expect(studio.discord.messages(studio.discord.world.channels.general)).toEqual([]);
  });

  it('sends nothing more to RunPod while it finishes an answer', async () => {
    const studio = await openStudio({ env: { MAX_JOBS_IN_FLIGHT: '1' } });
    const { discord, runpod } = studio;
    runpod.hold();
    await (
      await imagine(studio, { prompt: 'one' })
    ).answered;
    await runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    await (
      await imagine(studio, { prompt: 'two' })
    ).answered;
    discord.rest.fault({ path: /callback$/, delayMs: 2_000 });
    const { answered } = await imagine(studio, { prompt: 'three' });
    const callbacks = () =>
      discord.rest.requests.filter(({ path }) => path.endsWith('callback?with_response=true'));
    await expect.poll(() => callbacks().length).toBe(3);
    const asked = runpod.http.requests.length;
    const stopped = studio.stopBot();
    runpod.release();
    await Promise.all([answered, stopped]);
    // One may have been on its way.
    expect(runpod.http.requests.length).toBeLessThanOrEqual(asked + 1);
    expect(runpod.submissions()).toBe(1);
    expect(callbacks().at(-1)?.status).toBe(200);
  });
});
