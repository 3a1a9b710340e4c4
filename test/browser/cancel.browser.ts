import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { visit, type Visitor } from './visitor.ts';

const PROMPT = 'a lighthouse on a cliff';

describe('the Cancel button', () => {
  it('ends a job for who asked for it, and no picture comes afterwards', async () => {
    const { person, playground } = await visit();
    const cancel = await workingJob({ person, playground });
    await cancel.click();
    await person.message(PROMPT).getByText('Cancelled by @Ada').waitFor();
    await cancel.waitFor({ state: 'hidden' });

    playground.runpod.release();
    await person.imagine('a second picture');
    await person.picture('a second picture').waitFor();
    expect(await person.picture(PROMPT).count()).toBe(0);
    expect(await person.message(PROMPT).getByText('Cancelled by @Ada').isVisible()).toBe(true);
  });

  it('tells a stranger quietly that it is not theirs, and works for a moderator', async () => {
    const { person, playground, page } = await visit();
    const cancel = await workingJob({ person, playground });

    await person.become('Cleo');
    await cancel.click();
    const answer = person.message('Only @Ada or a moderator can cancel this.');
    await answer.getByText('Only you can see this').waitFor();
    await person.become('Ada');
    await answer.waitFor({ state: 'hidden' });
    await person.become('Cleo');
    await answer.getByRole('button', { name: 'Dismiss message' }).click();
    await answer.waitFor({ state: 'hidden' });
    expect(await cancel.isVisible()).toBe(true);

    await person.become('Ben');
    await cancel.click();
    await person.message(PROMPT).getByText('Cancelled by @Ben').waitFor();
    expect(await page.getByText('Only you can see this').count()).toBe(0);
  });
});

/** Asks for a picture that does not get ready. Its Cancel button, once the GPU works on it. */
async function workingJob({
  person,
  playground,
}: Pick<Visitor, 'person' | 'playground'>): Promise<Locator> {
  playground.runpod.hold();
  await person.imagine(PROMPT);
  await person.message(PROMPT).getByText(/\d+%/).waitFor();
  return person.message(PROMPT).getByRole('button', { name: 'Cancel' });
}
