import { describe, expect, it } from 'vitest';
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

/** How wide the page is, with all that hangs out of it. */
const WIDEST = 'document.documentElement.scrollWidth';
