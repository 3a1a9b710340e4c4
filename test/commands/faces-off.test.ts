import { describe, expect, it } from 'vitest';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import { answerShowing, imagine, jobOf, openStudio, quietAnswer, settled } from './scene.ts';
import { portrait } from './portrait.ts';

const OFF = { env: { FACE_REFERENCES: 'off' } };

async function photo() {
  return { face: { name: 'me.png', bytes: await portrait() } };
}

describe('with FACE_REFERENCES=off', () => {
  it('the options for a photo are gone, and the rest works', async () => {
    const studio = await openStudio(OFF);
    const [command] = studio.discord.commands('global');
    expect(command?.options?.map(({ name }) => name)).toEqual([
      'prompt',
      'aspect_ratio',
      'count',
      'style',
      'negative_prompt',
      'preset',
      'seed',
      'private',
      'spoiler',
      'steps',
      'cfg',
      'sampler',
      'scheduler',
      'denoise',
    ]);
    expect((await settled(studio, await imagine(studio))).state).toBe('completed');
  });

  it('a photo that comes all the same is refused', async () => {
    const studio = await openStudio(OFF);
    const forged = await imagine(studio, await photo(), { raw: true });
    expect(await quietAnswer(forged)).toContain("doesn't accept pictures that may show a person");
  });

  it('what was asked for before ends, and the button of an open question is dead', async () => {
    const studio = await openStudio();
    studio.runpod.http.fault({ path: /\/run$/, times: Infinity, answer: { status: 429 } });
    const waiting = await imagine(studio, { ...(await photo()), face_consent: true });
    const asked = await imagine(studio, await photo());
    const { message: question } = await asked.answered;
    if (!question) throw new Error('there is no question');
    await expect.poll(async () => (await jobOf(studio, waiting)).state).toBe('ready');
    await studio.stopBot();
    await studio.startBot({ FACE_REFERENCES: 'off' });
    await answerShowing(studio, waiting, "doesn't accept pictures that may show a person");
    const [consent] = buttonsOf(question);
    const click = await studio.discord.click({
      by: studio.discord.world.people.ada,
      message: question,
      customId: consent?.custom_id ?? '',
      // Whoever has not seen yet that the question is closed.
      raw: true,
    });
    expect(await quietAnswer(click)).toContain("I don't know that command or button.");
  });
});
