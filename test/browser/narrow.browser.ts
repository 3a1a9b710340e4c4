import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { photo } from './photo.ts';
import { UNHURRIED, visit } from './visitor.ts';

const PHONE = { width: 360, height: 740 };
const PROMPT = 'a tall tree in a wide field';

describe('on a phone', () => {
  it('a picture is made, fits, and nothing has to be scrolled sideways', async () => {
    const { person, page } = await visit({ ...PHONE, pace: UNHURRIED });
    await person.imagine(PROMPT);
    await person.message(PROMPT).getByRole('button', { name: 'Cancel' }).waitFor();
    expect(await page.evaluate(WIDEST)).toBeLessThanOrEqual(PHONE.width);
    await person.picture(PROMPT).waitFor();
    const box = await person.picture(PROMPT).boundingBox();
    expect(box?.width).toBeGreaterThan(200);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(PHONE.width);
    expect(await page.evaluate(WIDEST)).toBeLessThanOrEqual(PHONE.width);

    await person.picture(PROMPT).click();
    const large = await page.getByRole('dialog').getByRole('img', { name: PROMPT }).boundingBox();
    expect(large?.width).toBeLessThanOrEqual(PHONE.width);
    expect(large?.height).toBeLessThanOrEqual(PHONE.height);
    await page.getByRole('button', { name: 'Close' }).click();
  });

  it('panels fit two rows of buttons', async () => {
    const { person, page } = await visit({ ...PHONE, width: 390 });
    await person.imagine(PROMPT);
    await person.picture(PROMPT).waitFor();
    const result = person.message(PROMPT);
    await result.getByRole('button', { name: 'More', exact: true }).click();
    const rowsOf = async (message: Locator, names: readonly string[]) => {
      const tops = names.map(async (name) => {
        const box = await message.getByRole('button', { name, exact: true }).boundingBox();
        return Math.round(box?.y ?? NaN);
      });
      return new Set(await Promise.all(tops)).size;
    };
    const more = person.message('what would you like to do?');
    await more.waitFor();
    const actions = ['Use as start', 'Options', 'Details', 'File', 'Save', 'Delete', 'Report'];
    expect(await rowsOf(more, actions)).toBe(2);

    await person.openCommand('settings');
    await person.send();
    const settings = person.message('Your settings');
    await settings.waitFor();
    const switches = ['No pings', 'Private', 'Spoilers', 'No questions', 'Reset'];
    expect(await rowsOf(settings, switches)).toBe(2);

    await person.openCommand('help');
    await person.send();
    const help = person.message('How to make pictures');
    await help.waitFor();
    expect(await rowsOf(help, ['Commands', 'This channel', 'Limits', 'Photos'])).toBe(2);
    expect(await page.evaluate(WIDEST)).toBeLessThanOrEqual(390);
  });

  it('a row of five buttons under four pictures, the suggestions and a long file name fit a line each', async () => {
    const { person, page } = await visit({ ...PHONE, width: 390 });
    const suggestions = page.getByRole('list', { name: 'Suggestions' }).getByRole('button');
    await suggestions.first().waitFor();
    expect(await linesOf(suggestions)).toBe(1);

    await person.openCommand('image');
    const name = 'IMG_20261130_140000_with_a_long_name.png';
    await person.chooseFile('image', { ...(await photo()), name });
    const chosen = await person.fileButton('image', name).boundingBox();
    expect(chosen?.height).toBeLessThan(60);
    await page.getByRole('button', { name: 'Leave /image' }).click();

    await person.imagine(`${PROMPT} --count 4`);
    const result = person.message(PROMPT);
    await result.getByRole('button', { name: 'U4' }).waitFor();
    const prompt = await result.getByRole('blockquote').boundingBox();
    expect(prompt?.height).toBeLessThan(30);
    expect(await linesOf(result.getByRole('button', { name: /^(U\d|Again)$/ }))).toBe(1);
    expect(await linesOf(result.getByRole('button', { name: /^(V\d|More)$/ }))).toBe(1);

    await page.setViewportSize({ width: 390, height: 500 });
    await result.getByRole('button', { name: 'More', exact: true }).click();
    await person.message('picture 1 of 4').getByRole('button', { name: 'Edit' }).click();
    const submit = await page.getByRole('button', { name: 'Submit' }).boundingBox();
    expect((submit?.y ?? NaN) + (submit?.height ?? NaN)).toBeLessThanOrEqual(500);
  });

  it('the channels and what is behind the scenes are opened and closed', async () => {
    const { person, page } = await visit(PHONE);
    const channels = page.getByRole('button', { name: 'Channels', exact: true });
    const behind = page.getByRole('button', { name: 'Behind the scenes' });
    const list = page.getByRole('navigation', { name: 'Channels' });
    expect(await list.isVisible()).toBe(false);
    expect(await person.panel.isVisible()).toBe(false);

    await channels.click();
    await list.waitFor();
    expect(await channels.getAttribute('aria-expanded')).toBe('true');
    await list.getByRole('button', { name: /^restricted/ }).click();
    await list.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { name: 'restricted' }).waitFor();

    await behind.click();
    await person.panel.getByText('The bot is connected.').waitFor();
    expect(await page.evaluate(WIDEST)).toBeLessThanOrEqual(PHONE.width);
    await behind.click();
    await person.panel.waitFor({ state: 'hidden' });
    await channels.click();
    await list.waitFor();
    await channels.click();
    await list.waitFor({ state: 'hidden' });
  });
});

/** How many lines they take. */
async function linesOf(buttons: Locator): Promise<number> {
  const boxes = await Promise.all((await buttons.all()).map((one) => one.boundingBox()));
  return new Set(boxes.map((box) => Math.round(box?.y ?? NaN))).size;
}

/** How wide the page is, with all that hangs out of it. */
const WIDEST = 'document.documentElement.scrollWidth';
