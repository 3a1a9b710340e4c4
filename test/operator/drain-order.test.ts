import { expect, it } from 'vitest';
import { DrainOrder, orderDrain, undoDrain } from '../../src/operator/drain.ts';
import { LogBench } from '../support/log-bench.ts';

it('an order to take nothing new stands since it was first given, until it is taken back', async () => {
  const { path, store } = new LogBench();
  const order = new DrainOrder(store);
  await orderDrain(path, 1_000);
  await orderDrain(path, 2_000);
  expect(await order.since()).toBe(1_000);
  expect([await undoDrain(path), await undoDrain(path)]).toEqual([true, false]);
  expect(await order.since()).toBeUndefined();
  await orderDrain(path, 3_000);
  expect(await order.since()).toBe(3_000);
});
