import { describe, expect, it } from 'vitest';
import type { Studio } from '../support/studio.ts';
import { answerShowing, imagine, jobOf, openStudio, quietAnswer, textOf } from './scene.ts';
import { answerOf, finished, made, press, sendIn } from './result-scene.ts';
import { writeBeside } from '../support/write-beside.ts';

/** Nothing is known of any job any more. */
function forgetAll({ databasePath }: Studio): Promise<void> {
  return writeBeside(databasePath, 'DELETE FROM jobs');
}

describe('a picture of which nothing is known any more', () => {
  it.each(['Again', 'Edit', 'More'])('is asked for anew by %s, with its words', async (label) => {
    const shown = { prompt: 'a *fox*, and\nmore', steps: 33, aspect_ratio: '16:9' };
    const { studio, picture, ben } = await finished(shown);
    await forgetAll(studio);
    const opened = await press(studio, picture, label, ben);
    const { modal } = await opened.answered;
    expect(JSON.stringify(modal)).toContain(JSON.stringify('a *fox*, and\nmore'));
    const sent = await sendIn(studio, opened, {}, ben);
    expect(textOf(await made(studio, sent))).toContain('> a \\*fox\\*, and');
    expect(await jobOf(studio, sent)).toMatchObject({
      userId: ben.id,
      origin: undefined,
      wanted: { params: { steps: 33, aspectRatio: '16:9', cfg: 8 } },
    });
  });

  it('is covered where that one was', async () => {
    const { studio, picture, ben } = await finished({ spoiler: true });
    await forgetAll(studio);
    const opened = await press(studio, picture, 'Again', ben);
    const sent = await sendIn(studio, opened, {}, ben);
    await answerOf(sent);
    expect((await jobOf(studio, sent)).covered).toBe(true);
  });

  it('is private where that one was', async () => {
    const { studio, picture, ada } = await finished({ private: true });
    await forgetAll(studio);
    const opened = await press(studio, picture, 'Again', ada);
    const sent = await sendIn(studio, opened, {}, ada);
    await answerOf(sent);
    expect((await jobOf(studio, sent)).private).toBe(true);
  });

  it('goes into a new one by Vary, which asks for consent as for any picture', async () => {
    const { studio, picture, ben } = await finished({ prompt: 'a fox' });
    await forgetAll(studio);
    const opened = await press(studio, picture, 'Vary', ben);
    const sent = await sendIn(studio, opened, {}, ben);
    const question = await answerOf(sent);
    const agreed = await press(studio, question, 'I may use this picture', ben).catch(
      () => undefined,
    );
    expect(textOf(question)).toContain('a fox');
    expect(agreed ?? (await jobOf(studio, sent)).state).toBeDefined();
  });
});

it('a request that failed is asked for anew by Try again once nothing is known of it', async () => {
  const studio = await openStudio();
  studio.runpod.script({ error: 'ComfyUI process died unexpectedly' });
  const asked = await imagine(studio, { prompt: 'a fox' });
  const failed = await answerShowing(studio, asked, '**');
  await forgetAll(studio);
  const { ben } = studio.discord.world.people;
  const sent = await sendIn(studio, await press(studio, failed, 'Try again', ben), {}, ben);
  await made(studio, sent);
  expect(await jobOf(studio, sent)).toMatchObject({ userId: ben.id, wanted: { prompt: 'a fox' } });
});

describe('a button of another version', () => {
  it('asks anew once nothing is known of the picture', async () => {
    const { studio, asked, picture, ada } = await finished({ prompt: 'a fox' });
    const customId = `v2:remaster:job:${(await jobOf(studio, asked)).id}`;
    await forgetAll(studio);
    const click = await studio.discord.click({ by: ada, message: picture, customId, raw: true });
    const { modal } = await click.answered;
    expect(JSON.stringify(modal)).toContain('a fox');
  });

  it('says so, and offers what there is now', async () => {
    const { studio, asked, picture, ada } = await finished();
    const customId = `v2:remaster:job:${(await jobOf(studio, asked)).id}`;
    const click = await studio.discord.click({ by: ada, message: picture, customId, raw: true });
    expect(await quietAnswer(click)).toContain('from another version');
  });
});
