import { request } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../src/engines/clock.ts';
import { Loopback } from '../../../../packages/stand-ins/loopback.ts';
import { RequestLog } from '../../../../packages/stand-ins/playground/request-log.ts';
import type { RequestView } from '../../../../packages/stand-ins/playground/wire.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { startBoth } from '../../discord/bot.ts';

/** A log, and a server that it follows as RunPod. */
async function startLog(clock = new ManualClock()) {
  const told: RequestView[] = [];
  const log = new RequestLog(clock, (view) => told.push(view));
  const server = new Loopback(clock);
  server.app.get('/quick', (c) => c.text('well'));
  log.follow('runpod', server);
  await server.listen();
  onTestFinished(() => server.close());
  return { clock, log, server, told };
}

describe('the log of requests', () => {
  it('tells of a request as it comes and once it is answered, under the same number', async () => {
    const { clock, log, server, told } = await startLog();
    server.fault({ path: /quick/, delayMs: 40 });
    const asked = request(`${server.url}/quick?all=1`);
    await expect.poll(() => clock.sleeping).toBe(1);
    const at = clock.now();
    await clock.advance(40);
    await asked;
    const common = { id: 1, at, to: 'runpod', method: 'GET', path: '/quick?all=1' };
    expect(told).toEqual([common, { ...common, status: 200, ms: 40 }]);
    expect(log.latest).toEqual([{ ...common, status: 200, ms: 40 }]);
  });

  it('keeps what was not answered as it was', async () => {
    const { log, server } = await startLog();
    server.fault({ path: /./, answer: 'reset' });
    await expect(request(`${server.url}/quick`)).rejects.toThrow();
    expect(log.latest).toEqual([
      expect.not.objectContaining({ status: expect.anything() as unknown }),
    ]);
  });

  it('leaves out what a browser asks', async () => {
    const { log, server, told } = await startLog();
    const headers = { 'sec-fetch-mode': 'no-cors' };
    await request(`${server.url}/quick`, { headers });
    expect([log.latest, told]).toEqual([[], []]);
  });

  it('holds events in order with requests', async () => {
    const { clock, log, server } = await startLog();
    await request(`${server.url}/quick`);
    log.note('gateway', 'INTERACTION_CREATE', '/draw');
    await request(`${server.url}/none`);
    expect(log.latest.map(({ id, to, method, path }) => [id, to, method, path])).toEqual([
      [1, 'runpod', 'GET', '/quick'],
      [2, 'gateway', 'INTERACTION_CREATE', '/draw'],
      [3, 'runpod', 'GET', '/none'],
    ]);
    expect(log.latest[1]?.at).toBe(clock.now());
  });

  it('shows no token of an interaction', async () => {
    const { sandbox, answer, draw, original, rest } = await startBoth();
    const told: RequestView[] = [];
    const log = new RequestLog(systemClock, (view) => told.push(view));
    log.follow('discord', sandbox.rest);
    const interaction = await draw();
    await answer(interaction, { type: 4, data: { content: 'waiting' } });
    await rest.patch(original(interaction), { body: { content: 'done' }, auth: false });
    expect(log.latest.map(({ method, path, status }) => [method, status, path])).toEqual([
      ['POST', 200, expect.stringMatching(/interactions\/[^/]+\/[^/]{6}…\/callback\?/)],
      ['PATCH', 200, expect.stringMatching(/webhooks\/[^/]+\/[^/]{6}…\/messages\/%40original$/)],
    ]);
    const all = JSON.stringify([told, log.latest]);
    const parts = interaction.token.match(/.{12}/g) ?? [];
    expect(parts.length).toBeGreaterThan(10);
    expect(parts.filter((part) => all.includes(part))).toEqual([]);
  });

  it('leaves the ids of RunPod as they are', async () => {
    const { log, server } = await startLog();
    const path = '/v2/sandbox-endpoint/status/123e4567-e89b-12d3-a456-426614174000-s1';
    await request(server.url + path);
    expect(log.latest).toMatchObject([{ path }]);
  });

  it('keeps the latest ones only', () => {
    const log = new RequestLog(new ManualClock(), () => undefined);
    for (let count = 0; count < 1_000; count += 1) log.note('gateway', 'E', String(count));
    expect(log.latest).toHaveLength(300);
    expect([log.latest[0]?.path, log.latest.at(-1)?.path]).toEqual(['700', '999']);
  });

  it('leaves a late answer out whose request is kept no longer', async () => {
    const { clock, log, server, told } = await startLog();
    server.fault({ path: /quick/, delayMs: 40 });
    const asked = request(`${server.url}/quick`);
    await expect.poll(() => clock.sleeping).toBe(1);
    for (let count = 0; count < 300; count += 1) log.note('gateway', 'E', String(count));
    await clock.advance(40);
    await asked;
    expect(told.at(-1)).toMatchObject({ id: 301 });
    expect(log.latest.map(({ id }) => id)).toEqual(Array.from({ length: 300 }, (_, at) => at + 2));
  });
});
