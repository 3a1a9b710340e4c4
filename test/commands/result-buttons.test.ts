import { describe, expect, it } from 'vitest';
import { graphSent, findJob, jobOf, picturesOf, quietAnswer, textOf } from './scene.ts';
import { answerOf, finished, made, press, pressInPanel, sampled } from './result-scene.ts';

describe('Again', () => {
  it('makes the same with another seed, for whoever presses it, and says what it came from', async () => {
    const { studio, asked, picture, ben } = await finished({ prompt: 'a fox', steps: 30 });
    const again = await press(studio, picture, 'Again', ben);
    const message = await made(studio, again);
    const [before, job] = [await jobOf(studio, asked), await jobOf(studio, again)];
    expect(job).toMatchObject({ userId: ben.id, origin: { job: before.id, step: 'again' } });
    const { seed, ...same } = before.wanted.params;
    expect(job.wanted.params).toMatchObject(same);
    expect(job.wanted.params.seed).not.toBe(seed);
    expect(textOf(message)).toContain(
      'The same again as [that picture](https://discord.com/channels/',
    );
    expect(textOf(message)).toContain(picture.id);
  });

  it('makes one job of two presses', async () => {
    const { studio, picture } = await finished();
    const presses = await Promise.all([
      press(studio, picture, 'Again'),
      press(studio, picture, 'Again'),
    ]);
    await Promise.all(presses.map(({ answered }) => answered));
    const jobs = await Promise.all(presses.map((one) => findJob(studio, one.id)));
    expect(jobs.filter((job) => job !== undefined)).toHaveLength(1);
  });
});

describe('Vary', () => {
  it('begins with the picture, and needs no consent for what shows nobody', async () => {
    const { studio, picture, ben } = await finished({ prompt: 'a fox', steps: 30 });
    const vary = await press(studio, picture, 'Vary', ben);
    await made(studio, vary);
    const { image, denoise, steps } = sampled(await graphSent(studio, 2));
    expect(Buffer.from(image ?? '', 'base64').length).toBeGreaterThan(100);
    expect([denoise, steps]).toEqual([0.5, 30]);
    const job = await jobOf(studio, vary);
    expect(job.wanted).toMatchObject({ recipe: 'image', person: false, prompt: 'a fox' });
  });

  it('asks which of several, and takes that one', async () => {
    const { studio, picture } = await finished();
    const first = await press(studio, picture, 'Vary');
    const varied = await made(studio, first);
    expect(picturesOf(studio, 2)).toHaveLength(1);
    expect(varied.files).toHaveLength(1);
  });
});

describe('Upscale', () => {
  it('makes it larger', async () => {
    const { studio, picture } = await finished();
    const upscale = await press(studio, picture, 'Upscale');
    const message = await made(studio, upscale);
    expect((await jobOf(studio, upscale)).wanted.recipe).toBe('upscale');
    expect(textOf(message)).toContain('larger');
  });
});

describe('More', () => {
  it('is a panel for whoever opened it, with everything that can be done', async () => {
    const { studio, picture, cleo } = await finished();
    const panel = await answerOf(await press(studio, picture, 'More', cleo));
    const labels = (panel.components ?? []).flatMap((row) =>
      'components' in row
        ? row.components.flatMap((one) => ('label' in one ? [one.label] : []))
        : [],
    );
    expect(labels).toEqual([
      'Again',
      'Vary',
      'Upscale',
      'Edit',
      'Use as start picture',
      'Details',
      'Original file',
      'Save to me',
      'More options',
      'Report',
    ]);
  });

  it('shows every setting as a line that can be sent again', async () => {
    const { studio, picture } = await finished({ prompt: 'a fox', steps: 30, seed: 7 });
    const details = await quietAnswer(await pressInPanel(studio, picture, 'Details'));
    expect(details).toContain('/imagine prompt:a fox steps:30 seed:7');
    expect(details).toContain('**cfg** 8');
  });

  it('says in Details what was made from a picture', async () => {
    const { studio, picture } = await finished();
    const again = await made(studio, await press(studio, picture, 'Again'));
    const details = await quietAnswer(await pressInPanel(studio, picture, 'Details'));
    expect(details).toContain(`/${again.id}`);
  });

  it('deletes a picture for good, once its requester has said so twice', async () => {
    const { studio, asked, picture } = await finished();
    const question = await answerOf(await pressInPanel(studio, picture, 'Delete'));
    expect(textOf(question)).toContain('Delete this picture');
    await quietAnswer(await press(studio, question, 'Delete it for good'));
    await expect.poll(() => studio.discord.message(picture.id)).toBeUndefined();
    await expect
      .poll(async () => (await jobOf(studio, asked).catch(() => undefined))?.id)
      .toBeUndefined();
  });
});
