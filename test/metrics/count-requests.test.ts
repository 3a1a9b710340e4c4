import { request } from 'undici';
import { expect, describe, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/engines/clock.ts';
import { countRequests } from '../../src/metrics/count-requests.ts';
import { Loopback } from '../../packages/stand-ins/loopback.ts';
import { openFigures } from './figures-bench.ts';

async function open() {
  const server = new Loopback(systemClock);
  await server.listen();
  const bench = openFigures();
  const runpod = `${server.url}/v2`;
  const discord = `${server.url}/api`;
  const end = countRequests(bench.figures, { runpod, discord, runpodRest: `${server.url}/rest` });
  onTestFinished(async () => {
    end();
    await server.close();
  });
  server.app.get('/v2/ep/status/:job', (c) => c.json({ status: 'IN_QUEUE' }));
  const ask = async (url: string) => {
    const { body } = await request(url);
    await body.text();
  };
  return { ...bench, server, runpod, discord, ask, end };
}

describe('requests', () => {
  it('are counted by what they ask, and how they were answered', async () => {
    const { server, runpod, discord, ask, of } = await open();
    const status = `${runpod}/ep/status/1`;
    server.fault({ path: /status/, answer: { status: 429 } });
    for (let asked = 0; asked < 3; asked += 1) await ask(status);
    await ask(`${discord}/v10/gateway/bot`);
    expect(await of('darkroom_runpod_requests_total')).toEqual({
      'call=status,outcome=rate_limited': 1,
      'call=status,outcome=ok': 2,
    });
    expect(await of('darkroom_discord_requests_total')).toEqual({
      'as=bot,call=other,outcome=refused': 1,
    });
  });

  it('are counted where nobody answers', async () => {
    const { server, runpod, ask, of } = await open();
    server.fault({ path: /health/, answer: 'reset' });
    await expect(ask(`${runpod}/ep/health`)).rejects.toThrow();
    expect(await of('darkroom_runpod_requests_total')).toEqual({
      'call=health,outcome=no_answer': 1,
    });
  });

  it('are counted once where an answer breaks off after its head', async () => {
    const { server, runpod, ask, of } = await open();
    server.fault({ path: /status/, answer: 'cut' });
    await expect(ask(`${runpod}/ep/status/1`)).rejects.toThrow();
    expect(await of('darkroom_runpod_requests_total')).toEqual({ 'call=status,outcome=ok': 1 });
  });

  it('to anybody else are not counted, nor any once counting has ended', async () => {
    const { server, runpod, ask, of, end } = await open();
    await ask(`${server.url}/picture.png`);
    end();
    await ask(`${runpod}/ep/status/1`);
    expect(await of('darkroom_runpod_requests_total')).toEqual({});
  });
});
