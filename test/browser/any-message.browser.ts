import { describe, expect, it } from 'vitest';
import type { PersonsFile } from '../../packages/stand-ins/discord/option-value.ts';
import { portrait } from '../commands/portrait.ts';
import { pngWithTexts } from '../images/png-with-texts.ts';
import { visit, type Visitor } from './visitor.ts';

const WORDS = 'look what I have made';
const PARAMETERS = 'a fox in snow\nSteps: 33, Sampler: Euler a, Seed: 12';

/** Ben has posted a picture, and Ada picks something in the menu of his message. */
async function pickOf({ playground, page }: Visitor, name: string): Promise<void> {
  const { people, channels } = playground.discord.world;
  const bytes = pngWithTexts(await portrait(), { parameters: PARAMETERS });
  const files: readonly PersonsFile[] = [{ name: 'fox.png', bytes }];
  playground.discord.say({ by: people.ben, in: channels.general, content: WORDS, files });
  const message = page.getByRole('article').filter({ hasText: WORDS });
  await message.hover();
  await message.getByRole('button', { name: /^More actions/ }).click();
  await page.getByRole('menuitem', { name }).click();
}

describe.each([
  ['a desktop', 1400],
  ['a phone', 360],
])('the menu of any message on %s', (_, width) => {
  it('reads what a picture was made with, and makes it', async () => {
    const visitor = await visit({ width, height: 800 });
    const { person, page } = visitor;
    await pickOf(visitor, 'Reuse settings');
    await person.messages.getByText('/imagine prompt:a fox in snow steps:33').waitFor();
    await person.messages.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Submit' }).click();
    await person.picture('a fox in snow').waitFor();
  });
});

describe("another member's picture", () => {
  it('is asked for of whoever posted it, and used once they have said yes', async () => {
    const visitor = await visit();
    const { person, page } = visitor;
    await pickOf(visitor, 'Use as start picture');
    await person.messages.getByRole('button', { name: 'Open the form' }).click();
    await page
      .getByRole('dialog')
      .getByLabel(/^prompt/)
      .fill('a hare in snow');
    await page.getByRole('dialog').getByRole('button', { name: 'Submit' }).click();
    await person.message('would like to use').waitFor();
    await person.become('Ben');
    const yes = page.getByRole('button', { name: 'Yes, and everyone in it is me or has agreed' });
    await yes.click();
    await person.picture('a hare in snow').waitFor();
    expect(await person.message('a hare in snow').getByText('would like').count()).toBe(0);
  });
});
