import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { CountedTurns } from '../support/counted-turns.ts';
import { openHttpBench, rest } from './http-bench.ts';

const SMALLEST = 'POST /a HTTP/1.1\r\nHost: a\r\n\r\n';
const AT_ONCE = 500;

it('begins no more than some dozens of requests in a turn, however many come at once', async () => {
  const turns = new CountedTurns();
  let begun = 0;
  let most = 0;
  let before = 0;
  turns.onTake = () => {
    most = Math.max(most, begun - before);
    before = begun;
  };
  const bench = await openHttpBench(
    (app) => {
      app.post('/a', (c) => {
        begun += 1;
        return c.body(null, 200);
      });
    },
    {},
    turns,
  );
  const sockets = await Promise.all([bench.connect(), bench.connect()]);
  const answers = sockets.map((socket) => rest(socket));
  for (const socket of sockets) socket.end(SMALLEST.repeat(AT_ONCE));
  for (const all of await Promise.all(answers)) {
    expect(all.match(/^HTTP\/1\.1 200/gm)).toHaveLength(AT_ONCE);
  }
  expect(begun).toBe(2 * AT_ONCE);
  turns.onTake();
  expect(most).toBeLessThan(80);
});

it('hands on whatever a body has, in its order, and an answer longer than one piece', async () => {
  const long = Array.from({ length: 20_000 }, (_, n) => `${n}`).join(' ');
  const { url } = await openHttpBench((app) => {
    app.post('/echo', async (c) => c.text(await text(c.env.incoming)));
  });
  const answer = await fetch(`${url}/echo`, { method: 'POST', body: long });
  expect(await answer.text()).toBe(long);
});
