import { describe, expect, it } from 'vitest';
import { axeFindings } from './axe.ts';
import { visit } from './visitor.ts';

const SIZES = [
  ['a desktop', { width: 1280, height: 800 }],
  ['a phone', { width: 360, height: 740 }],
] as const;

describe.each(SIZES)("what somebody chooses for themselves, on %s's screen", (_, size) => {
  it('is chosen in menus and a form, and holds for the next picture', async () => {
    const visitor = await visit(size);
    const { person, page, complaints } = visitor;
    await person.openCommand('settings');
    await person.send();
    const settings = person.message('Your settings');
    await settings.getByRole('button', { name: 'Spoilers', exact: true }).click();
    await settings.getByText('Spoilers: on').waitFor();
    await settings.getByRole('combobox', { name: 'Default options for a command' }).click();
    await page.getByRole('option', { name: '/imagine' }).click();

    const command = person.message('Defaults for /imagine');
    const menu = command.getByRole('combobox', { name: 'Choose up to five options' });
    await menu.click();
    await page.getByRole('option', { name: 'steps' }).click();
    await page.getByRole('option', { name: 'sampler' }).click();
    await page.keyboard.press('Escape');
    const form = page.getByRole('dialog', { name: 'Defaults for /imagine' });
    expect(await axeFindings(page)).toEqual([]);
    await form.getByRole('textbox', { name: 'steps' }).fill('23');
    await form.getByRole('combobox', { name: 'sampler' }).click();
    await form.getByRole('option', { name: 'dpmpp_2m' }).click();
    await form.getByRole('button', { name: 'Submit' }).click();
    await command.getByText('steps 23').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(size.width);

    await person.imagine('a garden behind a wall');
    await person.message('steps 23').getByText('dpmpp_2m').waitFor();
    expect(complaints).toEqual([]);
  });
});
