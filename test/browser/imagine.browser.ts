import { describe, expect, it } from 'vitest';
import { UNHURRIED, visit } from './visitor.ts';

describe('the playground', () => {
  it('makes a picture for who types /imagine, from the list of commands to the large picture', async () => {
    const { page } = await visit({ pace: UNHURRIED });
    await page.getByRole('combobox', { name: 'Message #general' }).click();
    await page.keyboard.type('/');
    await page.getByRole('option', { name: /imagine/ }).waitFor();
    await page.keyboard.type('imagi');
    await page.keyboard.press('Enter');
    await page.keyboard.type('misty hills under a low sun');
    await page.keyboard.press('Enter');

    const message = page.getByRole('article', { name: /Darkroom/ });
    await message.getByText(/Waiting for a GPU/).waitFor();
    await message.getByText(/\d+%/).waitFor();
    const picture = message.getByRole('img', { name: 'misty hills under a low sun' });
    await picture.waitFor();
    await message.getByText('Ada used /imagine').waitFor();
    for (const name of ['Again', 'Vary', 'Upscale', 'Edit', 'More']) {
      await message.getByRole('button', { name, exact: true }).waitFor();
    }
    expect(await message.getByRole('button', { name: 'Cancel' }).count()).toBe(0);

    await picture.click();
    const large = page.getByRole('dialog').getByRole('img');
    await large.waitFor();
    const naturalWidth = (image: object): unknown => Reflect.get(image, 'naturalWidth');
    expect(await large.evaluate(naturalWidth)).toBe(1024);
    await page.keyboard.press('Escape');
    await large.waitFor({ state: 'hidden' });
  });
});
