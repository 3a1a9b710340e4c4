import { describe, expect, it } from 'vitest';
import { healthRoutes, Readiness, type ReadinessOptions } from '../../src/http/health.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { moveUntil } from '../support/move-until.ts';
import { processNamed, SomeProcesses } from '../support/some-processes.ts';
import { openHttpBench } from './http-bench.ts';

async function open(parts: Partial<ReadinessOptions> = {}, longestMs = 3) {
  const stop = new AbortController();
  const clock = new ManualClock();
  const readiness = new Readiness({
    checkDatabase: () => Promise.resolve(),
    isInPlace: () => Promise.resolve(true),
    checkPictureStore: () => Promise.resolve(undefined),
    isKeyRefused: () => false,
    processes: { living: [], own: '' },
    stopping: stop.signal,
    clock,
    ...parts,
  });
  const bench = await openHttpBench((app) => {
    healthRoutes(app, { loopDelay: { longestMs }, readiness });
  });
  const ask = async (path: string, init?: RequestInit) => {
    const answer = await fetch(bench.url + path, init);
    const text = await answer.text();
    return [answer.status, text === '' ? text : (JSON.parse(text) as unknown)];
  };
  return {
    ask,
    readiness,
    clock,
    stop: () => {
      stop.abort();
    },
  };
}

const processes = { running: 1, draining: 0, stopping: 0 };
const parts = { database: 'ready', pictures: 'ready', gateway: 'ready', runpod_key: 'ready' };

describe('/healthz', () => {
  it('says that the process is well, and how late its loop was', async () => {
    const { ask } = await open();
    expect(await ask('/healthz')).toEqual([200, { healthy: true, longestDelayMs: 3 }]);
  });

  it('is 503, with why, where the loop was late by two seconds', async () => {
    expect((await (await open({}, 1_999)).ask('/healthz'))[0]).toBe(200);
    expect(await (await open({}, 2_000)).ask('/healthz')).toEqual([
      503,
      { healthy: false, why: 'the event loop was late', longestDelayMs: 2_000 },
    ]);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACK'])('takes no %s', async (method) => {
    const { ask } = await open();
    const answer = ask('/healthz', { method });
    if (method === 'TRACK') await expect(answer).rejects.toThrow();
    else expect(await answer).toEqual([405, '']);
  });

  it('may be asked for its head alone', async () => {
    const { ask } = await open();
    expect(await ask('/healthz', { method: 'HEAD' })).toEqual([200, '']);
  });
});

describe('/readyz', () => {
  it('is 200 once everything is in order', async () => {
    const { ask, readiness } = await open();
    readiness.reached(() => true);
    expect(await ask('/readyz')).toEqual([
      200,
      { ready: true, stopping: false, draining: false, parts, processes },
    ]);
  });

  it('is 503 while Discord is still to be reached', async () => {
    const { ask } = await open();
    expect(await ask('/readyz')).toEqual([
      503,
      {
        ready: false,
        stopping: false,
        draining: false,
        parts: { ...parts, gateway: 'not reached yet' },
        processes,
      },
    ]);
  });

  it('is 503 while a connection to the gateway is down', async () => {
    const { ask, readiness } = await open();
    readiness.reached(() => false);
    expect(await ask('/readyz')).toMatchObject([503, { parts: { gateway: 'not connected' } }]);
  });

  it('is 503 where RunPod refuses the key', async () => {
    const { ask, readiness } = await open({ isKeyRefused: () => true });
    readiness.reached(() => true);
    expect(await ask('/readyz')).toEqual([
      503,
      {
        ready: false,
        stopping: false,
        draining: false,
        parts: { ...parts, runpod_key: 'refused' },
        processes,
      },
    ]);
  });

  it('is 503 where the database cannot be read, and says nothing of why', async () => {
    const { ask, readiness } = await open({
      checkDatabase: () => Promise.reject(new Error('/a/path is damaged')),
    });
    readiness.reached(() => true);
    expect(await ask('/readyz')).toEqual([
      503,
      {
        ready: false,
        stopping: false,
        draining: false,
        parts: { ...parts, database: 'unreadable' },
        processes,
      },
    ]);
  });

  it('is 503 where the database was moved, without reading it', async () => {
    const { ask, readiness } = await open({
      isInPlace: () => Promise.resolve(false),
      checkDatabase: () => Promise.reject(new Error('not to be read')),
    });
    readiness.reached(() => true);
    expect(await ask('/readyz')).toMatchObject([503, { parts: { ...parts, database: 'moved' } }]);
  });

  it.each(['full', 'no file descriptors', 'missing', 'not writable', 'failing'] as const)(
    'is 503 where pictures cannot be stored: %s',
    async (fault) => {
      const { ask, readiness } = await open({ checkPictureStore: () => Promise.resolve(fault) });
      readiness.reached(() => true);
      expect(await ask('/readyz')).toEqual([
        503,
        {
          ready: false,
          stopping: false,
          draining: false,
          parts: { ...parts, pictures: fault },
          processes,
        },
      ]);
    },
  );

  it('waits for a disk that does not answer for a second, and no longer', async () => {
    const { ask, readiness, clock } = await open({
      checkPictureStore: () => new Promise(() => undefined),
    });
    readiness.reached(() => true);
    const answer = ask('/readyz');
    await moveUntil(clock, answer);
    expect(await answer).toMatchObject([503, { parts: { ...parts, pictures: 'too slow' } }]);
  });

  it('waits for a database that does not answer for a second, and no longer', async () => {
    const { ask, readiness, clock } = await open({
      checkDatabase: () => new Promise(() => undefined),
    });
    readiness.reached(() => true);
    const answer = ask('/readyz');
    await moveUntil(clock, answer);
    expect(await answer).toMatchObject([503, { parts: { database: 'too slow' } }]);
  });

  it('is 503 where a read that held up everything took longer than that', async () => {
    let now = 0;
    const clock = { now: () => now, sleep: () => new Promise<void>(() => undefined) };
    const checkDatabase = () => {
      now += 1_001;
      return Promise.resolve();
    };
    const { ask, readiness } = await open({ clock, checkDatabase });
    readiness.reached(() => true);
    expect(await ask('/readyz')).toMatchObject([503, { parts: { database: 'too slow' } }]);
  });

  it('is 503 as soon as the bot is to stop', async () => {
    const { ask, readiness, stop } = await open();
    readiness.reached(() => true);
    stop();
    expect(await ask('/readyz')).toEqual([
      503,
      { ready: false, stopping: true, draining: false, parts, processes },
    ]);
  });

  it('is 503 while the process drains, as long as another one takes its interactions', async () => {
    const drained = processNamed('a', { intake: 'http', isDraining: true });
    const other = processNamed('b', { intake: 'http' });
    const both = new SomeProcesses('a');
    both.become(drained, other);
    const { ask, readiness } = await open({ processes: both });
    readiness.reached(() => true);
    expect(await ask('/readyz')).toMatchObject([503, { ready: false, draining: true }]);
    for (const last of [{ isLeaving: true }, { isDraining: true }, { intake: 'gateway' }]) {
      both.become(drained, processNamed('b', { intake: 'http', ...last }));
      expect(await ask('/readyz')).toMatchObject([200, { ready: true, draining: false }]);
    }
  });
});

describe('what can be asked', () => {
  it.each(['/', '/health', '/healthz/', '/healthz/x', '/..', '/readyz%2f', '/%00', '/favicon.ico'])(
    'is not %s, which is answered 404 with nothing in it',
    async (path) => {
      const { ask } = await open();
      expect(await ask(path)).toEqual([404, '']);
    },
  );
});
