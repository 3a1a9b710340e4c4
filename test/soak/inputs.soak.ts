import { expect, it } from 'vitest';
import { measureInputs } from '../../bench/scenarios/inputs.ts';
import { expectNoStall } from './expect-no-stall.ts';

it('eight jobs with 7 MB of pictures each come to their pictures, and hold nothing up', async () => {
  const { missing, stall } = await measureInputs(8);
  expect(missing).toBe(0);
  expectNoStall(stall);
});
