import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { Turns } from '../../src/engines/turns.ts';
import type { HttpApp } from '../../src/http/app.ts';
import { trust } from '../../src/http/server.ts';
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

it('reads strangers who send much behind all else, until they are known', async () => {
  const turns = new CountedTurns();
  const bench = await openHttpBench(
    (app) => {
      app.post('/a', (c) => c.body(null, 200));
      app.post('/known', (c) => {
        trust(c.env.incoming);
        return c.body(null, 200);
      });
    },
    { requestsPerConnection: 5_000 },
    turns,
  );
  const socket = await bench.connect();
  let answers = '';
  socket.on('data', (bytes) => (answers += bytes.toString()));
  const answered = (count: number) =>
    expect.poll(() => answers.match(/^HTTP\/1\.1 200/gm)?.length).toBe(count);
  socket.write(SMALLEST.repeat(2 * AT_ONCE));
  await answered(2 * AT_ONCE);
  expect(turns.kinds.filter((kind) => kind === 'arrival')).toHaveLength(15);
  expect(turns.kinds.at(-1)).toBe('stranger');
  socket.write(SMALLEST.replace('/a', '/known'));
  await answered(2 * AT_ONCE + 1);
  turns.kinds.length = 0;
  socket.write(SMALLEST);
  await answered(2 * AT_ONCE + 2);
  expect(new Set(turns.kinds)).toEqual(new Set(['arrival']));
});

it('ends the oldest connection of a stranger where there would be too many', async () => {
  const route = (app: HttpApp) => {
    app.post('/known', (c) => {
      trust(c.env.incoming);
      return c.body(null, 200);
    });
  };
  const bench = await openHttpBench(route, { connections: 4 }, new Turns(), true);
  const known = await bench.connect();
  known.write(SMALLEST.replace('/a', '/known'));
  await once(known, 'data');
  const first = await bench.connect();
  const ended = once(first, 'close');
  const others = [await bench.connect(), await bench.connect(), await bench.connect()];
  await ended;
  expect([known, ...others.slice(1)].map(({ destroyed }) => destroyed)).toEqual([
    false,
    false,
    false,
  ]);
  known.write(SMALLEST.replace('/a', '/known'));
  await once(known, 'data');
});

it('hands on whatever a body has, in its order, and an answer longer than one piece', async () => {
  const long = Array.from({ length: 20_000 }, (_, n) => `${n}`).join(' ');
  const { url } = await openHttpBench((app) => {
    app.post('/echo', async (c) => c.text(await text(c.env.incoming)));
  });
  const answer = await fetch(`${url}/echo`, { method: 'POST', body: long });
  expect(await answer.text()).toBe(long);
});
