import { describe, expect, it } from 'vitest';
import { notesOf } from '../../src/recipes/request-notes.ts';
import { finished, made, press, sendIn } from './result-scene.ts';
import { graphSent, imagine, jobOf, openStudio, quietAnswer, settled, textOf } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';
import { keepDefaults } from './panels.ts';

describe('flags in a prompt', () => {
  it('set options, are not drawn, and what became of them is said', async () => {
    const studio = await openStudio();
    const prompt = 'a fox --ar 16:10 --no text --steps 30 --v 6';
    const asked = await imagine(studio, { prompt });
    const message = textOf(await completedMessage(studio, asked));
    expect(message).toContain('> a fox\n');
    expect(message).toContain('-# Nearest available: `--ar 16:9`\n-# Ignored: `--v`');
    expect((await jobOf(studio, asked)).wanted.params).toMatchObject({
      prompt: 'a fox',
      negativePrompt: 'text, ugly, blurry, low quality, deformed',
      aspectRatio: '16:9',
      steps: 30,
    });
    const graph = await graphSent(studio);
    expect(graph).toHaveProperty(['7', 'inputs', 'text'], 'a fox');
    expect(graph).toHaveProperty(['13', 'inputs', 'width'], 1344);
  });

  it('lose against an option, and win over a style and defaults', async () => {
    const studio = await openStudio();
    await keepDefaults(studio, 'text', { cfg: 5, scheduler: 'karras' });
    const prompt = 'a fox --steps 30 --cfg 6 --ar 9:16';
    const asked = await imagine(studio, { prompt, style: 'draft', aspect_ratio: '4:3' });
    await settled(studio, asked);
    const { params } = (await jobOf(studio, asked)).wanted;
    expect(params).toMatchObject({
      aspectRatio: '4:3',
      steps: 30,
      cfg: 6,
      sampler: 'euler',
      scheduler: 'normal',
    });
    expect(notesOf(params)).toMatchObject({ kept: {}, flags: { ignored: ['--aspect_ratio'] } });
  });

  it('leave no message behind that is made again from it', async () => {
    const { studio, picture } = await finished({ prompt: 'a fox --steps 30 --v 6' });
    const again = await press(studio, picture, 'Again');
    expect(textOf(await made(studio, again))).not.toContain('--v');
    const { params } = (await jobOf(studio, again)).wanted;
    expect([params.steps, notesOf(params).flags]).toEqual([30, undefined]);
  });

  it('are read in a form, where a changed field wins', async () => {
    const { studio, picture, ada } = await finished({ prompt: 'a fox', steps: 30 });
    const opened = await press(studio, picture, 'Edit');
    const fields = { prompt: 'a wolf --ar 16:9 --steps 40 --count 2', steps: '35' };
    const sent = await sendIn(studio, opened, fields, ada);
    await made(studio, sent);
    expect((await jobOf(studio, sent)).wanted.params).toMatchObject({
      prompt: 'a wolf',
      aspectRatio: '16:9',
      steps: 35,
      count: 2,
    });
  });

  it('belong to what was drawn from alternatives, also when it is made again', async () => {
    const studio = await openStudio();
    const asked = await imagine(studio, { prompt: 'a {fox --steps 30|fox --steps 30 --cfg 6}' });
    const picture = await completedMessage(studio, asked);
    const again = await press(studio, picture, 'Again');
    await made(studio, again);
    for (const one of [asked, again]) {
      const { params } = (await jobOf(studio, one)).wanted;
      expect(params).toMatchObject({ prompt: 'a fox', steps: 30 });
    }
  });

  it('are screened as they were typed', async () => {
    const studio = await openStudio();
    const { general } = studio.discord.world.channels;
    const asked = await imagine(studio, { prompt: 'a woman --style nude' }, { in: general });
    expect(await quietAnswer(asked)).toContain("Explicit pictures aren't allowed in this channel");
  });

  it('alone are no prompt', async () => {
    const studio = await openStudio();
    const answer = await quietAnswer(await imagine(studio, { prompt: '--ar 16:9' }));
    expect(answer).toMatch(/^`prompt` /m);
  });
});

describe('how many pictures are made', () => {
  const env = { DEFAULT_COUNT: '4' };

  it('is what the operator says, if nobody else does', async () => {
    const studio = await openStudio({ env });
    const asked = await imagine(studio, { prompt: 'a fox' });
    await settled(studio, asked);
    const { params } = (await jobOf(studio, asked)).wanted;
    expect([params.count, notesOf(params).kept]).toEqual([4, {}]);
  });

  it('is what the member says by a default, an option or a flag', async () => {
    const studio = await openStudio({ env });
    await keepDefaults(studio, 'text', { count: 3 });
    const asked = [
      await imagine(studio, { prompt: 'a fox' }),
      await imagine(studio, { prompt: 'a fox', count: 2 }),
      await imagine(studio, { prompt: 'a fox --count 1' }),
    ];
    for (const one of asked) await settled(studio, one);
    const jobs = await Promise.all(asked.map((one) => jobOf(studio, one)));
    expect(jobs.map(({ wanted }) => wanted.params.count)).toEqual([3, 2, 1]);
  });
});
