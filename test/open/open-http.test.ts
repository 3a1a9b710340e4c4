import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { openHttp, openMetrics } from '../../src/open/open-http.ts';
import { opening } from './opening.ts';

/** A port that nobody has. */
async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return String(typeof address === 'object' ? address?.port : '');
}

describe.each([
  ['METRICS_PORT', openMetrics],
  ['HTTP_PORT', openHttp],
])('%s', (variable, open) => {
  it('is not listened on where it is empty', async () => {
    const bot = opening();
    await open(bot);
    expect(bot.logged).toEqual([]);
  });

  it('is listened on until the bot has stopped', async () => {
    const port = await freePort();
    const bot = opening({ [variable]: port });
    await open(bot);
    const url = `http://127.0.0.1:${port}/`;
    expect((await fetch(url)).status).toBe(404);
    await bot.shutdown.run();
    await expect(fetch(url)).rejects.toThrow();
  });
});
