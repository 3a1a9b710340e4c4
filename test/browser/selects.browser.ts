import { ButtonStyle, ComponentType, type APIMessageTopLevelComponent } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { axeFindings } from './axe.ts';
import { hasFocus, tabTo } from './focus.ts';
import { standIn } from './stand-in.ts';
import { visit } from './visitor.ts';

const PHONE = { width: 360, height: 740 };
const NUMBERS = Array.from({ length: 25 }, (_, index) => ({
  label: `Picture ${index + 1}`,
  value: String(index),
  ...(index === 0 && { description: 'The first of them, with a mountain' }),
}));

const WHICH: APIMessageTopLevelComponent = {
  type: ComponentType.ActionRow,
  components: [
    {
      type: ComponentType.StringSelect,
      custom_id: 'which',
      placeholder: 'Which picture?',
      options: NUMBERS,
    },
  ],
};

const DAYS: APIMessageTopLevelComponent = {
  type: ComponentType.ActionRow,
  components: [
    {
      type: ComponentType.StringSelect,
      custom_id: 'days',
      placeholder: 'Which days?',
      max_values: 2,
      options: ['Monday', 'Tuesday', 'Friday'].map((label) => ({ label, value: label })),
    },
  ],
};

const LINK: APIMessageTopLevelComponent = {
  type: ComponentType.ActionRow,
  components: [
    {
      type: ComponentType.Button,
      style: ButtonStyle.Link,
      label: 'The manual',
      url: 'https://example.com/manual',
    },
  ],
};

describe('a select of a message', () => {
  it('is opened, chosen from and answered, and shows what was chosen', async () => {
    const visitor = await visit();
    const { page, person, complaints } = visitor;
    const { heard, post } = await standIn(visitor, async (interaction) => {
      if (!interaction.isStringSelectMenu()) return;
      await interaction.reply(`You chose ${interaction.values.join()}`);
    });
    await post({ content: 'Four pictures', components: [WHICH, LINK] });
    const select = page.getByRole('combobox', { name: 'Which picture?' });
    await select.click();
    await page.getByRole('option', { name: 'Picture 1 The first of them' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('option', { name: 'Picture 4', exact: true }).click();
    await person.messages.getByText('You chose 3').waitFor();
    expect(await select.textContent()).toContain('Picture 4');
    expect(heard).toMatchObject([{ data: { component_type: 3, values: ['3'] } }]);
    const link = page.getByRole('link', { name: 'The manual' });
    expect(await link.getAttribute('href')).toBe('https://example.com/manual');
    expect(complaints).toEqual([]);
  });

  it('is used with the keyboard alone, and sends several once it is closed', async () => {
    const visitor = await visit();
    const { page, person } = visitor;
    const { keyboard } = page;
    const { heard, post } = await standIn(visitor, async (interaction) => {
      if (!interaction.isStringSelectMenu()) return;
      await interaction.update({ content: `Days: ${interaction.values.join()}` });
    });
    await post({ content: 'Days: none', components: [DAYS] });
    const select = page.getByRole('combobox', { name: 'Which days?' });
    await tabTo(select, 'Shift+Tab');
    await keyboard.press('Enter');
    await page.getByRole('listbox', { name: 'Which days?' }).waitFor();
    await keyboard.press('f');
    await keyboard.press('Space');
    await keyboard.press('Home');
    await keyboard.press('Space');
    await keyboard.press('ArrowDown');
    await keyboard.press('Space');
    const days = page.getByRole('listbox', { name: 'Which days?' });
    expect(await days.getByRole('option', { selected: true }).allTextContents()).toEqual([
      expect.stringContaining('Monday'),
      expect.stringContaining('Friday'),
    ]);
    expect(heard).toEqual([]);
    await keyboard.press('Escape');
    await person.messages.getByText('Days: Monday,Friday').waitFor();
    expect(heard).toHaveLength(1);
    expect(await hasFocus(select)).toBe(true);
    // The message was edited, and the bot says that nothing is chosen.
    expect(await select.textContent()).toContain('Which days?');
  });

  it('fits a phone, where its list stands above it at the end of the channel', async () => {
    const visitor = await visit(PHONE);
    const { page } = visitor;
    const { post } = await standIn(visitor, async (interaction) => {
      if (interaction.isStringSelectMenu()) await interaction.deferUpdate();
    });
    for (let line = 0; line < 20; line += 1) await post({ content: `line ${line}` });
    await post({ content: 'Four pictures', components: [WHICH] });
    const select = page.getByRole('combobox', { name: 'Which picture?' });
    await select.click();
    const list = await page.getByRole('listbox', { name: 'Which picture?' }).boundingBox();
    const box = await select.boundingBox();
    expect((list?.y ?? 0) + (list?.height ?? 0)).toBeLessThanOrEqual(box?.y ?? 0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
    await page.getByRole('option', { name: 'Picture 25', exact: true }).click();
    await page.getByRole('listbox', { name: 'Which picture?' }).waitFor({ state: 'hidden' });
  });
});
