import { describe, expect, it } from 'vitest';
import { base64 } from '../comfy/pictures.ts';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { selectsOf } from '../../packages/stand-ins/discord/selects.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { picture } from '../sandbox/discord/picture.ts';
import { forgetPicturesIn } from '../support/forget-pictures.ts';
import { stillClock } from '../support/still-clock.ts';
import { finishThree, inkStudio, TWO_IN_INK } from './finish-three.ts';
import { findJob, graphSent, imagine, jobOf, openStudio, quietAnswer, textOf } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';
import { answerOf, finished, made, press, sendIn, pressInPanel, sampled } from './result-scene.ts';

/** The labels of a message's buttons, by row. */
function buttonRows({ components = [] }: Message): string[][] {
  return components
    .map((row) => buttonsOf({ components: [row] }).map(({ label = '' }) => label))
    .filter(({ length }) => length > 0);
}

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
      'Made again from [that picture](https://discord.com/channels/',
    );
    expect(textOf(message)).toContain(picture.id);
  });

  it('makes one job of two presses', async () => {
    const { studio, picture } = await finished({}, { clock: stillClock() });
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

  it('asks which of more than four, also once they are no longer kept', async () => {
    const studio = await openStudio();
    const data = base64(await picture(64, 64));
    studio.runpod.script({ output: { images: Array.from({ length: 5 }, () => ({ data })) } });
    const asked = await imagine(studio, { prompt: 'foxes' });
    const five = await completedMessage(studio, asked);
    const { ada: by } = studio.discord.world.people;
    const customId = `v2:vary:job:${(await jobOf(studio, asked)).id}`;
    const vary = async (place: string) => {
      const message = await answerOf(await press(studio, five, 'Vary'));
      return studio.discord.choose({ by, message, customId, values: [place] });
    };
    const [one, other] = [await vary('1'), await vary('2')];
    await Promise.all([one, other].map((each) => made(studio, each)));
    await forgetPicturesIn(studio.databasePlace);
    const gone = await vary('0');
    await made(studio, gone);
    const places = [one, other, gone].map(async (each) => (await jobOf(studio, each)).origin);
    expect((await Promise.all(places)).map((origin) => origin?.picture)).toEqual([1, 2, 0]);
  });

  it('takes the one of several whose button it is', async () => {
    const { studio, asked, picture: four } = await finished({ prompt: 'a fox', count: 4 });
    expect(await graphSent(studio)).toHaveProperty(['13', 'inputs', 'batch_size'], 4);
    const vary = await press(studio, four, 'V3');
    expect(textOf(await made(studio, vary))).toContain('A variation of [picture 3]');
    const { inputs } = (await jobOf(studio, vary)).wanted;
    expect(inputs).toMatchObject([{ source: { picture: 2 } }]);
    const upscale = await press(studio, four, 'U1');
    await upscale.answered;
    const larger = (await jobOf(studio, upscale)).wanted;
    expect(larger).toMatchObject({ recipe: 'upscale', inputs: [{ source: { picture: 0 } }] });
    expect((await jobOf(studio, asked)).pictures).toHaveLength(4);
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

describe('Edit', () => {
  it('opens a form with the words, and makes what was changed with all else as it was', async () => {
    const { studio, asked, picture, ben } = await finished({ prompt: 'a fox', steps: 30, seed: 7 });
    const opened = await press(studio, picture, 'Edit', ben);
    expect((await opened.answered).modal?.components).toHaveLength(5);
    const fields = { prompt: 'a wolf', steps: '35' };
    const sent = await sendIn(studio, opened, fields, ben);
    expect(textOf(await made(studio, sent))).toContain('Changed from [that picture]');
    const [before, job] = [await jobOf(studio, asked), await jobOf(studio, sent)];
    expect(job.wanted.params).toEqual({ ...before.wanted.params, prompt: 'a wolf', steps: 35 });
    expect(job.userId).toBe(ben.id);
  });

  it('has the other options in further forms, from the panel', async () => {
    const { studio, picture, ada } = await finished({ prompt: 'a fox' });
    const opened = await pressInPanel(studio, picture, 'Options');
    const fields = { denoise: '0.9', sampler: ['dpmpp_2m'] };
    const sent = await sendIn(studio, opened, fields, ada);
    await made(studio, sent);
    expect((await jobOf(studio, sent)).wanted.params).toMatchObject({
      prompt: 'a fox',
      denoise: 0.9,
      sampler: 'dpmpp_2m',
    });
  });

  it('says what is wrong with a number, and gives back what was filled in', async () => {
    const { studio, picture, ada } = await finished();
    const opened = await press(studio, picture, 'Edit');
    const fields = { prompt: 'a wolf', steps: '900' };
    const sent = await sendIn(studio, opened, fields, ada);
    const told = await quietAnswer(sent);
    expect(told).toContain('must be a whole number from 15 to 50');
    expect(told).toMatch(/\/imagine prompt:a wolf .*steps:900/);
    expect(studio.runpod.jobs).toHaveLength(1);
  });
});

describe('Use as start', () => {
  it('asks for words, and begins with the picture', async () => {
    const { studio, picture, ben } = await finished({ prompt: 'a fox' });
    const opened = await pressInPanel(studio, picture, 'Use as start', ben);
    const fields = { prompt: 'an etching' };
    const sent = await sendIn(studio, opened, fields, ben);
    await made(studio, sent);
    expect((await jobOf(studio, sent)).wanted).toMatchObject({
      recipe: 'image',
      prompt: 'an etching',
      inputs: [{ option: 'image', person: false }],
    });
  });
});

describe('More', () => {
  it('is a panel with what is not on the message, for the member who opened it', async () => {
    const { studio, picture, ada, cleo } = await finished();
    const shared = ['Use as start', 'Options', 'Details'];
    const rowsFor = async (by: Person) =>
      buttonRows(await answerOf(await press(studio, picture, 'More', by)));
    expect(await rowsFor(ada)).toEqual([shared, ['File', 'Save', 'Delete', 'Report']]);
    expect(await rowsFor(cleo)).toEqual([shared, ['File', 'Save', 'Report']]);
  });

  it('has the same actions for another picture, and once a deletion was not confirmed', async () => {
    const studio = await inkStudio();
    const { ada: by } = studio.discord.world.people;
    const { picture } = await finishThree(studio, TWO_IN_INK);
    const opened = await answerOf(await press(studio, picture, 'More'));
    const [select] = selectsOf(opened);
    const choice = { by, message: opened, customId: select?.custom_id ?? '', values: ['1'] };
    const second = await answerOf(await studio.discord.choose(choice));
    expect(textOf(second)).toContain('picture 2 of 2');
    const question = await answerOf(await press(studio, second, 'Delete'));
    const kept = await answerOf(await press(studio, question, 'Keep it'));
    expect(buttonRows(opened)).not.toContainEqual(expect.arrayContaining(['Again']));
    for (const panel of [second, kept]) expect(buttonRows(panel)).toEqual(buttonRows(opened));
  });

  it('shows every setting as a line that can be sent again', async () => {
    const { studio, picture } = await finished({ prompt: 'a fox', steps: 30, seed: 7 });
    const details = await quietAnswer(await pressInPanel(studio, picture, 'Details'));
    expect(details).toMatch(
      /\/imagine prompt:a fox negative_prompt:ugly.* steps:30 cfg:8 .*seed:7/,
    );
    expect(details).toContain('**cfg** 8');
  });

  it('says in Details what was made from a picture', async () => {
    const { studio, picture } = await finished();
    const again = await made(studio, await press(studio, picture, 'Again'));
    const details = await quietAnswer(await pressInPanel(studio, picture, 'Details'));
    expect(details).toContain(`/${again.id}`);
  });

  it('gives the original as a file, and sends it to whoever wants it', async () => {
    const { studio, picture, ben } = await finished();
    const original = await pressInPanel(studio, picture, 'File', ben);
    const shown = await studio.discord.waitFor(
      ({ interaction_metadata: answered, files }) =>
        answered?.id === original.id && files.length === 1,
    );
    expect(textOf(shown)).toContain('Original from job');
    await pressInPanel(studio, picture, 'Save', ben);
    const saved = await studio.discord.waitFor(({ content }) => content.startsWith('You saved'));
    expect(saved.files).toHaveLength(1);
  });

  it('is taken away by a moderator, whose message says so', async () => {
    const { studio, picture, ben } = await finished();
    const question = await answerOf(await pressInPanel(studio, picture, 'Delete', ben));
    expect(textOf(question)).toContain('as a moderator of this server?\nThis is permanent');
    await press(studio, question, 'Delete permanently', ben);
    await studio.discord.waitFor(
      (message) => message.id === picture.id && textOf(message).includes('removed this picture'),
    );
  });

  it('deletes a picture for good, once its requester has said so twice', async () => {
    const { studio, asked, picture } = await finished();
    const question = await answerOf(await pressInPanel(studio, picture, 'Delete'));
    expect(textOf(question)).toContain('Delete this picture');
    await quietAnswer(await press(studio, question, 'Delete permanently'));
    await expect.poll(() => studio.discord.message(picture.id)).toBeUndefined();
    await expect
      .poll(async () => (await jobOf(studio, asked).catch(() => undefined))?.id)
      .toBeUndefined();
  });

  it('sends a line that is too long for a message as a file', async () => {
    const words = { prompt: 'p'.repeat(1400), negative_prompt: 'n'.repeat(1400) };
    const { studio, picture } = await finished(words);
    const details = await pressInPanel(studio, picture, 'Details');
    const shown = await studio.discord.waitFor(
      ({ interaction_metadata: answered, files }) =>
        answered?.id === details.id && files.length === 1,
    );
    const line = studio.discord.file(shown, shown.files[0]?.filename ?? '').toString();
    expect(line).toContain(
      `/imagine prompt:${words.prompt} negative_prompt:${words.negative_prompt}`,
    );
  });
});
