import { describe, expect, it } from 'vitest';
import { hasFocus } from './focus.ts';
import { visit } from './visitor.ts';

const PROMPT = 'a red fox in the snow';

describe('what goes wrong', () => {
  it('is told in the job’s message when the GPU is broken, and can be tried again', async () => {
    const { person } = await visit();
    await person.setGpu('broken: ComfyUI does not answer');
    await person.imagine(PROMPT);
    const again = person.message(PROMPT).getByRole('button', { name: 'Try again' });
    await again.waitFor();
    expect(await person.publicMessages.count()).toBe(1);

    await person.setGpu('ready');
    await again.click();
    await person.picture(PROMPT).waitFor();
    expect(await person.publicMessages.count()).toBe(2);
  });

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

  it('is a face that is no picture: the job’s message says so', async () => {
    const { person } = await visit();
    await person.openCommand('imagine');
    await person.write('prompt', PROMPT);
    await person.chooseFile('face', {
      name: 'me.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('This is no picture.'),
    });
    await person.pick('face_consent', 'True');
    await person.send();
    const message = person.message(PROMPT);
    await message.getByText("I can't read that file as a picture.").waitFor();
    await message.getByText('Send a JPEG, PNG or WebP of up to 10 MiB.').waitFor();
  });

  it('is a GPU that RunPod has not got: the message says so, and goes on once there is one', async () => {
    const { person } = await visit();
    await person.setGpu('out of capacity');
    await person.imagine(PROMPT);
    await person
      .message(PROMPT)
      .getByText('the GPU service has no free GPU of this kind right now')
      .waitFor();
    await person.setGpu('ready');
    await person.picture(PROMPT).waitFor();
  });

  it('is a cold start that takes its time: the message says why', async () => {
    const pace = { coldStartMs: 5_000, stepMs: 10, slowStepMs: 10 };
    const { person } = await visit({ pace });
    await person.setGpu('cold: each job starts a worker');
    await person.imagine(PROMPT);
    await person.message(PROMPT).getByText('starting a cold worker, usually about 40 s').waitFor();
    await person.picture(PROMPT).waitFor();
  });

  it('is a slow Discord: there is one message in the end, and the picture in it', async () => {
    const { person, page } = await visit();
    await page.getByRole('combobox', { name: 'Discord answers' }).selectOption('1.5 seconds late');
    await person.imagine(PROMPT);
    await page.getByText('Sending command…').waitFor();
    await person.picture(PROMPT).waitFor();
    expect(await person.publicMessages.count()).toBe(1);
    expect(await page.getByText('The application did not respond').count()).toBe(0);
  });
});
