import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { imagine, openStudio } from './commands/scene.ts';
import { completedMessage } from './support/job-message.ts';
import { openWebhookProxy } from './support/webhook-proxy.ts';
import type { Studio } from './support/studio.ts';

/** Far longer than a test waits, so that nothing but a webhook brings a picture. */
const NEVER_MS = 600_000;

const listening = z.object({ of: z.literal('HTTP'), port: z.number() });

function portOf({ logged }: Studio): number {
  const lines = logged.map((line) => listening.safeParse(JSON.parse(line)).data);
  const port = lines.findLast((line) => line !== undefined)?.port;
  if (port === undefined) throw new Error('the bot listens on no port');
  return port;
}

async function openBehindProxy() {
  const proxy = await openWebhookProxy();
  const studio = await openStudio({
    env: { LOG_LEVEL: 'trace', PUBLIC_URL: proxy.publicUrl, HTTP_PORT: '1' },
    runpod: { queueMs: 1_500 },
    configure: (config) => ({
      ...config,
      http: { ...config.http, port: 0 },
      pollIntervalMs: NEVER_MS,
    }),
  });
  proxy.leadTo(portOf(studio));
  return { studio, proxy };
}

describe('a picture that RunPod says is ready', () => {
  it('is shown at once, however seldom RunPod is asked', async () => {
    const { studio, proxy } = await openBehindProxy();
    const asked = await imagine(studio);
    await completedMessage(studio, asked);
    expect(proxy.paths).toHaveLength(1);
    const lines = studio.logged.join('\n');
    expect(lines).not.toContain(proxy.paths[0]?.split('/').at(-1));
  });

  it('is shown after a restart too, at the address from before', async () => {
    const { studio, proxy } = await openBehindProxy();
    studio.runpod.hold();
    const asked = await imagine(studio);
    const { id } = await studio.runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    await studio.stopBot();
    await studio.startBot();
    proxy.leadTo(portOf(studio));
    await studio.runpod.complete(id);
    await completedMessage(studio, asked);
    expect(proxy.paths).toHaveLength(1);
  });
});
