import { describe, expect, it } from 'vitest';
import { hasFocus } from './focus.ts';
import { visit } from './visitor.ts';

const PROMPT = 'a red fox in the snow';

describe('what goes wrong', () => {
  it('is said at the field for a value out of range, before anything is sent', async () => {
    const { person } = await visit();
    await person.openCommand('imagine');
    await person.write('prompt', PROMPT);
    await person.write('steps', '200');
    await person.send();
    await person.form.getByText('Write a whole number, 15 to 50.').waitFor();
    const steps = person.field('steps');
    expect(await steps.getAttribute('aria-invalid')).toBe('true');
    await expect.poll(() => hasFocus(steps)).toBe(true);
    expect(await person.messages.count()).toBe(0);

    await steps.fill('20');
    await person.send();
    await person.picture(PROMPT).waitFor();
  });

  it('does not hold on to who would rather take the option out, or leave the command', async () => {
    const { person } = await visit();
    await person.openCommand('imagine');
    await person.write('steps', '200');
    await person.form.getByRole('button', { name: 'Remove steps' }).click();
    await person.field('steps').waitFor({ state: 'hidden' });
    await person.write('cfg', '99');
    await person.form.getByRole('button', { name: 'Leave /imagine' }).click();
    await person.form.waitFor({ state: 'hidden' });
    expect(await person.messages.count()).toBe(0);
  });
});
