import { randomBytes } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type WebhookOutcome, webhookRoutes } from '../../src/http/webhooks.ts';
import { WebhookAddresses, type JobAttempt } from '../../src/runpod/webhook-addresses.ts';
import { openHttpBench, rest, type HttpBench } from './http-bench.ts';

const MEGABYTE = 1024 * 1024;
const about: JobAttempt = { id: 'k3f9x2ab', attempt: 1 };

interface Bench extends HttpBench {
  /** The path that is about {@link about}. */
  readonly path: string;
  readonly hints: readonly JobAttempt[];
}

async function open(outcome: Exclude<WebhookOutcome, 'forged'> = 'hint'): Promise<Bench> {
  const addresses = new WebhookAddresses({ publicUrl: '', key: randomBytes(32) });
  const hints: JobAttempt[] = [];
  const hint = (one: JobAttempt) => {
    hints.push(one);
    return outcome;
  };
  const bench = await openHttpBench((app) => {
    webhookRoutes(app, { addresses, hint });
  });
  return { ...bench, path: addresses.of(about), hints };
}

/** What is published of the webhooks of this test. */
function outcomes(): readonly unknown[] {
  const published: unknown[] = [];
  const note = (message: unknown) => published.push(message);
  subscribe('darkroom:webhook', note);
  onTestFinished(() => {
    unsubscribe('darkroom:webhook', note);
  });
  return published;
}

function head(path: string, bytes: number, connection = 'keep-alive'): string {
  return `POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: ${connection}\r\ncontent-length: ${bytes}\r\n\r\n`;
}

/** Sends bytes for as long as they are taken. How many were. */
async function pour(socket: Socket, bytes: number): Promise<number> {
  const chunk = Buffer.alloc(64 * 1024);
  let sent = 0;
  while (sent < bytes && !socket.destroyed) {
    const isRoom = socket.write(chunk.subarray(0, Math.min(chunk.length, bytes - sent)));
    sent += chunk.length;
    if (!isRoom)
      await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve));
  }
  return sent;
}

async function firstLine(socket: Socket): Promise<string> {
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  return bytes.toString().split('\r\n')[0] ?? '';
}

describe('a webhook', () => {
  it('is a hint about its job, whatever its body says', async () => {
    const published = outcomes();
    const { url, path, hints, logged } = await open();
    const body = JSON.stringify({ id: 'another', status: 'FAILED', input: { face: 'a photo' } });
    const response = await fetch(url + path, { method: 'POST', body });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(hints).toEqual([about]);
    expect(published).toEqual([{ outcome: 'hint' }]);
    expect(logged).toEqual([]);
  });

  it.each(['repeat', 'unknown'] as const)('that is %s is taken all the same', async (outcome) => {
    const published = outcomes();
    const { url, path } = await open(outcome);
    expect((await fetch(url + path, { method: 'POST' })).status).toBe(200);
    expect(published).toEqual([{ outcome }]);
  });

  it('is answered while its body is still to come, and lets that come', async () => {
    const bench = await open();
    const socket = await bench.connect();
    socket.write(head(bench.path, 2 * MEGABYTE));
    expect(await firstLine(socket)).toBe('HTTP/1.1 200 OK');
    expect(bench.hints).toEqual([about]);
    await pour(socket, 2 * MEGABYTE);
    // The connection is good for another.
    socket.write(head(bench.path, 0));
    expect(await firstLine(socket)).toBe('HTTP/1.1 200 OK');
  });

  it('whose sender wants the connection closed is answered after its body', async () => {
    const bench = await open();
    const socket = await bench.connect();
    const answer = rest(socket);
    socket.write(head(bench.path, 2 * MEGABYTE, 'close'));
    await pour(socket, 2 * MEGABYTE);
    expect(await answer).toContain('HTTP/1.1 200 OK');
  });

  it('loses its connection where its body goes on for too long', async () => {
    const bench = await open();
    const socket = await bench.connect();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resume().write(head(bench.path, 100 * MEGABYTE));
    const sent = await pour(socket, 100 * MEGABYTE);
    await closed;
    expect(sent).toBeLessThan(30 * MEGABYTE);
    expect(bench.hints).toEqual([about]);
  });

  it('that is forged loses its connection at once, and is about nothing', async () => {
    const published = outcomes();
    const bench = await open();
    const socket = await bench.connect();
    const answer = rest(socket);
    const forged = bench.path.slice(0, -1) + (bench.path.endsWith('A') ? 'B' : 'A');
    socket.write(head(forged, 100 * MEGABYTE));
    expect(await answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(bench.hints).toEqual([]);
    expect(published).toEqual([{ outcome: 'forged' }]);
    expect(bench.logged).toEqual([]);
  });

  it('is heard through a flood of forged ones', async () => {
    const { url, path, hints } = await open();
    const flood = Array.from({ length: 200 }, (_, place) =>
      fetch(`${url}/runpod/abcdefgh/${place}/${'x'.repeat(43)}`, { method: 'POST', body: 'x' }),
    );
    expect((await fetch(url + path, { method: 'POST' })).status).toBe(200);
    const statuses = (await Promise.all(flood)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([404]));
    expect(hints).toEqual([about]);
  });
});
