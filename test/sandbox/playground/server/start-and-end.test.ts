import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startPlayground } from '../../../../packages/stand-ins/playground/playground.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { QUICK } from './house.ts';
import { openPage } from './open-page.ts';

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
