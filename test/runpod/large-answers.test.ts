import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { LARGEST_ANSWER_BYTES } from '../../src/runpod/exchange.ts';
import type { Loopback } from '../../src/sandbox/loopback.ts';
import { failureOf, openEndpoint } from './endpoint.ts';

let server: Loopback;
afterEach(() => server.close());

/** An endpoint whose answers the test writes by hand, in the order in which they were asked for. */
async function openByHand(timeoutMs: number) {
  const opened = await openEndpoint({ timeoutMs });
  ({ server } = opened);
  const answers: ServerResponse[] = [];
  server.app.get('/v2/ep/status/:id', (c) => {
    c.env.outgoing.writeHead(200, { 'content-type': 'application/json' });
    c.env.outgoing.write('{"status":');
    answers.push(c.env.outgoing);
    return RESPONSE_ALREADY_SENT;
  });
  server.app.post('/v2/ep/cancel/:id', (c) => c.body(null, 204));
  // A call that needs no turn: once it is back, all that was written before it has come in.
  const settle = async () => {
    await opened.client.cancel('ep', 'any');
    await new Promise(setImmediate);
  };
  return { ...opened, answers, settle };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

describe('a large answer', () => {
  it('is read up to the cap, which is 24 MiB', async () => {
    expect(LARGEST_ANSWER_BYTES).toBe(24 * 1024 * 1024);
    const opened = await openEndpoint();
    ({ server } = opened);
    const filler = 'x'.repeat(LARGEST_ANSWER_BYTES - 100);
    server.app.get('/v2/ep/status/:id', (c) => c.json({ status: 'COMPLETED', output: filler }));
    const answer = await opened.client.status('ep', 'job-1');
    expect(answer?.output).toHaveLength(filler.length);
  });

  it('is refused by what its head says, unread', async () => {
    const opened = await openEndpoint();
    ({ server } = opened);
    server.app.get('/v2/ep/status/:id', async (c) => {
      c.env.outgoing.writeHead(200, { 'content-length': LARGEST_ANSWER_BYTES + 1 });
      c.env.outgoing.write('{');
      await once(c.env.outgoing, 'close');
      return RESPONSE_ALREADY_SENT;
    });
    const error = await failureOf(opened.client.status('ep', 'job-1'));
    expect([error.kind, error.message.endsWith('too large')]).toEqual(['schema', true]);
    expect(server.requests).toHaveLength(1);
  });

  it('is hung up on by what its head says', async () => {
    const opened = await openEndpoint();
    ({ server } = opened);
    const hungUp = new Promise((resolve) => {
      server.app.get('/v2/ep/status/:id', (c) => {
        c.env.outgoing.writeHead(200, { 'content-length': LARGEST_ANSWER_BYTES + 1 });
        c.env.outgoing.write('{');
        c.env.outgoing.on('close', resolve);
        return RESPONSE_ALREADY_SENT;
      });
    });
    await failureOf(opened.client.status('ep', 'job-1'));
    await hungUp;
  });

  it('is cut off where it does not end, and not asked for again', async () => {
    const opened = await openEndpoint();
    ({ server } = opened);
    server.fault({ path: /./, times: 3, answer: 'endless' });
    const error = await failureOf(opened.client.status('ep', 'job-1'));
    expect([error.kind, error.isPassing]).toEqual(['schema', false]);
    expect(server.requests).toHaveLength(1);
  });
});

describe('a slow answer', () => {
  it('ends by itself where it only drips', async () => {
    const { client } = await openByHand(100);
    const error = await failureOf(client.status('ep', 'job-1'));
    expect([error.kind, error.arrived]).toEqual(['transport', 'maybe']);
    expect(server.requests).toHaveLength(3);
  });

  it('makes the fifth wait until one of four is read', async () => {
    const { client, answers, settle } = await openByHand(20_000);
    const over: string[] = [];
    const ask = async (id: string) => {
      await client.status('ep', id);
      over.push(id);
    };
    const first = ['a', 'b', 'c', 'd'].map(ask);
    await until(() => answers.length === 4);
    await settle();
    const fifth = ask('e');
    await until(() => answers.length === 5);
    answers[4]?.end('"LAST"}');
    await settle();
    expect(over).toEqual([]);
    answers[0]?.end('"FIRST"}');
    await fifth;
    expect(over).toHaveLength(2);
    for (const answer of answers.slice(1, 4)) answer.end('"FIRST"}');
    await Promise.all(first);
  });

  it('that breaks while it waits its turn is asked for again', async () => {
    const { client, answers, settle } = await openByHand(20_000);
    const asked = ['a', 'b', 'c', 'd'].map((id) => client.status('ep', id));
    await until(() => answers.length === 4);
    await settle();
    asked.push(client.status('ep', 'e'));
    await until(() => answers.length === 5);
    await settle();
    answers[4]?.destroy();
    await settle();
    for (const answer of answers.slice(0, 4)) answer.end('"FIRST"}');
    await until(() => answers.length === 6);
    answers[5]?.end('"AGAIN"}');
    const statuses = (await Promise.all(asked)).map((answer) => answer?.status);
    expect(statuses.sort()).toEqual(['AGAIN', 'FIRST', 'FIRST', 'FIRST', 'FIRST']);
  });

  it('is let go by an abort while it waits its turn', async () => {
    const { client, answers, settle } = await openByHand(20_000);
    const first = ['a', 'b', 'c', 'd'].map((id) => client.status('ep', id));
    await until(() => answers.length === 4);
    await settle();
    const stop = new AbortController();
    const reason = new Error('shutting down');
    const fifth = client.status('ep', 'e', stop.signal);
    await until(() => answers.length === 5);
    await settle();
    stop.abort(reason);
    await expect(fifth).rejects.toBe(reason);
    for (const answer of answers.slice(0, 4)) answer.end('"FIRST"}');
    await Promise.all(first);
  });
});
