import { channel } from 'node:diagnostics_channel';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../packages/stand-ins/free-port.ts';
import { openHttp, openMetrics } from '../../src/bot/open-http.ts';
import { openJobs } from '../../src/bot/open-jobs.ts';
import { openStore } from '../../src/bot/open-store.ts';
import { opening } from './opening.ts';

async function withMetrics(env: Readonly<Record<string, string>> = {}) {
  const bot = opening(env);
  const record = await openStore(bot);
  const metrics = await openMetrics(bot, record, openJobs(bot, record));
  return { bot, record, metrics };
}

describe('METRICS_PORT', () => {
  it('has nobody count, and nobody listen, where it is empty', async () => {
    const { record } = await withMetrics();
    const { record: counted } = await withMetrics({ METRICS_PORT: await freePort() });
    const [without, with_] = [record, counted].map(({ log }) =>
      log.events.listenerCount('changed'),
    );
    expect([without, with_]).toEqual([without, (without ?? 0) + 1]);
  });

  it('has nothing subscribed to where it is empty', async () => {
    await withMetrics();
    expect(channel('undici:request:headers').hasSubscribers).toBe(false);
    expect(channel('darkroom:refused').hasSubscribers).toBe(false);
  });

  it('answers /healthz, /readyz and /metrics until the bot has stopped', async () => {
    const port = await freePort();
    const { bot, metrics } = await withMetrics({ METRICS_PORT: port });
    const url = `http://127.0.0.1:${port}`;
    const statuses = async () => {
      const paths = ['/healthz', '/readyz', '/metrics', '/'];
      return Promise.all(paths.map(async (path) => (await fetch(url + path)).status));
    };
    expect(await statuses()).toEqual([200, 503, 200, 404]);
    metrics.reached({ isConnected: () => true });
    expect(await statuses()).toEqual([200, 200, 200, 404]);
    await bot.shutdown.run();
    await expect(fetch(url)).rejects.toThrow();
    expect(channel('undici:request:headers').hasSubscribers).toBe(false);
  });

  it('has figures of webhooks where RunPod is asked for them, from the start', async () => {
    const figuresOf = async (env: Readonly<Record<string, string>>) => {
      const port = await freePort();
      await withMetrics({ METRICS_PORT: port, ...env });
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return text.match(/^darkroom_webhooks_total.*$/gm)?.toSorted() ?? [];
    };
    const webhooks = { HTTP_PORT: await freePort(), PUBLIC_URL: 'https://bot.example.com' };
    expect(await figuresOf(webhooks)).toEqual(
      ['forged', 'hint', 'repeat', 'unknown'].map(
        (outcome) => `darkroom_webhooks_total{outcome="${outcome}"} 0`,
      ),
    );
    expect(await figuresOf({})).toEqual([]);
  });

  it('tells no secret', async () => {
    const port = await freePort();
    await withMetrics({ METRICS_PORT: port });
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const text = await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
      expect(text).not.toMatch(/a-token|a-key/);
    }
  });
});

async function withHttp(env: Readonly<Record<string, string>> = {}) {
  const bot = opening(env);
  const record = await openStore(bot);
  const discord = {
    receiveByHttp: () => expect.fail('the intake is the gateway'),
    readEvents: () => undefined,
    deleteMessages: () => undefined,
  };
  const privacy = { deauthorised: () => expect.fail('Discord posts no events') };
  await openHttp(bot, { record, jobs: openJobs(bot, record), privacy, discord });
  return { bot, record };
}

describe('HTTP_PORT', () => {
  it('takes the webhooks of addresses that the bot has made, and no others', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const { record } = await withHttp({ HTTP_PORT: port, PUBLIC_URL: `${url}/behind/` });
    const address = record.webhooks?.of({ id: 'k3f9x2ab', attempt: 1 }) ?? '';
    expect(address.startsWith(`${url}/behind/runpod/k3f9x2ab/1/`)).toBe(true);
    const statusOf = async (to: string, method = 'POST') => (await fetch(to, { method })).status;
    expect(await statusOf(address)).toBe(200);
    expect(await statusOf(address.replace('/1/', '/2/'))).toBe(404);
    expect(await statusOf(address, 'GET')).toBe(404);
    for (const path of ['/', '/healthz', '/readyz', '/metrics']) {
      expect([path, await statusOf(url + path, 'GET')]).toEqual([path, 404]);
    }
  });

  it('is not listened on where it is empty', async () => {
    const { bot } = await withHttp();
    expect(bot.logged).toEqual([]);
  });

  it('is listened on until the bot stops', async () => {
    const port = await freePort();
    const { bot } = await withHttp({ HTTP_PORT: port });
    const url = `http://127.0.0.1:${port}/`;
    expect((await fetch(url)).status).toBe(404);
    await bot.shutdown.run();
    await expect(fetch(url)).rejects.toThrow();
  });
});
