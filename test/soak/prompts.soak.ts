import { expect, it } from 'vitest';
import { CRAFTED } from '../../bench/crafted-prompts.ts';
import { measurePrompt } from '../../bench/scenarios/prompts.ts';
import { expectNoStall } from './expect-no-stall.ts';

it.each(Object.entries(CRAFTED))('a prompt made to be slow (%s) is answered', async (_, prompt) => {
  const { answerMs, stall } = await measurePrompt(prompt, 3);
  expect(answerMs).not.toBeNull();
  expectNoStall(stall);
});
