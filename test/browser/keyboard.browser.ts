import { describe, expect, it } from 'vitest';
import { hasFocus, tabRound, tabTo } from './focus.ts';
import { visit } from './visitor.ts';

const PROMPT = 'a wide valley with a river';
/** Long enough that there is time to reach the Cancel button before the GPU works. */
const SLOW = { coldStartMs: 3_000, stepMs: 350, slowStepMs: 350 };

describe('with the keyboard alone', () => {
  it('a command is chosen, filled in and sent, and its job cancelled', async () => {
    const { person, playground, page } = await visit({ pace: SLOW });
    const { keyboard } = page;
    playground.runpod.hold();
    await tabTo(person.messageBox);
    await keyboard.type('/');
    await page.getByRole('option', { name: '/imagine' }).waitFor();
    await keyboard.type('imagi');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await expect.poll(() => hasFocus(person.field('prompt'))).toBe(true);
    await keyboard.type(PROMPT);

    await tabTo(person.form.getByRole('combobox', { name: /^Add an option/ }));
    await keyboard.type('aspect');
    await keyboard.press('Enter');
    await expect.poll(() => hasFocus(person.field('aspect_ratio'))).toBe(true);
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    const wide = page.getByRole('option', { name: '16:9 (1344×768)', selected: true });
    await wide.waitFor();
    await keyboard.press('Enter');
    await wide.waitFor({ state: 'hidden' });
    expect(await person.field('aspect_ratio').inputValue()).toBe('16:9 (1344×768)');
    await keyboard.press('Enter');

    await person.message(PROMPT).getByText('Waiting for a GPU').waitFor();
    await expect.poll(() => hasFocus(person.messageBox)).toBe(true);
    const cancel = person.message(PROMPT).getByRole('button', { name: 'Cancel' });
    await tabTo(cancel, 'Shift+Tab');
    const percent = person.message(PROMPT).getByText(/\d+%/);
    await percent.waitFor();
    expect(await hasFocus(cancel)).toBe(true);
    const before = await percent.textContent();
    await expect.poll(() => percent.textContent()).not.toBe(before);
    expect(await hasFocus(cancel)).toBe(true);

    await keyboard.press('Enter');
    await person.message(PROMPT).getByText('Cancelled by @Ada').waitFor();
    await cancel.waitFor({ state: 'hidden' });
    expect(await hasFocus(person.message(PROMPT))).toBe(true);
    await tabTo(person.messageBox);
  });

  it('a picture is opened and closed, and reported by the menu of its message', async () => {
    const { person, page } = await visit();
    const { keyboard } = page;
    await person.messageBox.focus();
    await keyboard.type(`/imagine ${PROMPT}`);
    await keyboard.press('Enter');
    await person.picture(PROMPT).waitFor();

    const open = person.message(PROMPT).getByRole('button', { name: PROMPT });
    await tabTo(open, 'Shift+Tab');
    await keyboard.press('Enter');
    const large = page.getByRole('dialog').getByRole('img', { name: PROMPT });
    await large.waitFor();
    await keyboard.press('Escape');
    await large.waitFor({ state: 'hidden' });
    expect(await hasFocus(open)).toBe(true);

    await tabTo(person.message(PROMPT).getByRole('button', { name: /^More actions/ }));
    await keyboard.press('Enter');
    const report = page.getByRole('menuitem', { name: 'Report picture' });
    await expect.poll(() => hasFocus(report)).toBe(true);
    await keyboard.press('Enter');
    await person.messages.getByText("What's wrong with this picture?").waitFor();
    await tabTo(page.getByRole('button', { name: 'Something else' }));
  });

  it('Escape closes the list of an option, and then leaves the command', async () => {
    const { person, page } = await visit();
    const { keyboard } = page;
    await person.messageBox.focus();
    await keyboard.type('/imagine a boat');
    await keyboard.press('Tab');
    await page.getByRole('listbox', { name: 'Options' }).waitFor();
    await keyboard.press('Escape');
    await page.getByRole('listbox', { name: 'Options' }).waitFor({ state: 'hidden' });
    expect(await person.form.isVisible()).toBe(true);
    await keyboard.press('Escape');
    await person.form.waitFor({ state: 'hidden' });
    await expect.poll(() => hasFocus(person.messageBox)).toBe(true);
    expect(await person.messages.count()).toBe(0);
  });

  it('everything is reached by Tab in both directions, is seen, and lets go', async () => {
    const { person, page } = await visit();
    await person.imagine(PROMPT);
    await person.picture(PROMPT).waitFor();
    await page.reload();
    await person.picture(PROMPT).waitFor();
    const stops = await tabRound(page);
    expect(stops.filter((stop) => stop.startsWith('unseen'))).toEqual([]);
    for (const name of ['holiday', 'Upscale', 'More actions', 'Message #general', 'Kill']) {
      expect(stops).toContainEqual(expect.stringContaining(name));
    }
    await page.reload();
    await person.picture(PROMPT).waitFor();
    expect((await tabRound(page, 'Shift+Tab')).toReversed()).toEqual(stops);
  });
});
