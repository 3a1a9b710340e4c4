import { describe, expect, it } from 'vitest';
import type { PersonsFile } from '../../packages/stand-ins/discord/option-value.ts';
import { portrait } from '../commands/portrait.ts';
import { axeFindings } from './axe.ts';
import { visit } from './visitor.ts';

const SIZES = [
  ['a desktop', { width: 1280, height: 800 }],
  ['a phone', { width: 360, height: 740 }],
] as const;

const YES = 'I am this person, or have their permission';

describe.each(SIZES)("what is somebody's own, on %s's screen", (_, size) => {
  it('is made privately, so that nobody else sees it', async () => {
    const { person, page } = await visit(size);
    await person.openCommand('imagine');
    await person.write('prompt', 'a letter in a drawer');
    await person.pick('private', 'True');
    await person.send();
    await person.picture('a letter in a drawer').waitFor();
    await person.message('a letter in a drawer').getByText('Only you can see this').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(size.width);
    if (size.width < 600) await page.getByRole('button', { name: 'Channels', exact: true }).click();
    await person.become('Ben');
    await expect.poll(() => person.picture('a letter in a drawer').count()).toBe(0);
  });

  it('is found again in a list, by its words, and made once more from there', async () => {
    const { person, page } = await visit(size);
    await person.imagine('a boat on a lake');
    await person.picture('a boat on a lake').waitFor();
    await person.imagine('a kite over a hill');
    await person.picture('a kite over a hill').waitFor();
    await person.openCommand('jobs');
    await person.send();
    const list = person.message('Your pictures');
    await list.getByRole('button', { name: 'Search' }).click();
    const form = page.getByRole('dialog', { name: 'Search' });
    await form.getByRole('textbox').fill('boat');
    await form.getByRole('button', { name: 'Submit' }).click();
    await expect.poll(() => list.getByText('a kite over a hill').count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(size.width);
    await list.getByRole('combobox', { name: 'Make again' }).click();
    await page.getByRole('option', { name: /a boat on a lake/ }).click();
    await expect.poll(() => person.picture('a boat on a lake').count()).toBe(2);
  });

  it('is shown by its id, which is offered while it is typed', async () => {
    const { person, page } = await visit(size);
    await person.imagine('a bridge in fog');
    await person.picture('a bridge in fog').waitFor();
    await person.openCommand('show');
    await person.field('job').click();
    await page.getByRole('option', { name: /a bridge in fog/ }).click();
    await person.send();
    await expect.poll(() => person.picture('a bridge in fog').count()).toBe(2);
    expect(await axeFindings(page)).toEqual([]);
  });

  it('is kept as a preset, whose words go around the next prompt', async () => {
    const { person, page } = await visit(size);
    await person.openCommand('preset save');
    await person.write('name', 'Ink');
    await person.write('after', 'in black ink');
    await person.send();
    await person.messages.getByText('Ink').first().waitFor();
    await person.openCommand('imagine');
    await person.write('prompt', 'a heron');
    await person.addOption('preset');
    await person.field('preset').click();
    await page.getByRole('option', { name: /Ink/ }).click();
    await person.send();
    await person.picture('a heron, in black ink').waitFor();
  });
});

describe.each(SIZES)("on %s's screen", (_, size) => {
  it('/help leads whoever is new to their first picture', async () => {
    const { person, page } = await visit(size);
    await person.openCommand('help');
    await person.send();
    const help = person.message('How to make pictures');
    await help.getByText('/imagine').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    const section = person.messages.filter({ hasText: 'only general-audience models' });
    await help.getByRole('button', { name: 'This channel' }).click();
    await section.getByRole('button', { name: 'Back' }).click();
    await help.getByText('/imagine').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(size.width);
  });

  it("a photo in one's own message becomes a face, once that is consented to", async () => {
    const { person, page, playground } = await visit(size);
    const { people, channels } = playground.discord.world;
    const files: readonly PersonsFile[] = [{ name: 'me.png', bytes: await portrait() }];
    playground.discord.say({ by: people.ada, in: channels.general, content: 'my face', files });
    const message = page.getByRole('article').filter({ hasText: 'my face' });
    await message.hover();
    await message.getByRole('button', { name: /^More actions/ }).click();
    await page.getByRole('menuitem', { name: 'Use as face' }).click();
    await person.messages.getByRole('button', { name: 'Open the form' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel(/^prompt/).fill('a sailor at the helm');
    expect(await axeFindings(page)).toEqual([]);
    await form.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('button', { name: YES }).click();
    await person.picture('a sailor at the helm').waitFor();
  });
});
