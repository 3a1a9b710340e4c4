import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/engines/clock.ts';
import { Loopback } from '../../packages/stand-ins/loopback.ts';

describe('Loopback', () => {
  it('tells of a request as it comes, and again once its answer is known', async () => {
    const server = new Loopback(systemClock);
    server.app.get('/status', (c) => c.text('well'));
    await server.listen();
    onTestFinished(() => server.close());
    const told: unknown[] = [];
    server.onRequest(({ method, path, status }) => told.push([method, path, status]));
    await fetch(`${server.url}/status?full=1`);
    expect(told).toEqual([
      ['GET', '/status?full=1', undefined],
      ['GET', '/status?full=1', 200],
    ]);
  });

  it('tells once of a request whose connection breaks', async () => {
    const server = new Loopback(systemClock);
    server.fault({ path: /./, answer: 'reset' });
    await server.listen();
    onTestFinished(() => server.close());
    const told: unknown[] = [];
    server.onRequest(({ status }) => told.push(status));
    await expect(fetch(server.url)).rejects.toThrow();
    expect(told).toEqual([undefined]);
  });
});
