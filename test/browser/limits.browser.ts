import { describe, expect, it } from 'vitest';
import { visit, type Visitor } from './visitor.ts';

const PROMPT = 'boats in the fog';
const TITLE = "This server's limits";

/** Ben sets a limit of the server by its menu and form. */
async function set({ person, page }: Visitor, limit: string, value: string): Promise<void> {
  const answer = person.message(TITLE).last();
  await answer.getByRole('combobox', { name: 'Set or remove a limit' }).click();
  await page.getByRole('option', { name: limit, exact: true }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(value);
  await page.getByRole('dialog').getByRole('button', { name: 'Submit' }).click();
}

async function command({ person }: Visitor, label: string): Promise<void> {
  await person.openCommand(label);
  await person.send();
}

describe.each([
  ['a desktop', { width: 1_280, height: 800 }],
  ['a phone', { width: 360, height: 740 }],
])('on %s, managers', (_, size) => {
  it('limit a server, and members read what is left', async () => {
    const visitor = await visit();
    const { person, page } = visitor;
    await person.become('Ben');
    await page.setViewportSize(size);
    await command(visitor, 'limits server');
    await person.message(TITLE).waitFor();
    await set(visitor, 'Pictures a day', '5');
    await person.message(TITLE).getByText('5 pictures a day').waitFor();
    await set(visitor, 'Longest side in pixels', '1024');
    await person.message(TITLE).getByText('up to 1024 pixels a side').waitFor();
    await person.imagine(PROMPT);
    await person.picture(PROMPT).waitFor();
    await command(visitor, 'quota');
    await person.message('4 of 5 pictures left').getByText('up to 1024 pixels a side').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
      size.width,
    );
  });

  it('pause a server and resume it', async () => {
    const visitor = await visit();
    const { person, page, playground } = visitor;
    await person.become('Ben');
    await page.setViewportSize(size);
    await command(visitor, 'limits server');
    await person.message(TITLE).waitFor();
    await set(visitor, 'Pictures at once', '1');
    await person.message(TITLE).getByText('1 picture at once').waitFor();
    playground.runpod.hold();
    await person.imagine('the first one');
    await person.message('the first one').getByText(/\d+%/).waitFor();
    await person.imagine(PROMPT);
    await person.message(PROMPT).getByText('Waiting for a GPU').waitFor();
    await command(visitor, 'limits pause');
    await person.message(PROMPT).getByText('Yours keeps its place until they resume.').waitFor();
    playground.runpod.release();
    await person.picture('the first one').waitFor();
    await command(visitor, 'limits resume');
    await person.picture(PROMPT).waitFor();
  });
});
