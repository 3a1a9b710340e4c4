import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { visit } from './visitor.ts';

const PROMPT = 'a garden behind a wall';

describe('/privacy', () => {
  it('tells what is kept, hands it over as a file, and asks before it erases all', async () => {
    const { person, page } = await visit();
    await person.imagine(PROMPT);
    await person.picture(PROMPT).waitFor();
    await person.openCommand('privacy');
    await person.send();
    const answer = person.message('What I store about you');
    await answer.getByText('1 request').waitFor();
    await answer.getByText('Only you can see this').waitFor();

    await answer.getByRole('button', { name: 'Export my data' }).click();
    const copy = person.message('This is everything I store about you.');
    const file = copy.getByRole('link', { name: /^Download .+\.json$/ });
    await file.waitFor();
    const [saved] = await Promise.all([page.waitForEvent('download'), file.click()]);
    expect(await readFile(await saved.path(), 'utf8')).toContain(PROMPT);

    await answer.getByRole('button', { name: 'Erase everything' }).click();
    const question = person.message('Erase everything I store about you?');
    await question.getByRole('button', { name: 'Keep it' }).waitFor();
    expect(await person.picture(PROMPT).isVisible()).toBe(true);
    await question.getByRole('button', { name: 'Erase everything now' }).click();
    await person.message('Erased: 1 request').waitFor();
    await person.picture(PROMPT).waitFor({ state: 'hidden' });
  });
});
