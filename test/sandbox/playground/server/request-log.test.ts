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

  it('keeps the latest ones only', () => {
    const log = new RequestLog(new ManualClock(), () => undefined);
    for (let count = 0; count < 1_000; count += 1) log.note('gateway', 'E', String(count));
    expect(log.latest).toHaveLength(300);
    expect([log.latest[0]?.path, log.latest.at(-1)?.path]).toEqual(['700', '999']);
  });
});
