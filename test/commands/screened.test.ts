import { describe, expect, it } from 'vitest';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import { answerShowing, findJob, imagine, openStudio, quietAnswer, settled } from './scene.ts';
import { portrait } from './portrait.ts';

async function withFace(options: OptionValues): Promise<OptionValues> {
  return { ...options, face: { name: 'me.png', bytes: await portrait() }, face_consent: true };
}

describe('words that ask for what is not made', () => {
  it.each([
    [{ prompt: 'a nude portrait' }, '(“nude”)'],
    [{ prompt: 'a portrait', negative_prompt: 'clothes' }, '(“clothes”)'],
    [{ prompt: 'a portrait in lingerie' }, '(“lingerie”)'],
    [{ prompt: 'a child, lingerie' }, "I can't make this picture."],
  ])('with a face are refused before anything is written down: %j', async (options, why) => {
    const studio = await openStudio();
    const interaction = await imagine(studio, await withFace(options));
    expect(await quietAnswer(interaction)).toContain(why);
    expect(await findJob(studio, interaction.id)).toBeUndefined();
    expect(studio.logged.join('')).not.toContain(options.prompt);
  });

  it('get one neutral answer where they may involve minors, strong or weak, with a face or without', async () => {
    const studio = await openStudio();
    const { general } = studio.discord.world.channels;
    const strong = { prompt: 'a nude child' };
    const weak = { prompt: 'a child, lingerie' };
    const away = { prompt: 'a nude woman', negative_prompt: 'adult' };
    const asked = [strong, weak, away, await withFace(strong), await withFace(weak)];
    for (const options of asked) {
      const told = await quietAnswer(await imagine(studio, options, { in: general }));
      expect(told.split('\n')[0]).toBe("I can't make this picture. Try a different prompt.");
      expect(told.split('```')[0]).not.toMatch(/minor|child|nude|lingerie|adult/);
    }
  });

  it('explicit ones are for age-restricted channels', async () => {
    const studio = await openStudio();
    const { general } = studio.discord.world.channels;
    const nude = { prompt: 'a nude woman in oil' };
    const refused = await imagine(studio, nude, { in: general });
    expect(await quietAnswer(refused)).toContain(
      "Explicit pictures aren't allowed in this channel",
    );
    expect((await settled(studio, await imagine(studio, nude))).state).toBe('completed');
  });

  it('are refused on Try again too, where the channel has changed since', async () => {
    const studio = await openStudio();
    studio.runpod.script({ error: 'CUDA out of memory' });
    const interaction = await imagine(studio, { prompt: 'a nude woman in oil' });
    const message = await answerShowing(studio, interaction, 'ran out of memory');
    const { ada } = studio.discord.world.people;
    Object.assign(studio.discord.world.channels.restricted, { nsfw: false });
    const again = await studio.discord.click({ by: ada, message, label: 'Try again' });
    expect(await quietAnswer(again)).toContain("Explicit pictures aren't allowed in this channel");
  });

  it('harmless neighbours of them are made', async () => {
    const studio = await openStudio();
    const options = { prompt: 'a portrait with nude lipstick', negative_prompt: 'nude, nsfw' };
    const { state } = await settled(studio, await imagine(studio, await withFace(options)));
    expect(state).toBe('completed');
  });
});

describe('a cfg so low that the safety terms in the negative prompt would not act', () => {
  const inside = 'below that, the safety prompt has no effect.';
  const ofPhoto = 'below that, the safety prompt has no effect.';

  it('is taken for words alone and the general checkpoint', async () => {
    const studio = await openStudio();
    const { general } = studio.discord.world.channels;
    for (const cfg of [1, 1.9]) {
      const { state, wanted, models } = await settled(
        studio,
        await imagine(studio, { cfg }, { in: general }),
      );
      expect([state, wanted.params.cfg, models.checkpoint]).toEqual([
        'completed',
        cfg,
        'sd_xl_base_1.0.safetensors',
      ]);
    }
  });

  it('is refused where pictures may be explicit', async () => {
    const studio = await openStudio();
    const said = await quietAnswer(await imagine(studio, { cfg: 1.9 }));
    expect(said).toContain(`\`cfg\` must be at least 2 in this channel: ${inside}`);
    expect((await settled(studio, await imagine(studio, { cfg: 2 }))).state).toBe('completed');
  });

  it('is taken there too where the operator has but one checkpoint, for everybody', async () => {
    const studio = await openStudio({ env: { CHECKPOINT_NAME: 'sd_xl_base_1.0.safetensors' } });
    expect((await settled(studio, await imagine(studio, { cfg: 1 }))).state).toBe('completed');
  });

  it.each(['general', 'restricted'] as const)('is refused with a photo: %s', async (name) => {
    const studio = await openStudio();
    const options = await withFace({ cfg: 1 });
    const channel = studio.discord.world.channels[name];
    const said = await quietAnswer(await imagine(studio, options, { in: channel }));
    expect(said).toContain(`\`cfg\` must be at least 2 with a photo: ${ofPhoto}`);
  });
});
