import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startPlayground } from '../../../../packages/stand-ins/playground/playground.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { ask } from './asked.ts';
import { QUICK } from './house.ts';
import { openPage } from './open-page.ts';

/** What a page does that looks for a playground at its port. */
const ASKS_ALL_THE_TIME = `
  const { connect } = require('node:net');
  const { parentPort, workerData: port } = require('node:worker_threads');
  const ask = () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.write('GET / HTTP/1.1\\r\\nHost: 127.0.0.1:' + port + '\\r\\n\\r\\n');
    });
    socket.on('data', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => setImmediate(ask));
  };
  for (let count = 0; count < 5; count += 1) ask();
  parentPort.postMessage('asking');
`;

describe('a playground', () => {
  it('ends in good order while its bot is still starting, and leaves nothing behind', async () => {
    const folder = tempFolder();
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const playground = await startPlayground({ pace: QUICK });
    const { discord, url } = playground;
    // So it is starting for however long this takes.
    discord.rest.fault({ path: /./, times: Infinity, answer: 'hang' });
    const page = await openPage(url);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^darkroom-playground-/)]);
    expect(page.events[0]).toMatchObject({ state: { bot: { state: 'starting' } } });
    await playground.close();
    await page.closed;
    expect(readdirSync(folder)).toEqual([]);
    expect(discord.gateway.identified).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('ends in good order while its bot is being started anew', async () => {
    const folder = tempFolder();
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const playground = await startPlayground({ pace: QUICK });
    const { url } = playground;
    const page = await openPage(url);
    const house = { method: 'POST', body: JSON.stringify({ order: 'restart' }) };
    const ordered = fetch(`${url}/bot`, house).catch(() => undefined);
    await page.waitFor((event) => event.type === 'bot' && event.bot.state === 'stopping');
    await playground.close();
    await ordered;
    expect(readdirSync(folder)).toEqual([]);
  });

  it('starts where a page of an earlier time asks for it already', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    holder.close();
    // In a thread of its own, so that it is as quick as another process.
    const asking = new Worker(ASKS_ALL_THE_TIME, { eval: true, workerData: port });
    onTestFinished(async () => {
      await asking.terminate();
    });
    await once(asking, 'message');
    // More than once, for it is a matter of milliseconds whether the page comes too early.
    for (let round = 0; round < 8; round += 1) {
      const playground = await startPlayground({ port, pace: QUICK });
      const { status } = await ask(playground.url).finally(() => playground.close());
      expect(status).toBe(200);
    }
  });

  it('does not start where its port is taken, and leaves nothing behind', async () => {
    const folder = tempFolder();
    vi.stubEnv('TMPDIR', folder);
    const holder = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => {
      vi.unstubAllEnvs();
      holder.close();
    });
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    await expect(startPlayground({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(readdirSync(folder)).toEqual([]);
  });
});
