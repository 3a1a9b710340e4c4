import { describe, expect, it } from 'vitest';
import { imagine, openStudio } from './support/imagine.ts';

describe('a bot that stops', () => {
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
