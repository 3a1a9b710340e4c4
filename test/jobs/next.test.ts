import { describe, expect, it } from 'vitest';
import { after, AGAIN } from '../../src/jobs/step-context.ts';

describe('what is next after a step', () => {
  it('waits for as long as there is nothing to do', () => {
    expect(after(5_000)).toBe(5_000);
  });

  it.each([0, -1])('is another step at once where that is %i ms', (ms) => {
    expect(after(ms)).toBe(AGAIN);
  });
});
