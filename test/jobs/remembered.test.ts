import { describe, expect, it } from 'vitest';
import { JobMemory } from '../../src/jobs/poll-memory.ts';

describe('what is remembered of a job', () => {
  it('is its turn until it is sent, at that very attempt', () => {
    const remembered = new JobMemory();
    remembered.noteTurn({ id: 'a', attempt: 1 });
    expect(remembered.hasTurn({ id: 'a', attempt: 1 })).toBe(true);
    expect(remembered.hasTurn({ id: 'a', attempt: 2 })).toBe(false);
    remembered.endTurn('a');
    expect(remembered.hasTurn({ id: 'a', attempt: 1 })).toBe(false);
  });

  it('is changed in place, and gone once it is forgotten', () => {
    const remembered = new JobMemory();
    remembered.noteTurn({ id: 'a', attempt: 1 });
    remembered.pollsOf('a').unknown = 2;
    expect(remembered.pollsOf('a').unknown).toBe(2);
    remembered.forget('a');
    expect(remembered.pollsOf('a').unknown).toBe(0);
    expect(remembered.hasTurn({ id: 'a', attempt: 1 })).toBe(false);
  });

  it('is told of once by each attempt in half a minute, and of none before the latest', () => {
    const remembered = new JobMemory();
    const told = (attempt: number, now: number) => remembered.noteWebhook('a', attempt, now);
    expect([told(1, 0), told(1, 29_999), told(1, 30_000)]).toEqual([true, false, true]);
    expect([told(2, 30_001), told(1, 30_002), told(2, 30_003)]).toEqual([true, false, false]);
    expect([told(1, 90_000), told(2, 90_000)]).toEqual([false, true]);
  });
});
