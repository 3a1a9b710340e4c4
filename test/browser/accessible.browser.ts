import { describe, expect, it } from 'vitest';
import { axeFindings } from './axe.ts';
import { visit } from './visitor.ts';

const PROMPT = 'a quiet lake';

describe('axe-core has nothing against', () => {
  it('an empty channel, the list of commands, and a command that is filled in', async () => {
    const { person, page } = await visit();
    expect(await axeFindings(page)).toEqual([]);
    await person.messageBox.click();
    await page.keyboard.type('/');
    await page.getByRole('option', { name: '/imagine' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await person.messageBox.clear();
    await person.openCommand('imagine');
    await person.write('prompt', PROMPT);
    await person.write('steps', '200');
    await person.addOption('sampler');
    await page.getByRole('option', { name: 'euler', exact: true }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('a job that waits, one that works, its picture, large too, and an answer for one person', async () => {
    const { person, playground, page } = await visit({
      pace: { coldStartMs: 4_000, stepMs: 60, slowStepMs: 60 },
    });
    playground.runpod.hold();
    await person.imagine(PROMPT);
    await person.message(PROMPT).getByText('Waiting for a GPU').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await person.message(PROMPT).getByText(/\d+%/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    playground.runpod.release();
    await person.picture(PROMPT).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await person.picture(PROMPT).click();
    await page.getByRole('dialog').getByRole('img').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^More actions/ }).click();
    await page.getByRole('menuitem', { name: 'Report picture' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('menuitem', { name: 'Report picture' }).click();
    await person.messages.getByText("What's wrong with this picture?").waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('what is behind the scenes with all its details open', async () => {
    const { person, page } = await visit();
    await person.imagine(PROMPT);
    await person.picture(PROMPT).waitFor();
    await person.openDetails();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('a phone, with the channel, the channels, or what is behind the scenes', async () => {
    const { person, page } = await visit({ width: 360, height: 740 });
    await person.imagine(PROMPT);
    await person.picture(PROMPT).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    const channels = page.getByRole('button', { name: 'Channels', exact: true });
    await channels.click();
    await page.getByRole('navigation', { name: 'Channels' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Behind the scenes' }).click();
    await person.panel.waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });
});
