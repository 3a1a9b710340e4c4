import { describe, expect, it } from 'vitest';
import { visit } from './visitor.ts';

const PROMPT = 'a harbour at dawn';

describe('a bot that ends', () => {
  it('leaves its job to the next start, which makes the picture in the same message', async () => {
    const { person, playground, page } = await visit();
    playground.runpod.hold();
    await person.imagine(PROMPT);
    await person.message(PROMPT).getByText(/\d+%/).waitFor();

    await person.panel.getByRole('button', { name: 'Kill' }).click();
    await page.getByText('The bot is not running.').waitFor();
    await person.openCommand('status');
    await person.send();
    await page.getByText('The application did not respond').waitFor();

    await person.panel.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('The bot is connected.').waitFor();
    playground.runpod.release();
    await person.picture(PROMPT).waitFor();
    expect(await person.publicMessages.count()).toBe(1);
    expect(playground.runpod.submissions()).toBe(1);
  });

  it('can be restarted while it works, and goes on in the same message', async () => {
    const { person, playground, page } = await visit();
    playground.runpod.hold();
    await person.imagine(PROMPT);
    await person.message(PROMPT).getByText(/\d+%/).waitFor();

    await person.panel.getByRole('button', { name: 'Restart' }).click();
    await page.getByText('The bot is starting…').waitFor();
    await page.getByText('The bot is connected.').waitFor();
    playground.runpod.release();
    await person.picture(PROMPT).waitFor();
    expect(await person.publicMessages.count()).toBe(1);
    expect(playground.runpod.submissions()).toBe(1);
  });
});

describe('a job that takes longer than its token lives', () => {
  it('is finished in the same message, by an edit of the bot itself', async () => {
    const { person, playground, page } = await visit();
    playground.runpod.hold();
    await person.imagine(PROMPT);
    await person.message(PROMPT).getByText(/\d+%/).waitFor();
    await page.getByRole('button', { name: 'Let 15 minutes pass' }).click();
    const requests = person.panel.getByRole('list', { name: 'Requests, newest first' });
    await requests.getByText('15 MINUTES PASS').waitFor();
    playground.runpod.release();
    await person.picture(PROMPT).waitFor();
    expect(await person.publicMessages.count()).toBe(1);
    const [latest, before] = await requests
      .getByRole('listitem')
      .filter({ hasText: 'PATCH' })
      .allTextContents();
    expect(latest).toMatch(/bot asks Discord: 200 .*PATCH \/api\/v10\/channels\//);
    expect(before).toMatch(/bot asks Discord: 401 .*PATCH \/api\/v10\/webhooks\//);
  });
});
