import { expect, it } from 'vitest';
import { atLeastPace, LEAST_PACE } from '../../src/engines/time-limit.ts';
import { ManualClock } from '../support/manual-clock.ts';

const { bytes, withinMs } = LEAST_PACE;

/** A step that ends by hand or by its signal, and has that many bytes from the beginning. */
function begin(size: number) {
  const clock = new ManualClock();
  const stop = new AbortController();
  let end: (text: string) => void = () => undefined;
  const promise = new Promise<string>((resolve, reject) => {
    end = resolve;
    stop.signal.addEventListener('abort', () => {
      reject(stop.signal.reason instanceof Error ? stop.signal.reason : new Error('aborted'));
    });
  });
  const state = { size };
  const paced = atLeastPace(() => promise, { clock, stop, size: () => state.size });
  paced.catch(() => undefined);
  return { clock, stop, state, paced, end };
}

it('lets a step go on for as long as it brings enough', async () => {
  const { clock, stop, state, paced, end } = begin(0);
  for (let span = 0; span < 100; span += 1) {
    state.size += bytes;
    await clock.advance(withinMs);
  }
  expect(stop.signal.aborted).toBe(false);
  end('all of it');
  expect(await paced).toBe('all of it');
});

it('breaks it off once it brings less, whatever it brought before', async () => {
  const { clock, state, paced } = begin(10 * bytes);
  state.size += 20 * bytes;
  await clock.advance(withinMs);
  state.size += bytes - 1;
  await clock.advance(withinMs);
  await expect(paced).rejects.toThrow('less than 262144 bytes within 5000 ms');
  expect(clock.sleeping).toBe(0);
});

it('has nobody watch a step that is over', async () => {
  const { clock, stop, paced, end } = begin(0);
  await clock.advance(withinMs - 1);
  end('all of it');
  await paced;
  expect(clock.sleeping).toBe(0);
  await clock.advance(withinMs);
  expect(stop.signal.aborted).toBe(false);
});
