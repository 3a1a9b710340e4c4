import { describe, expect, it } from 'vitest';
import { FIRST_UPLOADS, uploadsAtOnce } from '../../../src/discord/sync/edit-queues.ts';

describe('how many results go up at once', () => {
  it.each([
    ['grows by each that was quick', 4, 300, 5],
    ['stays where one takes a while', 4, 3_000, 4],
    ['shrinks by each that was slow', 4, 5_000, 3],
    ['is sixteen at most', 16, 300, 16],
    ['is two at least', 2, 60_000, 2],
  ])('%s', (_, before, tookMs, expected) => {
    expect(uploadsAtOnce(before, tookMs)).toBe(expected);
  });

  /** All of a burst, each as long as the line and Discord take for it, which those under way share. */
  function burst(count: number, { bytesASecond = Infinity, answerMs = 300, bytes = 1.5e6 }) {
    let [atOnce, left, now, longest] = [FIRST_UPLOADS, count, 0, 0];
    while (left > 0) {
      const together = Math.min(atOnce, left);
      const took = answerMs + ((together * bytes) / bytesASecond) * 1_000;
      longest = Math.max(longest, took);
      now += took;
      left -= together;
      for (let each = 0; each < together; each += 1) atOnce = uploadsAtOnce(atOnce, took);
    }
    return { now, longest, atOnce };
  }

  it('brings up a hundred within three seconds where only Discord takes its time', () => {
    expect(burst(100, {}).now).toBeLessThan(3_000);
  });

  it.each([125_000, 250_000, 1_250_000])(
    'comes down to what a line of %i bytes a second brings up in time',
    (bytesASecond) => {
      const { longest, atOnce } = burst(30, { bytesASecond });
      // The limit of one that size is 45 s, which only the first may miss.
      expect(longest).toBeLessThan(50_000);
      expect(atOnce).toBeLessThanOrEqual(3);
    },
  );
});
