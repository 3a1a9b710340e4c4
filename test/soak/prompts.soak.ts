import { expect, it } from 'vitest';
import { CRAFTED } from '../../bench/crafted-prompts.ts';
import { STALL_IN_TESTS_MS } from '../../bench/goals.ts';
import { measurePrompt } from '../../bench/scenarios/prompts.ts';

it.each(Object.entries(CRAFTED))('a prompt made to be slow (%s) is answered', async (_, prompt) => {
  const { answerMs, stall } = await measurePrompt(prompt, 3);
  expect(answerMs).not.toBeNull();
  expect(stall?.cpuMs ?? Infinity).toBeLessThanOrEqual(STALL_IN_TESTS_MS);
});
