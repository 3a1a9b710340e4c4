import { expect, it } from 'vitest';
import { allInOrder } from '../../src/engines/in-order.ts';

it('work that runs at the same time returns its results in order', async () => {
  expect(await allInOrder([Promise.resolve(1), Promise.resolve('two')])).toEqual([1, 'two']);
});

it('of work that fails, the first in order says why, once all has ended', async () => {
  const last = Promise.withResolvers<number>();
  const ended: unknown[] = [];
  const work = allInOrder([
    Promise.resolve(1),
    last.promise,
    Promise.reject(new Error('the first to fail')),
  ]).catch((error: unknown) => ended.push(error));
  await Promise.resolve();
  expect(ended).toEqual([]);
  last.reject(new Error('the first in order'));
  await work;
  expect(ended).toEqual([new Error('the first in order')]);
});
