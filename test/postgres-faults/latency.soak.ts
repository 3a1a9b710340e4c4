import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { FaultBench } from './bench.ts';

const ROUND_TRIP_MS = 200;

it.each([1, 15])(
  'a server 200 ms away: %i members at once are answered in time, and no job is lost',
  async (members) => {
    const bench = await FaultBench.open();
    bench.proxy.delay(ROUND_TRIP_MS);
    // The bot measures it twice a second.
    await sleep(2_500);
    const asked = await Promise.all(
      Array.from({ length: members }, (_, n) => bench.reads(bench.ask(`a hill ${n}`))),
    );
    expect(asked.map(({ inTime }) => inTime)).toEqual(Array(members).fill(true));
    await expect.poll(() => bench.shown()).toBe(members);
    expect(bench.studio.runpod.submissions()).toBe(members);
    expect(bench.messages()).toHaveLength(members);
    expect(await bench.readiness()).toEqual({ status: 200, database: 'ready' });
  },
);
