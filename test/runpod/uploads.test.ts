import { createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RunPodClient } from '../../src/runpod/client.ts';
import { Enclosures } from '../../src/runpod/streamed-json.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { API_KEY, failureOf } from './endpoint.ts';

const TAKEN = JSON.stringify({ id: 'abc', status: 'IN_QUEUE' });
const ANSWER = `HTTP/1.1 200 OK\r\ncontent-length: ${TAKEN.length}\r\n\r\n${TAKEN}`;

/** A submission of more than any socket takes in by itself. */
function upload(unwanted?: AbortSignal) {
  const enclosures = new Enclosures();
  const input = { image: enclosures.add(Buffer.alloc(7_400_000, 5)) };
  const policy = { executionTimeout: 1, ttl: 2 };
  return { input, policy, enclosures, ...(unwanted && { unwanted }) };
}

/** A client of a server that does this with its connections, and so many bytes come; late by this clock. */
async function open(
  serve: (socket: Socket, got: () => number) => void,
  networkClock = new ManualClock(),
) {
  let got = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      got += bytes.length;
    });
    serve(socket, () => got);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const client = new RunPodClient({
    apiUrl: `http://127.0.0.1:${port}/v2`,
    apiKey: API_KEY,
    timeoutMs: 30_000,
    networkClock,
  });
  return client;
}

describe('a large submission', () => {
  it('has the more time the more it sends', async () => {
    const clock = new ManualClock();
    const begun = clock.now();
    const client = await open((socket, got) => {
      socket.on('data', () => {
        socket.pause();
        if (got() > 9_866_000) socket.write(ANSWER);
        void clock.advance(600).then(() => socket.resume());
      });
    }, clock);
    expect((await client.submit('ep', upload())).id).toBe('abc');
    expect(clock.now() - begun).toBeGreaterThan(60_000);
  });

  it.each([
    ['is reset', (socket: Socket) => socket.resetAndDestroy()],
    ['is closed', (socket: Socket) => socket.end()],
  ])('whose connection %s in its middle was taken by nobody', async (_, end) => {
    const client = await open((socket, got) => {
      socket.on('data', () => {
        if (got() > 1_000_000) end(socket.pause());
      });
    });
    const error = await failureOf(client.submit('ep', upload()));
    expect([error.kind, error.arrived]).toEqual(['transport', 'no']);
  });

  it('whose connection breaks once it is sent may have been taken', async () => {
    const client = await open((socket, got) => {
      socket.on('data', () => {
        if (got() > 9_866_000) socket.destroy();
      });
    });
    const error = await failureOf(client.submit('ep', upload()));
    expect([error.kind, error.arrived]).toEqual(['transport', 'maybe']);
  });

  it('that nobody wants any more is broken off, and was taken by nobody', async () => {
    const unwanted = new AbortController();
    let closed = false;
    const client = await open((socket, got) => {
      socket.once('data', () => {
        socket.pause();
        unwanted.abort();
        socket.resume();
      });
      socket.once('close', () => {
        closed = got() < 9_000_000;
      });
    });
    const error = await failureOf(client.submit('ep', upload(unwanted.signal)));
    expect([error.kind, error.arrived]).toEqual(['transport', 'no']);
    await expect.poll(() => closed).toBe(true);
    await expect(failureOf(client.submit('ep', upload(unwanted.signal)))).resolves.toMatchObject({
      arrived: 'no',
    });
  });

  it('that nobody wants any more is heard out once it is sent', async () => {
    const unwanted = new AbortController();
    const client = await open((socket, got) => {
      socket.on('data', () => {
        if (got() < 9_866_000) return;
        unwanted.abort();
        setImmediate(() => socket.write(ANSWER));
      });
    });
    expect((await client.submit('ep', upload(unwanted.signal))).id).toBe('abc');
  });
});
