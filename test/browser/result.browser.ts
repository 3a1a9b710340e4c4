import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeFindings } from './axe.ts';
import type { Person } from './person.ts';
import { visit } from './visitor.ts';
import { result } from '../../src/say/en/result.ts';

const PROMPT = 'a heron in the reeds';
const SIZES = [
  ['on a desktop', { width: 1400, height: 900 }],
  ['on a phone', { width: 360, height: 740 }],
] as const;

/** Nothing is against the page as it is, and nothing of it hangs out sideways. */
async function isRight(page: Page): Promise<void> {
  expect(await axeFindings(page)).toEqual([]);
  const width = await page.evaluate('document.documentElement.scrollWidth');
  expect(width).toBe(page.viewportSize()?.width);
}

/** The message that says what it came from in these words, once it has its picture. */
async function madeFrom(person: Person, words: string): Promise<Locator> {
  const message = person.messages.filter({ hasText: words }).last();
  await message.getByText(result.took('')).waitFor();
  return message;
}

const button = (place: Locator, name: string) => place.getByRole('button', { name, exact: true });

describe.each(SIZES)('under a picture %s', (_, size) => {
  it('the same is made again, and a link leads up to what it came from', async () => {
    const { person, page } = await visit(size);
    await person.imagine(PROMPT);
    await person.picture(PROMPT).waitFor();
    const pages = page.context().pages().length;
    await button(person.message(PROMPT), 'Again').click();
    const again = await madeFrom(person, 'Made again from');
    await isRight(page);
    await again.getByRole('link', { name: 'that picture' }).click();
    const focused = () => page.evaluate('document.activeElement.innerText');
    await expect.poll(focused).toContain(PROMPT);
    expect(await focused()).not.toContain('Made again from');
    expect(page.context().pages()).toHaveLength(pages);
  });
});
