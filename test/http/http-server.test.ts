import { EventEmitter, once } from 'node:events';
import { request } from 'node:http';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { HTTP_BOUNDS, openHttpServer } from '../../src/http/server.ts';
import { Turns } from '../../src/engines/turns.ts';
import { PortRefused } from '../../src/http/port-refused.ts';
import { newHttpApp } from '../../src/http/app.ts';
import { openHttpBench, rest } from './http-bench.ts';

const GET = 'GET /hello HTTP/1.1\r\nhost: bot\r\n';

/** Answers `/hello`, and `/slow` as soon as it is let. */
async function open(bounds: Parameters<typeof openHttpBench>[1] = {}) {
  const slow = new EventEmitter();
  const asked = once(slow, 'asked');
  const bench = await openHttpBench((app) => {
    app.get('/hello', (c) => c.text('hello'));
    app.post('/hello', (c) => c.text('hello'));
    app.get('/fails', () => {
      throw new Error('a secret');
    });
    app.get('/slow', async (c) => {
      const answered = once(slow, 'answer');
      slow.emit('asked');
      await answered;
      return c.text('at last');
    });
  }, bounds);
  return { ...bench, asked, answer: () => slow.emit('answer') };
}

describe('a server of the bot', () => {
  it('answers what its app knows, and 404 with nothing else', async () => {
    const { url } = await open();
    expect(await (await fetch(`${url}/hello`)).text()).toBe('hello');
    const other = await fetch(url);
    expect([other.status, await other.text()]).toEqual([404, '']);
  });

  it('says nothing of what it is made with', async () => {
    const { url } = await open();
    const { headers } = await fetch(`${url}/hello`);
    expect([...headers.keys()].toSorted()).toEqual(
      ['connection', 'content-length', 'content-type', 'date', 'keep-alive'].toSorted(),
    );
  });

  it('logs what a handler throws, and answers 500 without a word of it', async () => {
    const { url, logged } = await open();
    const answer = await fetch(`${url}/fails`);
    expect([answer.status, await answer.text()]).toEqual([500, '']);
    expect(logged.join()).toContain('a secret');
  });

  it.each([
    ['a host that is none', 'host: a b'],
    ['no host', 'x: y'],
  ])('answers 400 to %s', async (_, header) => {
    const { connect } = await open();
    const socket = await connect();
    socket.write(`GET /hello HTTP/1.1\r\n${header}\r\nconnection: close\r\n\r\n`);
    expect(await rest(socket)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('leaves the Request and Response of the process as they are', async () => {
    const before = [Request, Response];
    await open();
    expect([Request, Response]).toEqual(before);
  });
});

describe('the bounds of a server', () => {
  it('are those that its headers say', () => {
    expect(HTTP_BOUNDS.requestMs).toBeGreaterThan(HTTP_BOUNDS.headersMs);
    expect(HTTP_BOUNDS.silenceMs).toBeGreaterThan(HTTP_BOUNDS.requestMs);
  });

  it('end headers that are too large with 431', async () => {
    const { connect } = await open();
    const socket = await connect();
    socket.write(`${GET}x: ${'y'.repeat(HTTP_BOUNDS.headerBytes)}\r\n\r\n`);
    expect(await rest(socket)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('end headers that do not come to an end with 408', async () => {
    const { connect } = await open({ headersMs: 50, checkEveryMs: 10 });
    const ask = async () => {
      const socket = await connect();
      socket.write(GET);
      return rest(socket);
    };
    // What is sent too late gets no answer.
    await expect.poll(ask).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('end a connection that sends nothing at all', async () => {
    const { connect } = await open({ headersMs: 50, checkEveryMs: 10 });
    expect(await rest(await connect())).not.toContain('200');
  });

  it('end a body that does not come to an end', async () => {
    const { connect } = await open({ headersMs: 50, requestMs: 60, checkEveryMs: 10 });
    const ask = async () => {
      const socket = await connect();
      socket.write('POST /hello HTTP/1.1\r\nhost: bot\r\ncontent-length: 9\r\n\r\nhal');
      return rest(socket);
    };
    // Where its head comes too late, that is ended.
    await expect.poll(ask).toContain('hello');
  });

  it('let go of connections beyond as many as there may be, and answer the others', async () => {
    const { connect } = await open({ connections: 2 });
    const [first] = [await connect(), await connect()];
    expect(await rest(await connect())).toBe('');
    first.write(`${GET}connection: close\r\n\r\n`);
    expect(await rest(first)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('let a connection ask as often as one may, and then answer 503', async () => {
    const { connect } = await open({ requestsPerConnection: 2 });
    const socket = await connect();
    socket.write(`${GET}\r\n`.repeat(3));
    let answers = '';
    for await (const piece of socket) {
      answers += String(piece);
      if (answers.includes('503')) break;
    }
    expect(answers.match(/HTTP\/1\.1 \d+/gm)).toEqual([
      'HTTP/1.1 200',
      'HTTP/1.1 200',
      'HTTP/1.1 503',
    ]);
  });

  it('give a body as long as it needs that nobody reads', async () => {
    const { url } = await open();
    const sent = request(`${url}/hello`, { method: 'POST' });
    const answered = once(sent, 'response');
    for (let piece = 0; piece < 16; piece += 1) sent.write(Buffer.alloc(1024 * 1024));
    await answered;
    const over = new Promise((resolve) => sent.end(resolve));
    await over;
    expect(sent.writableFinished).toBe(true);
    sent.destroy();
  });
});

describe('a server that closes', () => {
  it('waits for a request that is open, answers it, and takes nothing new', async () => {
    const { server, url, asked, answer } = await open();
    const slow = fetch(`${url}/slow`);
    await asked;
    const closed = server.close();
    await expect(fetch(`${url}/hello`)).rejects.toThrow();
    answer();
    const { headers } = await slow;
    expect([await (await slow).text(), headers.get('connection')]).toEqual(['at last', 'close']);
    await closed;
  });

  it('does not wait for connections on which nothing is asked', async () => {
    const { server, url, connect } = await open();
    const silent = await connect();
    await (await fetch(`${url}/hello`)).text();
    await server.close();
    expect(await rest(silent)).toBe('');
  });

  it('does not wait for the answers that were owed on a connection which is gone', async () => {
    const { server, connect, asked } = await open({ silenceMs: 0 });
    const [silent, gone] = [await connect(), await connect()];
    gone.write('GET /slow HTTP/1.1\r\nhost: bot\r\n\r\n'.repeat(3));
    await asked;
    gone.destroy();
    await server.close();
    expect(await rest(silent)).toBe('');
  });

  it('breaks off what is still under way when it is told to halt', async () => {
    const { server, url, asked, halt } = await open();
    const slow = fetch(`${url}/slow`);
    await asked;
    const closed = server.close();
    halt();
    await closed;
    await expect(slow).rejects.toThrow();
  });
});

describe('a port', () => {
  it('that is taken is refused in a line that names the variables', async () => {
    const { server } = await open();
    const logger = pino({ level: 'silent' });
    const { signal: halt } = new AbortController();
    const host = '127.0.0.1';
    const again = openHttpServer({
      ...{
        of: 'METRICS',
        host,
        port: server.port,
        app: newHttpApp(logger),
        logger,
        turns: new Turns(),
        halt,
      },
    });
    await expect(again).rejects.toThrow(PortRefused);
    await expect(again).rejects.toThrow(
      `Cannot listen on port ${server.port} of 127.0.0.1: another program uses it (EADDRINUSE). See METRICS_PORT and METRICS_HOST.`,
    );
  });
});
