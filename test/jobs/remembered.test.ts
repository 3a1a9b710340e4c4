import { describe, expect, it } from 'vitest';
import { Remembered } from '../../src/jobs/remembered.ts';

describe('what is remembered of a job', () => {
  it('is one turn for each time that it had one, at that very attempt', () => {
    const remembered = new Remembered();
    remembered.noteTurn({ id: 'a', attempt: 1 });
    expect(remembered.takeTurn({ id: 'a', attempt: 1 })).toBe(true);
    expect(remembered.takeTurn({ id: 'a', attempt: 1 })).toBe(false);
    remembered.noteTurn({ id: 'a', attempt: 1 });
    expect(remembered.takeTurn({ id: 'a', attempt: 2 })).toBe(false);
  });

  it('is changed in place, and gone once it is forgotten', () => {
    const remembered = new Remembered();
    remembered.noteTurn({ id: 'a', attempt: 1 });
    remembered.pollsOf('a').unknown = 2;
    expect(remembered.pollsOf('a').unknown).toBe(2);
    remembered.forget('a');
    expect(remembered.pollsOf('a').unknown).toBe(0);
    expect(remembered.takeTurn({ id: 'a', attempt: 1 })).toBe(false);
  });

  it('is not what RunPod says of an attempt before one that it spoke of already', () => {
    const remembered = new Remembered();
    expect(remembered.noteTold('a', 1, 0)).toBe(true);
    expect(remembered.noteTold('a', 2, 1)).toBe(true);
    expect(remembered.noteTold('a', 1, 60_000)).toBe(false);
    expect(remembered.pollsOf('a').told).toEqual({ attempt: 2, at: 1 });
    expect(remembered.noteTold('a', 2, 60_000)).toBe(true);
  });
});
