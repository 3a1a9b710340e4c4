import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Semaphore, type Share } from '../../src/engines/semaphore.ts';

/** Takes a share, and notes it under a name as soon as it is there. */
function taker(semaphore: Semaphore) {
  const shares = new Map<string, Share>();
  const take = (name: string, weight: number, signal?: AbortSignal) =>
    semaphore.take({ weight, signal }).then((share) => shares.set(name, share));
  const release = async (name: string) => {
    shares.get(name)?.release();
    await new Promise(setImmediate);
  };
  return { shares, take, release, names: () => [...shares.keys()] };
}

describe('a semaphore', () => {
  it('lets in as many shares as it has, and the next when one is given back', async () => {
    const semaphore = new Semaphore({ weight: 100, shares: 2 });
    const { take, release, names } = taker(semaphore);
    await Promise.all([take('a', 1), take('b', 1)]);
    const third = take('c', 1);
    await new Promise(setImmediate);
    expect([names(), semaphore.waiting]).toEqual([['a', 'b'], 1]);
    await release('b');
    await third;
    expect([names(), semaphore.waiting]).toEqual([['a', 'b', 'c'], 0]);
  });

  it('lets in as much weight as it has', async () => {
    const semaphore = new Semaphore({ weight: 100, shares: 9 });
    const { take, release, names } = taker(semaphore);
    await take('a', 60);
    const second = take('b', 60);
    await release('nobody');
    expect([names(), semaphore.weightTaken]).toEqual([['a'], 60]);
    await release('a');
    await second;
    expect(semaphore.weightTaken).toBe(60);
  });

  it('keeps the order, though one who comes later would have room', async () => {
    const semaphore = new Semaphore({ weight: 100, shares: 9 });
    const { take, release, names } = taker(semaphore);
    await take('a', 60);
    const later = [take('large', 80), take('small', 10)];
    await release('nobody');
    expect(names()).toEqual(['a']);
    await release('a');
    await Promise.all(later);
    expect(names()).toEqual(['a', 'large', 'small']);
  });

  it('lets in the next when a share shrinks, and never lets one grow', async () => {
    const semaphore = new Semaphore({ weight: 100, shares: 9 });
    const { take, shares } = taker(semaphore);
    await take('a', 100);
    const second = take('b', 30);
    shares.get('a')?.shrinkTo(70);
    await second;
    shares.get('a')?.shrinkTo(90);
    expect(semaphore.weightTaken).toBe(100);
  });

  it('takes a share back once, however often it is given', async () => {
    const semaphore = new Semaphore({ weight: 100, shares: 1 });
    const { take, release, shares } = taker(semaphore);
    await take('a', 100);
    await release('a');
    await release('a');
    shares.get('a')?.shrinkTo(1);
    expect(semaphore.weightTaken).toBe(0);
    await take('b', 100);
    const third = take('c', 1);
    await release('a');
    expect(semaphore.waiting).toBe(1);
    await release('b');
    await third;
  });

  it('gives all of itself to what is larger', async () => {
    const semaphore = new Semaphore({ weight: 100, shares: 2 });
    await semaphore.take({ weight: 1_000 });
    expect(semaphore.weightTaken).toBe(100);
  });

  it('lets go of those who abort, and lets in whoever waited behind them', async () => {
    const semaphore = new Semaphore({ weight: 100, shares: 9 });
    const { take } = taker(semaphore);
    await take('a', 60);
    const stop = new AbortController();
    const reason = new Error('shutting down');
    const large = take('large', 80, stop.signal);
    const small = take('small', 10);
    stop.abort(reason);
    await expect(large).rejects.toBe(reason);
    await small;
    await expect(semaphore.take({ signal: stop.signal })).rejects.toBe(reason);
    expect([semaphore.weightTaken, semaphore.waiting]).toEqual([70, 0]);
  });

  it("leaves nothing behind on the caller's signal", async () => {
    const semaphore = new Semaphore({ weight: 100, shares: 1 });
    const { take, release } = taker(semaphore);
    const { signal } = new AbortController();
    await take('a', 1, signal);
    const second = take('b', 1, signal);
    await release('a');
    await second;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

/** Asks for a share for each key. Keeps the admitted ones in order. */
function askFor(semaphore: Semaphore, keys: readonly (string | undefined)[], signal?: AbortSignal) {
  const admitted: { readonly key: string | undefined; readonly share: Share }[] = [];
  const asked = keys.map(async (key) => {
    admitted.push({ key, share: await semaphore.take({ key, signal }) });
  });
  return { admitted, asked, keys: () => admitted.map(({ key }) => key) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a semaphore with one share per key', () => {
  const open = (shares: number) => new Semaphore({ shares, perKey: { shares: 1 } });

  it('admits so many at once, and then in order of arrival', async () => {
    const { admitted, keys } = askFor(open(2), ['a', 'b', 'c', 'd']);
    await turn();
    expect(keys()).toEqual(['a', 'b']);
    admitted[1]?.share.release();
    await turn();
    expect(keys()).toEqual(['a', 'b', 'c']);
    admitted[0]?.share.release();
    await turn();
    expect(keys()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('admits a key once, and meanwhile others', async () => {
    const { admitted, keys } = askFor(open(3), ['a', 'a', 'a', 'b', 'b']);
    await turn();
    expect(keys()).toEqual(['a', 'b']);
    admitted[0]?.share.release();
    await turn();
    expect(keys()).toEqual(['a', 'b', 'a']);
  });

  it('admits any number without a key', async () => {
    const { keys } = askFor(open(2), [undefined, undefined, undefined]);
    await turn();
    expect(keys()).toHaveLength(2);
  });

  it('takes a share back once', async () => {
    const { admitted, keys } = askFor(open(1), ['a', 'b', 'c']);
    await turn();
    admitted[0]?.share.release();
    admitted[0]?.share.release();
    await turn();
    expect(keys()).toEqual(['a', 'b']);
  });

  it('admits none that has aborted', async () => {
    const [semaphore, stop] = [open(1), new AbortController()];
    const first = askFor(semaphore, ['a']);
    const gone = askFor(semaphore, ['b'], stop.signal);
    const last = askFor(semaphore, ['c']);
    await turn();
    stop.abort(new Error('cancelled'));
    await expect(gone.asked[0]).rejects.toThrow('cancelled');
    first.admitted[0]?.share.release();
    await turn();
    expect([gone.keys(), last.keys()]).toEqual([[], ['c']]);
    await expect(semaphore.take({ signal: stop.signal })).rejects.toThrow('cancelled');
  });
});

it('a semaphore with a weight per key keeps the order within the key, and caps a share at it', async () => {
  const semaphore = new Semaphore({ weight: 21, shares: 9, perKey: { weight: 14, shares: 9 } });
  const admitted: string[] = [];
  const take = async (name: string, key: string, weight: number) => {
    const share = await semaphore.take({ key, weight });
    admitted.push(name);
    return share;
  };
  const first = await take('first', 'a', 10);
  const later = [take('heavy', 'a', 1_000), take('light', 'a', 1), take('other', 'b', 7)];
  await turn();
  expect(admitted).toEqual(['first', 'other']);
  first.release();
  await turn();
  expect([admitted, semaphore.weightTaken]).toEqual([['first', 'other', 'heavy'], 21]);
  (await later[0])?.release();
  await Promise.all(later);
  expect(semaphore.weightTaken).toBe(8);
});
