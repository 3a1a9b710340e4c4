import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RequestLimiter } from '../../src/engines/rate-limiter.ts';
import { RunPodError } from '../../src/runpod/errors.ts';
import { refusedForMs } from '../../src/runpod/client.ts';
import { ManualClock } from '../support/manual-clock.ts';

/** A limiter, and requests that are done when the test says so. */
class LimiterBench {
  readonly clock = new ManualClock();
  readonly limiter: RequestLimiter;
  /** By name, in the order in which they left. */
  readonly left: string[] = [];
  readonly #underWay = new Map<string, (error?: Error) => void>();

  constructor(limit: { perTenSeconds: number; atOnce: number }) {
    this.limiter = new RequestLimiter({ limit, refusedForMs, clock: this.clock });
  }

  ask(name: string, turn: { dueIn?: number; canWait?: boolean } = {}, signal?: AbortSignal) {
    const { dueIn = 0, canWait = false } = turn;
    return this.limiter.within(
      { dueAt: this.clock.now() + dueIn, canWait },
      signal,
      () =>
        new Promise<string>((resolve, reject) => {
          this.left.push(name);
          this.#underWay.set(name, (error) => {
            if (error) reject(error);
            else resolve(name);
          });
        }),
    );
  }

  async end(name: string, error?: Error): Promise<void> {
    this.#underWay.get(name)?.(error);
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
  }
}

const refusal = (retryAfterMs?: number) =>
  new RunPodError(
    { method: 'GET', url: new URL('http://127.0.0.1/v2/ep/status/1') },
    { kind: 'http', status: 429, retryAfterMs, answeredBy: undefined },
  );

describe('a limiter of requests', () => {
  it('lets so many leave at once, and the next when one of them is done', async () => {
    const bench = new LimiterBench({ perTenSeconds: 1_000, atOnce: 2 });
    for (const name of ['a', 'b', 'c', 'd']) void bench.ask(name);
    await bench.settle();
    expect(bench.left).toEqual(['a', 'b']);
    expect(bench.limiter.waiting).toBe(2);
    await bench.end('a');
    expect(bench.left).toEqual(['a', 'b', 'c']);
  });

  it('goes by when they were due, and not by when they came', async () => {
    const bench = new LimiterBench({ perTenSeconds: 1_000, atOnce: 1 });
    void bench.ask('first');
    // Whoever waits for room already is not overtaken.
    void bench.ask('next');
    await bench.settle();
    for (const [name, dueIn] of Object.entries({ late: 30, early: -20, middle: 10 })) {
      void bench.ask(name, { dueIn });
    }
    for (const name of ['first', 'next', 'early', 'middle']) await bench.end(name);
    expect(bench.left).toEqual(['first', 'next', 'early', 'middle', 'late']);
  });

  it('puts those that can wait behind others, for half a minute', async () => {
    const bench = new LimiterBench({ perTenSeconds: 1_000, atOnce: 1 });
    void bench.ask('first');
    void bench.ask('next');
    await bench.settle();
    void bench.ask('guess', { canWait: true });
    void bench.ask('old guess', { canWait: true, dueIn: -31_000 });
    void bench.ask('result', { dueIn: 500 });
    for (const name of ['first', 'next', 'old guess', 'result']) await bench.end(name);
    expect(bench.left).toEqual(['first', 'next', 'old guess', 'result', 'guess']);
  });

  it('keeps its order when the clock is set back', async () => {
    const bench = new LimiterBench({ perTenSeconds: 1_000, atOnce: 1 });
    void bench.ask('first');
    void bench.ask('next');
    await bench.settle();
    void bench.ask('before');
    void bench.ask('guess', { canWait: true });
    bench.clock.setBack(3_600_000);
    void bench.ask('after');
    // Tried again, and due since before the clock was set back.
    void bench.ask('again', { dueIn: 3_599_000 });
    await bench.clock.advance(31_000);
    void bench.ask('later');
    for (const name of ['first', 'next', 'before', 'after', 'guess', 'again'])
      await bench.end(name);
    expect(bench.left).toEqual(['first', 'next', 'before', 'after', 'guess', 'again', 'later']);
  });

  it('keeps to the pace', async () => {
    const bench = new LimiterBench({ perTenSeconds: 100, atOnce: 1_000 });
    for (let each = 0; each < 150; each += 1) void bench.ask(String(each));
    await bench.settle();
    expect(bench.left).toHaveLength(10);
    await bench.clock.advance(9_999);
    expect(bench.left.length).toBeGreaterThan(90);
    expect(bench.left.length).toBeLessThanOrEqual(100);
    await bench.clock.advance(8_000);
    expect(bench.left).toHaveLength(150);
  });

  it('sends less after a 429, and nothing for as long as it asks for', async () => {
    const bench = new LimiterBench({ perTenSeconds: 100, atOnce: 1_000 });
    const refused = bench.ask('refused').catch((error: unknown) => error);
    await bench.settle();
    await bench.end('refused', refusal(4_000));
    expect(await refused).toBeInstanceOf(RunPodError);
    for (let each = 0; each < 150; each += 1) void bench.ask(String(each));
    await bench.clock.advance(3_900);
    expect(bench.left).toHaveLength(1);
    await bench.clock.advance(10_000);
    expect(bench.left.length).toBeGreaterThan(50);
    expect(bench.left.length).toBeLessThan(75);
  });

  it('is not slowed down by failures of other kinds', async () => {
    const bench = new LimiterBench({ perTenSeconds: 100, atOnce: 1_000 });
    const failed = bench.ask('failed').catch((error: unknown) => error);
    await bench.settle();
    await bench.end('failed', new Error('reset'));
    await failed;
    for (let each = 0; each < 9; each += 1) void bench.ask(String(each));
    await bench.settle();
    expect(bench.left).toHaveLength(10);
  });

  it.each([
    ['for room', { perTenSeconds: 1_000, atOnce: 1 }],
    ['for the pace', { perTenSeconds: 10, atOnce: 1_000 }],
  ])('lets go of whoever waits %s and no longer wants to', async (_, limit) => {
    const bench = new LimiterBench(limit);
    void bench.ask('first');
    await bench.settle();
    const stops = [new AbortController(), new AbortController()];
    const asked = stops.map(({ signal }, index) =>
      bench.ask(`gone ${index}`, {}, signal).catch((error: unknown) => error),
    );
    const patient = bench.ask('patient');
    await bench.settle();
    const reason = new Error('over');
    for (const stop of stops.toReversed()) stop.abort(reason);
    expect(await Promise.all(asked)).toEqual([reason, reason]);
    await bench.end('first');
    await bench.clock.advance(10_000);
    await bench.end('patient');
    expect(await patient).toBe('patient');
    expect(bench.left).toEqual(['first', 'patient']);
    expect(bench.limiter.waiting).toBe(0);
  });

  it('keeps no place for whoever leaves in the moment in which there is room', async () => {
    const bench = new LimiterBench({ perTenSeconds: 1_000, atOnce: 1 });
    const stop = new AbortController();
    const first = bench.ask('first').then(() => {
      stop.abort(new Error('over'));
    });
    await bench.settle();
    const gone = bench.ask('gone', {}, stop.signal).catch((error: unknown) => error);
    await bench.settle();
    await bench.end('first');
    await first;
    expect(await gone).toEqual(new Error('over'));
    void bench.ask('next');
    await bench.settle();
    expect(bench.left).toEqual(['first', 'next']);
  });
});
