import { describe, expect, it } from 'vitest';
import type { ComponentPayload } from '../../packages/stand-ins/discord/interaction-payload.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { portrait } from '../commands/portrait.ts';
import { finished } from '../commands/result-scene.ts';
import { imagine, jobOf, openStudio, quietAnswer } from '../commands/scene.ts';
import { completedMessage } from '../support/job-message.ts';
import type { Studio } from '../support/studio.ts';
import { forgedClick } from './forged.ts';

/** Presses a button of the panel about a picture that was never offered, and gives what is said of it. */
async function pressed(
  studio: Studio,
  { by, message, action }: { by: Person; message: Message; action: string },
  more: (payload: ComponentPayload) => object = () => ({}),
): Promise<string> {
  const job = await studio.bot.log.jobs.findByMessage(message.channel_id, message.id);
  const custom_id = `v2:${action}:job:${job?.id ?? ''}:0`;
  const forged = await forgedClick(studio, { by, message }, (payload) => ({
    ...payload,
    data: { ...payload.data, custom_id },
    ...more(payload),
  }));
  return quietAnswer(forged);
}

describe('a forged button of the panel about a picture', () => {
  it.each(['delete', 'delete-now'])(
    'by "%s" takes away nothing of another member',
    async (action) => {
      const { studio, asked, picture, cleo } = await finished();
      const said = await pressed(studio, { by: cleo, message: picture, action });
      expect(said).toContain('Only');
      expect(await jobOf(studio, asked)).toMatchObject({ visibility: 'shown' });
      expect((await jobOf(studio, asked)).erasedAt).toBeUndefined();
    },
  );

  it('sends nobody else what was made from a photo', async () => {
    const face = { name: 'me.png', bytes: await portrait() };
    const { studio, picture, ben } = await finished({ face, face_consent: true });
    const said = await pressed(studio, { by: ben, message: picture, action: 'save' });
    expect(said).toContain('made from a photo');
  });

  it('shows what is age-restricted neither elsewhere nor in a direct message', async () => {
    const studio = await openStudio();
    const { ada } = studio.discord.world.people;
    const message = await completedMessage(studio, await imagine(studio));
    const forAll = ({ channel }: ComponentPayload) => ({ channel: { ...channel, nsfw: false } });
    const original = await pressed(studio, { by: ada, message, action: 'original' }, forAll);
    const saved = await pressed(studio, { by: ada, message, action: 'save' });
    for (const said of [original, saved]) expect(said).toContain('age-restricted');
  });
});
