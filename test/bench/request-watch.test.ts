import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { mostWithin, RequestWatch, STATUS } from '../../bench/request-watch.ts';
import { Loopback } from '../../packages/stand-ins/loopback.ts';
import { systemClock } from '../../src/engines/clock.ts';

it('the most within a span are those that no other span of that length has more of', () => {
  expect(mostWithin([], 10)).toBe(0);
  expect(mostWithin([0, 9, 10, 19, 19, 40], 10)).toBe(3);
  expect(mostWithin([5, 5, 5], 10)).toBe(3);
});

it('requests of one kind are written down, and how many waited for their answers at once', async () => {
  const server = new Loopback(systemClock);
  const gate = new AbortController();
  server.app.get('/status/:id', async (c) => {
    if (!gate.signal.aborted) await once(gate.signal, 'abort');
    return c.text('done');
  });
  server.app.get('/health', (c) => c.text('well'));
  await server.listen();
  onTestFinished(() => server.close());
  const watch = new RequestWatch(server, STATUS);
  const ask = (path: string) => fetch(`${server.url}${path}`).then((answer) => answer.text());
  const both = new Promise<void>((resolve) => {
    server.onRequest(() => {
      if (watch.times.length === 2) resolve();
    });
  });
  const answers = [ask('/status/a'), ask('/status/b')];
  await ask('/health');
  await both;
  gate.abort();
  await Promise.all(answers);
  await ask('/status/c');
  watch.stop();
  await ask('/status/d');
  expect([watch.times.length, watch.mostAtOnce]).toEqual([3, 2]);
});
