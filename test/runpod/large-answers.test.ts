import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Clock, systemClock } from '../../src/engines/clock.ts';
import { Semaphore } from '../../src/engines/semaphore.ts';
import { LARGEST_ANSWER_BYTES, Place, SMALL_ANSWER_BYTES } from '../../src/runpod/exchange.ts';
import { LEAST_PACE } from '../../src/engines/time-limit.ts';
import type { Loopback } from '../../packages/stand-ins/loopback.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { moveUntil } from '../support/move-until.ts';
import { failureOf, openEndpoint } from './endpoint.ts';

let server: Loopback;
afterEach(() => server.close());

/** More than what is read at once. */
const LARGE = `"output":"${'x'.repeat(3 * SMALL_ANSWER_BYTES)}"`;

/** An endpoint whose answers the test writes by hand, in the order in which they were asked for. */
async function openByHand({
  timeoutMs = 20_000,
  room = new Semaphore({ weight: 9 * LARGEST_ANSWER_BYTES, shares: 4 }),
  begin = `{${LARGE},`,
  length,
  networkClock = systemClock,
}: Readonly<{
  timeoutMs?: number;
  room?: Semaphore;
  begin?: string;
  length?: number | undefined;
  networkClock?: Clock;
}> = {}) {
  const opened = await openEndpoint({ timeoutMs, room, networkClock });
  ({ server } = opened);
  const answers: ServerResponse[] = [];
  server.app.get('/v2/ep/status/:id', (c) => {
    c.env.outgoing.writeHead(200, length === undefined ? {} : { 'content-length': length });
    c.env.outgoing.write(begin);
    answers.push(c.env.outgoing);
    return RESPONSE_ALREADY_SENT;
  });
  server.app.post('/v2/ep/cancel/:id', (c) => c.body(null, 204));
  server.app.get('/v2/ep/health', (c) => c.json({ jobs: {}, workers: {} }));
  server.app.post('/v2/ep/run', (c) => c.json({ id: 'new' }));
  server.app.get('/v2/small/status/:id', (c) => c.json({ status: 'IN_QUEUE' }));
  /** Asks for so many, all of which have a place then, or wait for one. */
  const ask = async (ids: string, signal?: AbortSignal) => {
    const before = answers.length;
    const asked = Array.from(ids, (id) => opened.client.status('ep', id, { signal }));
    // Their failures are looked at later.
    for (const one of asked) one.catch(() => undefined);
    await until(() => answers.length === before + ids.length);
    return asked;
  };
  return { ...opened, room, answers, ask };
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

describe('large answers', () => {
  it('are read a few at a time: the fifth waits until one of four is read', async () => {
    const { answers, ask, room } = await openByHand();
    const first = await ask('abcd');
    const [fifth] = await ask('e');
    await until(() => room.waiting === 1);
    answers[4]?.end('"status":"LAST"}');
    answers[0]?.end('"status":"FIRST"}');
    expect((await fifth)?.status).toBe('LAST');
    expect((await first[0])?.status).toBe('FIRST');
    for (const answer of answers.slice(1, 4)) answer.end('"status":"FIRST"}');
    await Promise.all(first);
    expect(room.weightTaken).toBe(0);
  });

  it('hold up no small ones', async () => {
    const { ask, client, room } = await openByHand();
    expect(await ask('abcdef')).toHaveLength(6);
    await until(() => room.waiting === 2);
    expect((await client.status('small', 'a'))?.status).toBe('IN_QUEUE');
    await client.health('ep');
    const job = { input: {}, policy: { executionTimeout: 1, ttl: 1 } };
    expect((await client.submit('ep', job)).id).toBe('new');
    await client.cancel('ep', 'a');
    expect(room.waiting).toBe(2);
  });

  it('are small ones until they turn out to be large', async () => {
    const { answers, ask, room } = await openByHand({ begin: '{' });
    const asked = await ask('abcdef');
    for (const answer of answers) answer.end('"status":"IN_QUEUE"}');
    expect(await Promise.all(asked)).toHaveLength(6);
    expect([room.weightTaken, room.waiting]).toEqual([0, 0]);
  });

  it.each([
    ['as they say', (bytes: number) => bytes],
    ['as the largest would where they do not say', () => undefined],
  ])('take up as much room %s, and then as they have', async (_, lengthOf) => {
    const end = '"status":"COMPLETED"}';
    const bytes = LARGE.length + 2 + end.length;
    const { answers, client, room } = await openByHand({ length: lengthOf(bytes) });
    const place = new Place();
    const asked = client.status('ep', 'a', { place });
    await until(() => room.weightTaken > 0);
    expect(room.weightTaken).toBe(lengthOf(bytes) ?? LARGEST_ANSWER_BYTES);
    answers[0]?.end(end);
    await asked;
    expect(room.weightTaken).toBe(bytes);
    place.release();
    expect(room.weightTaken).toBe(0);
  });

  it('stay on the connection while they wait', async () => {
    const { ask, answers, room } = await openByHand();
    const all = await room.take({ weight: Infinity });
    const [asked] = await ask('a');
    const rest = 'y'.repeat(LARGEST_ANSWER_BYTES - 1_000_000);
    let sent = false;
    answers[0]?.end(`"more":"${rest}","status":"LAST"}`, () => (sent = true));
    await until(() => room.waiting === 1);
    // Ten others come and go, and would have taken this one's bytes with them.
    for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    expect(sent).toBe(false);
    all.release();
    expect((await asked)?.status).toBe('LAST');
  });

  it('are kept for whoever gave a place, until it is released', async () => {
    const { client, answers, ask, room } = await openByHand({
      room: new Semaphore({ weight: LARGEST_ANSWER_BYTES, shares: 1 }),
    });
    const place = new Place();
    const first = client.status('ep', 'a', { place });
    await until(() => answers.length === 1);
    answers[0]?.end('"status":"COMPLETED"}');
    expect((await first)?.status).toBe('COMPLETED');
    const [second] = await ask('b');
    answers[1]?.end('"status":"COMPLETED"}');
    await until(() => room.waiting === 1);
    place.release();
    expect((await second)?.status).toBe('COMPLETED');
    expect(room.weightTaken).toBe(0);
  });

  it.each([
    ['that are no JSON', '"status":}'],
    ['of another shape', '"status":1}'],
    ['that nest too deep', `"a":${'['.repeat(99)}${']'.repeat(99)},"status":"COMPLETED"}`],
    ['of a job that goes on', '"status":"IN_PROGRESS"}'],
  ])('%s give their place back before anybody asks for that', async (_, end) => {
    const room = new Semaphore({ weight: LARGEST_ANSWER_BYTES, shares: 1 });
    const opened = await openEndpoint({ room });
    ({ server } = opened);
    server.fault({ path: /./, times: 3, answer: { status: 200, body: `{${LARGE},${end}` } });
    await opened.client.status('ep', 'a', { place: new Place() }).catch(() => undefined);
    expect(room.weightTaken).toBe(0);
  });
});

describe('a large answer that waits for its turn', () => {
  it('is asked for again where it broke meanwhile', async () => {
    const { answers, ask, room } = await openByHand();
    const asked = await ask('abcd');
    asked.push(...(await ask('e')));
    await until(() => room.waiting === 1);
    answers[4]?.destroy();
    for (const answer of answers.slice(0, 4)) answer.end('"status":"FIRST"}');
    await until(() => answers.length === 6);
    answers[5]?.end('"status":"AGAIN"}');
    const statuses = (await Promise.all(asked)).map((answer) => answer?.status);
    expect(statuses.sort()).toEqual(['AGAIN', 'FIRST', 'FIRST', 'FIRST', 'FIRST']);
  });

  it('is let go by an abort, and so is one that is being read', async () => {
    const { ask, room } = await openByHand();
    const stop = new AbortController();
    const reason = new Error('shutting down');
    const reading = await ask('abcd', stop.signal);
    const waiting = await ask('e', stop.signal);
    await until(() => room.waiting === 1);
    stop.abort(reason);
    const ends = await Promise.allSettled([...reading, ...waiting]);
    expect(ends).toEqual(ends.map(() => ({ status: 'rejected', reason })));
    expect([room.waiting, room.weightTaken]).toEqual([0, 0]);
  });

  it('is not too late because of that', async () => {
    const networkClock = new ManualClock();
    const { ask, answers, room } = await openByHand({ timeoutMs: 100, networkClock });
    const all = await room.take({ weight: Infinity });
    const [asked] = await ask('a');
    answers[0]?.end('"status":"LAST"}');
    await until(() => room.waiting === 1);
    await networkClock.advance(60_000);
    all.release();
    expect((await asked)?.status).toBe('LAST');
    expect(answers).toHaveLength(1);
  });

  it('comes to its turn though those before it hang', async () => {
    const networkClock = new ManualClock();
    const { ask, answers, room } = await openByHand({ timeoutMs: 500, networkClock });
    const hanging = await ask('abcd');
    const [fifth] = await ask('e');
    answers[4]?.end('"status":"LAST"}');
    await until(() => room.waiting === 1 && networkClock.sleeping === 8);
    await networkClock.advance(500);
    expect((await fifth)?.status).toBe('LAST');
    const over = Promise.allSettled(hanging);
    await moveUntil(networkClock, over);
    const ends = await over;
    expect(ends.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    expect(room.weightTaken).toBe(0);
  });
});

describe('a large answer that is too slow while others wait', () => {
  it('gives way to the next, and is asked for again', async () => {
    const networkClock = new ManualClock();
    const { answers, ask, room } = await openByHand({ networkClock });
    const slow = await ask('abcd');
    const [fifth] = await ask('e');
    answers[4]?.end('"status":"LAST"}');
    // Each by its limit, and those that are read by their pace.
    await until(() => room.waiting === 1 && networkClock.sleeping === 8);
    await networkClock.advance(LEAST_PACE.withinMs);
    expect((await fifth)?.status).toBe('LAST');
    await until(() => answers.length === 9);
    for (const answer of answers.slice(5)) answer.end('"status":"AGAIN"}');
    const statuses = (await Promise.all(slow)).map((answer) => answer?.status);
    expect(statuses).toEqual(Array(4).fill('AGAIN'));
    expect([room.weightTaken, networkClock.sleeping]).toEqual([0, 0]);
  });

  it('fails as one that does not come in time', async () => {
    const networkClock = new ManualClock();
    const { ask, answers, room } = await openByHand({ networkClock });
    const [asked] = await ask('a');
    const failure = asked && failureOf(asked);
    for (let tries = 1; tries <= 3; tries += 1) {
      await until(() => answers.length === tries && networkClock.sleeping === 2);
      await networkClock.advance(LEAST_PACE.withinMs);
    }
    const error = await failure;
    expect([error?.kind, error?.isPassing, error?.arrived]).toEqual(['transport', true, 'maybe']);
    expect(error?.message).toMatch(/got no answer: less than \d+ bytes within \d+ ms$/);
    expect([answers.length, room.weightTaken]).toEqual([3, 0]);
  });

  it('does not count as that while it waits itself', async () => {
    const networkClock = new ManualClock();
    const { ask, answers, room } = await openByHand({ networkClock });
    const all = await room.take({ weight: Infinity });
    const [asked] = await ask('a');
    await until(() => room.waiting === 1);
    await networkClock.advance(10 * LEAST_PACE.withinMs);
    answers[0]?.end('"status":"LAST"}');
    all.release();
    expect((await asked)?.status).toBe('LAST');
    expect(answers).toHaveLength(1);
  });
});

describe('an answer that is never large', () => {
  it.each(['health', 'submit'] as const)('is cut off where it is: %s', async (call) => {
    const opened = await openEndpoint();
    ({ server } = opened);
    server.fault({ path: /./, times: 3, answer: 'endless' });
    const job = { input: {}, policy: { executionTimeout: 1, ttl: 1 } };
    const asked = call === 'health' ? opened.client.health('ep') : opened.client.submit('ep', job);
    expect((await failureOf(asked)).isTooMuch).toBe(true);
    expect(server.requests).toHaveLength(1);
  });
});

it('an answer that only drips ends by itself', async () => {
  const networkClock = new ManualClock();
  const begin = '{"status":';
  const { client, answers } = await openByHand({ timeoutMs: 100, begin, networkClock });
  const failure = failureOf(client.status('ep', 'job-1'));
  for (let tries = 1; tries <= 3; tries += 1) {
    await until(() => answers.length === tries && networkClock.sleeping === 1);
    await networkClock.advance(100);
  }
  const error = await failure;
  expect([error.kind, error.arrived]).toEqual(['transport', 'maybe']);
  expect(server.requests).toHaveLength(3);
});

describe('what a job that goes on says', () => {
  const says = (status: string, bytes: number) =>
    JSON.stringify({ output: { type: 'progress', filler: 'x'.repeat(bytes) }, status });

  it.each([
    ['IN_PROGRESS', SMALL_ANSWER_BYTES + 1, true],
    ['IN_QUEUE', SMALL_ANSWER_BYTES + 1, true],
    ['PONDERING', SMALL_ANSWER_BYTES + 1, true],
    ['IN_PROGRESS', SMALL_ANSWER_BYTES - 100, false],
    ['COMPLETED', SMALL_ANSWER_BYTES + 1, false],
  ])('as %s in %i bytes is let go: %s', async (status, bytes, cut) => {
    const opened = await openEndpoint();
    ({ server } = opened);
    server.fault({ path: /./, answer: { status: 200, body: says(status, bytes) } });
    const answer = await opened.client.status('ep', 'a');
    expect(answer?.status).toBe(status);
    expect([answer?.output === undefined, answer?.cutBytes !== undefined]).toEqual([cut, cut]);
  });
});

describe('a large answer, by its status,', () => {
  const begin = `{"id":"a","status":"IN_PROGRESS",${LARGE}`;
  const anything = expect.anything() as unknown;

  it.each([
    ['does not say its length', undefined],
    ['says it', 2 * 1024 * 1024],
  ])('is hung up on where the job goes on, and needs no place: one that %s', async (_, length) => {
    const { ask, answers, room } = await openByHand({ begin, length });
    const all = await room.take({ weight: Infinity });
    const [asked] = await ask('a');
    const hungUp = new Promise((resolve) => answers[0]?.on('close', resolve));
    expect(await asked).toEqual({ status: 'IN_PROGRESS', cutBytes: anything });
    await hungUp;
    expect(room.waiting).toBe(0);
    all.release();
    expect(room.weightTaken).toBe(0);
  });

  it('is read no further then, so that the rest cannot be sent', async () => {
    const { ask, answers } = await openByHand({ begin });
    const [asked] = await ask('a');
    const piece = Buffer.alloc(SMALL_ANSWER_BYTES, 'y');
    const most = LARGEST_ANSWER_BYTES - 1_000_000;
    let sent = 0;
    const send = () => {
      for (let goesOn = true; goesOn && sent < most; sent += piece.length) {
        goesOn = answers[0]?.write(piece) ?? false;
      }
    };
    const hungUp = new Promise((resolve) => answers[0]?.on('drain', send).on('close', resolve));
    send();
    expect((await asked)?.cutBytes).toBeLessThan(2 * SMALL_ANSWER_BYTES);
    await hungUp;
    expect(sent).toBeLessThan(most);
  });

  it.each([
    ['only its end tells that', '{"input":{"status":"IN_QUEUE"},', ',"status":"COMPLETED"}'],
    ['the job is over', '{"status":"COMPLETED",', '}'],
  ])('is read to its end where %s', async (_, first, last) => {
    const { ask, answers } = await openByHand({ begin: `${first}${LARGE}` });
    const [asked] = await ask('a');
    answers[0]?.end(last);
    expect(await asked).toMatchObject({ status: 'COMPLETED', output: anything });
  });
});
