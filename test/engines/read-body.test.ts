import { request, type Dispatcher } from 'undici';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { BodyTooLarge, readBody } from '../../src/engines/read-body.ts';
import { systemClock } from '../../src/engines/clock.ts';
import { Loopback } from '../../packages/stand-ins/loopback.ts';

let server: Loopback;

beforeEach(async () => {
  server = new Loopback(systemClock);
  await server.listen();
  onTestFinished(() => server.close());
});

async function ask(head: Record<string, string | number>, body: string) {
  const ended = new Promise<void>((resolve) => {
    server.app.get('/', (c) => {
      const { outgoing } = c.env;
      outgoing.once('close', resolve);
      outgoing.writeHead(200, head);
      outgoing.write(body);
      if (!('content-length' in head)) outgoing.end();
      return RESPONSE_ALREADY_SENT;
    });
  });
  const response: Dispatcher.ResponseData = await request(server.url);
  return { response, ended };
}

describe('the body of an answer', () => {
  it('is read whole, up to just the limit', async () => {
    const { response } = await ask({}, 'four');
    expect(String(await readBody(response, 4))).toBe('four');
  });

  it('is refused where there is more of it', async () => {
    const { response } = await ask({}, 'fives');
    await expect(readBody(response, 4)).rejects.toThrow(BodyTooLarge);
  });

  it('is not read, and its connection is closed, where the head names more', async () => {
    const { response, ended } = await ask({ 'content-length': 5 }, 'f');
    await expect(readBody(response, 4)).rejects.toThrow('the body exceeded 4 bytes');
    await ended;
  });
});
