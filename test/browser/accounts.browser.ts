import { describe, expect, it } from 'vitest';
import { axeFindings } from './axe.ts';
import { visit } from './visitor.ts';

const SIZES = [
  ['a desktop', { width: 1280, height: 800 }],
  ['a phone', { width: 360, height: 740 }],
] as const;

const WIDTH = 'document.documentElement.scrollWidth';

describe.each(SIZES)("on %s's screen", (_, size) => {
  const isNarrow = size.width < 800;

  async function open() {
    const visitor = await visit(size);
    const { page } = visitor;
    /** On a narrow screen the channels stand behind the channel. */
    const toChannels = async () => {
      if (isNarrow) await page.getByRole('button', { name: 'Channels', exact: true }).click();
    };
    return { ...visitor, toChannels };
  }

  it('a person installs the bot for themselves, uses it in a group, and removes it', async () => {
    const { page, person, playground, toChannels } = await open();
    const { ada } = playground.discord.world.people;
    await toChannels();
    await page.getByText('Ada’s Discord').click();
    const installed = page.getByRole('checkbox', { name: 'Bot installed for yourself' });
    await installed.click();
    await expect.poll(() => playground.discord.world.hasInstalled(ada)).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    await person.goTo('a group');
    await person.imagine('a red fox');
    await person.picture('a red fox').waitFor();
    await page.getByText('Only you can see this').first().waitFor();
    expect(await page.evaluate(WIDTH)).toBe(size.width);
    await toChannels();
    await installed.click();
    await expect.poll(() => installed.isChecked()).toBe(false);
    await page.getByText('APPLICATION_DEAUTHORIZED').waitFor({ state: 'attached' });
    // An ephemeral message that was erased says so, or is gone.
    await expect.poll(() => person.picture('a red fox').count()).toBe(0);
  });

  it('a person reads their own language, option names too', async () => {
    const { page, person, toChannels } = await open();
    await toChannels();
    await page.getByText('Ada’s Discord').click();
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
    await person.goTo('general');
    await person.openCommand('imagine');
    await person.form.getByText('prompt').first().waitFor();
    await page.getByText('Was auf dem Bild').first().waitFor();
    await page.keyboard.press('Escape');
    await person.openCommand('privacy');
    await page.keyboard.press('Enter');
    await person.messages
      .getByText(/speicher/)
      .first()
      .waitFor();
    expect(await page.evaluate(WIDTH)).toBe(size.width);
  });

  it('a person buys pictures, and has them refunded', async () => {
    const { page, person, toChannels } = await open();
    await toChannels();
    await page.getByText('Ada’s Discord').click();
    await page.getByRole('button', { name: 'Buy 10 pictures' }).click();
    const refund = page.getByRole('button', { name: 'Refund 10 pictures' });
    await refund.waitFor();
    await person.goTo('general');
    await person.openCommand('quota');
    await page.keyboard.press('Enter');
    await person.messages.getByText('10 premium pictures').waitFor();
    await toChannels();
    await refund.click();
    await refund.waitFor({ state: 'detached' });
  });
});
