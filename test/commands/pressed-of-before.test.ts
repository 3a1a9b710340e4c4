import { describe, expect, it } from 'vitest';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { selectsOf } from '../../packages/stand-ins/discord/selects.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { forgetPicturesIn } from '../support/forget-pictures.ts';
import { smallPng } from '../support/imagine.ts';
import type { Studio } from '../support/studio.ts';
import { putPicturesOfBefore } from '../store/before-buttons.ts';
import { inkStudio } from './finish-three.ts';
import { answerOf, made, press, sampled } from './result-scene.ts';
import { graphSent, jobOf, quietAnswer, textOf } from './scene.ts';

/** A bot that finds what the version before left: a picture, four of them, and one from Ada's photo. */
async function leftByBefore() {
  const studio = await inkStudio();
  await studio.stopBot();
  const [one, four, ofPhoto] = await putPicturesOfBefore(studio, await smallPng());
  await studio.startBot();
  if (!one || !four || !ofPhoto) throw new Error('three messages were left');
  return { studio, one, four, ofPhoto, ...studio.discord.world.people };
}

/** Presses a button that this version knows nothing of, which opens the panel. */
async function panelByOther(studio: Studio, message: Message, by: Person): Promise<Message> {
  const [report] = buttonsOf(message);
  const customId = report?.custom_id.replace(':report:', ':remaster:') ?? '';
  const panel = await answerOf(await studio.discord.click({ by, message, customId, raw: true }));
  expect(textOf(panel)).toContain('from another version');
  return panel;
}

function chooseLast(
  { discord }: Studio,
  message: Message,
  by: Person,
): Promise<SandboxInteraction> {
  const [select] = selectsOf(message);
  const values = [select?.options.at(-1)?.value ?? ''];
  return discord.choose({ by, message, customId: select?.custom_id ?? '', values });
}

describe('a message of the version before results had buttons', () => {
  it('has no other button than Report, which hides its pictures', async () => {
    const { studio, four, cleo } = await leftByBefore();
    expect(buttonsOf(four).map(({ label }) => label)).toEqual(['Report']);
    expect(four.files).toHaveLength(4);
    const question = await answerOf(await press(studio, four, 'Report', cleo));
    await quietAnswer(await press(studio, question, 'Sexual', cleo));
    await expect.poll(() => studio.discord.message(four.id)?.files).toEqual([]);
  });

  it('comes back with its pictures when moderators show them again', async () => {
    const { studio, one, ben, cleo } = await leftByBefore();
    const { discord } = studio;
    const { channels } = discord.world;
    const chosen = await discord.command({
      by: ben,
      in: channels.general,
      name: 'moderation',
      subcommand: 'channel',
      options: { channel: channels.restricted },
    });
    await chosen.answered;
    const question = await answerOf(await press(studio, one, 'Report', cleo));
    await quietAnswer(await press(studio, question, 'Sexual', cleo));
    const report = await discord.waitFor((message) => textOf(message).includes('Reported picture'));
    await press(studio, report, 'Show again', ben);
    const again = await discord.waitFor(
      ({ id, files, components = [] }) =>
        id === one.id && files.length === 1 && JSON.stringify(components).includes('Again'),
    );
    expect(buttonsOf(again).map(({ label }) => label)).toContain('More');
  });

  it('gives its picture to be varied and made larger, where a button that is not known here opens the panel', async () => {
    const { studio, one, ben } = await leftByBefore();
    const panel = await panelByOther(studio, one, ben);
    const varied = await press(studio, panel, 'Vary', ben);
    await made(studio, varied);
    const upscaled = await press(studio, panel, 'Upscale', ben);
    await made(studio, upscaled);
    for (const asked of [varied, upscaled]) {
      const { userId, origin } = await jobOf(studio, asked);
      expect([userId, origin?.message?.messageId]).toEqual([ben.id, one.id]);
    }
  });

  it('gives the one of its four pictures that is chosen, from its message once they are no longer kept here', async () => {
    const { studio, four, ben } = await leftByBefore();
    await forgetPicturesIn(studio.databasePlace);
    const panel = await answerOf(
      await chooseLast(studio, await panelByOther(studio, four, ben), ben),
    );
    expect(textOf(panel)).toContain('picture 4 of 4');
    const varied = await press(studio, panel, 'Vary', ben);
    await made(studio, varied);
    const { image = '' } = sampled(await graphSent(studio));
    expect(Buffer.from(image, 'base64').length).toBeGreaterThan(100);
    expect((await jobOf(studio, varied)).wanted.inputs).toMatchObject([{ source: { picture: 3 } }]);
  });

  it('keeps what came of a photo to whom it is of', async () => {
    const { studio, ofPhoto, ada, ben } = await leftByBefore();
    const labels = (panel: Message) => buttonsOf(panel).map(({ label }) => label);
    expect(labels(await panelByOther(studio, ofPhoto, ben))).not.toContain('Vary');
    expect(labels(await panelByOther(studio, ofPhoto, ada))).toContain('Vary');
  });
});
