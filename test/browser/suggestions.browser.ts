import { describe, expect, it } from 'vitest';
import { visit } from './visitor.ts';

describe('the suggestions', () => {
  it('send a command each by one press, as whoever the page acts as', async () => {
    const { person, page } = await visit();
    await person.become('Cleo');
    const suggestions = page.getByRole('list', { name: 'Suggestions' }).getByRole('button');
    await expect.poll(() => suggestions.count()).toBe(3);
    await suggestions.filter({ hasText: 'A castle' }).click();
    await person.picture('a castle in the mountains at sunset').waitFor();
    await person.message('a castle in the mountains at sunset').getByText('@Cleo').waitFor();
  });

  it('make room for what is being written', async () => {
    const { person, page } = await visit();
    const suggestions = page.getByRole('list', { name: 'Suggestions' });
    await suggestions.waitFor();
    await person.messageBox.fill('hello');
    await suggestions.waitFor({ state: 'hidden' });
    await person.messageBox.fill('');
    await suggestions.waitFor();
    await person.openCommand('imagine');
    expect(await suggestions.count()).toBe(0);
  });
});
