import { describe, expect, it } from 'vitest';
import { visit } from './visitor.ts';

const PROMPT = 'a market in the evening';

describe('a report', () => {
  it('by the panel about the picture goes to the channel that moderators chose, where Ben removes the picture', async () => {
    const { person, page } = await visit();
    await person.become('Ben');
    await person.openCommand('moderation channel');
    await person.pick('channel', '#moderators');
    await person.send();
    await person.messages.getByText('Reports now go to #moderators.').waitFor();

    await person.goTo('moderators');
    await person.message('Picture reports will be posted in this channel').waitFor();
    await person.become('Ada');
    await page.getByRole('heading', { name: 'general' }).waitFor();
    expect(await page.getByRole('button', { name: /^moderators/ }).count()).toBe(0);
    await person.imagine(PROMPT);
    await person.picture(PROMPT).waitFor();
    await person.become('Cleo');
    await person.message(PROMPT).getByRole('button', { name: 'More', exact: true }).click();
    await person.messages.getByRole('button', { name: 'Report' }).click();
    await page.getByRole('button', { name: 'It shows me' }).click();
    await person.messages.getByText('Thanks. The picture is hidden').waitFor();
    await person.picture(PROMPT).waitFor({ state: 'hidden' });
    await person.message('A member reported that this picture shows them.').waitFor();

    await person.become('Ben');
    await person.goTo('moderators');
    const report = person.message('Reported picture');
    await report.getByText('shows them').waitFor();
    for (const name of ['Show again', 'View', 'Block requester', 'Block reporter']) {
      await report.getByRole('button', { name }).waitFor();
    }
    await report.getByRole('button', { name: 'Remove permanently' }).click();
    await report.getByText('Removed by @Ben').waitFor();

    await person.goTo('general');
    await person.message("This server's moderators removed this picture.").waitFor();
  });

  it('by the menu of the message asks the same, and says where to go if no channel is chosen', async () => {
    const { person, page } = await visit();
    await person.imagine(PROMPT);
    await person.picture(PROMPT).waitFor();
    await person.become('Cleo');
    await person.message(PROMPT).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Report picture' }).click();
    const answer = person.message('Only you can see this');
    await answer.getByRole('button', { name: 'Something else' }).click();
    await answer.getByText("The server's moderators will look at it.").waitFor();
    await answer.getByText('This server has no report channel yet').waitFor();
    expect(await person.picture(PROMPT).isVisible()).toBe(true);
    await person.become('Ada');
    expect(await answer.getByText('The moderators of this server').count()).toBe(0);
  });
});
