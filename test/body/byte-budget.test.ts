import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ByteBudget, type Share } from '../../src/engines/semaphore.ts';

/** Takes a share, and notes it under a name as soon as it is there. */
function taker(budget: ByteBudget) {
  const shares = new Map<string, Share>();
  const take = (name: string, bytes: number, signal?: AbortSignal) =>
    budget.take(bytes, signal).then((share) => shares.set(name, share));
  const release = async (name: string) => {
    shares.get(name)?.release();
    await new Promise(setImmediate);
  };
  return { shares, take, release, names: () => [...shares.keys()] };
}

describe('a budget of bytes', () => {
  it('lets in as many shares as it has, and the next when one is given back', async () => {
    const budget = new ByteBudget({ bytes: 100, shares: 2 });
    const { take, release, names } = taker(budget);
    await Promise.all([take('a', 1), take('b', 1)]);
    const third = take('c', 1);
    await new Promise(setImmediate);
    expect([names(), budget.waiting]).toEqual([['a', 'b'], 1]);
    await release('b');
    await third;
    expect([names(), budget.waiting]).toEqual([['a', 'b', 'c'], 0]);
  });

  it('lets in as many bytes as it has', async () => {
    const budget = new ByteBudget({ bytes: 100, shares: 9 });
    const { take, release, names } = taker(budget);
    await take('a', 60);
    const second = take('b', 60);
    await release('nobody');
    expect([names(), budget.bytesTaken]).toEqual([['a'], 60]);
    await release('a');
    await second;
    expect(budget.bytesTaken).toBe(60);
  });

  it('keeps the order, though one who comes later would have room', async () => {
    const budget = new ByteBudget({ bytes: 100, shares: 9 });
    const { take, release, names } = taker(budget);
    await take('a', 60);
    const later = [take('large', 80), take('small', 10)];
    await release('nobody');
    expect(names()).toEqual(['a']);
    await release('a');
    await Promise.all(later);
    expect(names()).toEqual(['a', 'large', 'small']);
  });

  it('lets in the next when a share shrinks, and never lets one grow', async () => {
    const budget = new ByteBudget({ bytes: 100, shares: 9 });
    const { take, shares } = taker(budget);
    await take('a', 100);
    const second = take('b', 30);
    shares.get('a')?.shrinkTo(70);
    await second;
    shares.get('a')?.shrinkTo(90);
    expect(budget.bytesTaken).toBe(100);
  });

  it('takes a share back once, however often it is given', async () => {
    const budget = new ByteBudget({ bytes: 100, shares: 1 });
    const { take, release, shares } = taker(budget);
    await take('a', 100);
    await release('a');
    await release('a');
    shares.get('a')?.shrinkTo(1);
    expect(budget.bytesTaken).toBe(0);
    await take('b', 100);
    const third = take('c', 1);
    await release('a');
    expect(budget.waiting).toBe(1);
    await release('b');
    await third;
  });

  it('gives all of itself to what is larger', async () => {
    const budget = new ByteBudget({ bytes: 100, shares: 2 });
    await budget.take(1_000);
    expect(budget.bytesTaken).toBe(100);
  });

  it('lets go of those who abort, and lets in whoever waited behind them', async () => {
    const budget = new ByteBudget({ bytes: 100, shares: 9 });
    const { take } = taker(budget);
    await take('a', 60);
    const stop = new AbortController();
    const reason = new Error('shutting down');
    const large = take('large', 80, stop.signal);
    const small = take('small', 10);
    stop.abort(reason);
    await expect(large).rejects.toBe(reason);
    await small;
    await expect(budget.take(1, stop.signal)).rejects.toBe(reason);
    expect([budget.bytesTaken, budget.waiting]).toEqual([70, 0]);
  });

  it("leaves nothing behind on the caller's signal", async () => {
    const budget = new ByteBudget({ bytes: 100, shares: 1 });
    const { take, release } = taker(budget);
    const { signal } = new AbortController();
    await take('a', 1, signal);
    const second = take('b', 1, signal);
    await release('a');
    await second;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
