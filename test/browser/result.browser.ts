import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { writeWorkflow } from '../support/ink-workflow.ts';
import { tempFolder } from '../support/temp-folder.ts';
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

  it('one of several is varied by its own button', async () => {
    const workflows = tempFolder();
    writeWorkflow(workflows, 'ink');
    const { person, page } = await visit({ ...size, workflows });
    await person.openCommand('ink');
    await person.write('prompt', PROMPT);
    await person.write('count', '3');
    await person.send();
    await person.message(PROMPT).getByText(result.took('')).waitFor();
    await isRight(page);
    await button(person.message(PROMPT), 'V2').click();
    const varied = await madeFrom(person, 'A variation of');
    await varied.getByRole('link', { name: 'picture 2' }).waitFor();
    expect(await varied.getByRole('img', { name: PROMPT }).count()).toBe(1);
  });

  it('a form has what it was made with, and makes what is changed in it', async () => {
    const { person, page } = await visit(size);
    await person.imagine(PROMPT);
    await person.picture(PROMPT).waitFor();
    await button(person.message(PROMPT), 'Edit').click();
    const form = page.getByRole('dialog');
    const prompt = form.getByRole('textbox', { name: /^Prompt/i });
    expect(await prompt.inputValue()).toBe(PROMPT);
    await isRight(page);
    await prompt.fill('two herons at dusk');
    await button(form, 'Submit').click();
    await person.picture('two herons at dusk').waitFor();
    await form.waitFor({ state: 'hidden' });
    await madeFrom(person, 'two herons at dusk');
  });

  it('Details have a line that makes it again once it is copied', async () => {
    const { person, page } = await visit(size);
    await person.imagine(PROMPT);
    await person.picture(PROMPT).waitFor();
    await button(person.message(PROMPT), 'More').click();
    const panel = person.message('what would you like to do?');
    await isRight(page);
    await button(panel, 'Details').click();
    const line = person.messages.locator('pre').filter({ hasText: `/imagine prompt:${PROMPT}` });
    await line.waitFor();
    await isRight(page);
    // As people do with the mouse, and a long press does on a phone.
    await line.click({ clickCount: 3 });
    const selected = await page.evaluate<string>('getSelection().toString().trim()');
    expect(selected).toBe((await line.innerText()).trim());
    await person.messageBox.click();
    await page.keyboard.insertText(selected);
    await page.keyboard.press('Enter');
    await expect.poll(() => person.picture(PROMPT).count()).toBe(2);
    // Each option was filled in as one.
    const both = person.publicMessages.filter({ hasText: PROMPT });
    expect(await both.filter({ hasText: 'negative_prompt' }).count()).toBe(0);
  });

  it('it is saved to whoever asks, and a link leads there', async () => {
    const { person, page } = await visit(size);
    await person.imagine(PROMPT);
    await person.picture(PROMPT).waitFor();
    await button(person.message(PROMPT), 'More').click();
    await button(person.message('what would you like to do?'), 'Save').click();
    const answer = person.messages.filter({ hasText: 'Sent to your DMs' });
    await isRight(page);
    await answer.getByRole('link', { name: '› message' }).click();
    await page.getByRole('heading', { name: 'Darkroom', exact: true }).waitFor();
    await person.message('You saved this from').getByRole('img').waitFor();
    await isRight(page);
  });

  it('it is deleted once that is said twice, and kept if it is not', async () => {
    const { person, page } = await visit(size);
    await person.imagine(PROMPT);
    await person.picture(PROMPT).waitFor();
    await button(person.message(PROMPT), 'More').click();
    const panel = page.getByRole('article').filter({ hasText: 'Only you can see this' });
    await button(panel, 'Delete').click();
    await panel.getByText('Delete this picture and all its data?').waitFor();
    await isRight(page);
    await button(panel, 'Keep it').click();
    await button(panel, 'Delete').click();
    expect(await person.picture(PROMPT).count()).toBe(1);
    await button(panel, 'Delete permanently').click();
    await panel.getByText('Deleted.').waitFor();
    await person.picture(PROMPT).waitFor({ state: 'hidden' });
  });
});
