import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { completedMessage, showsPictures } from '../support/job-message.ts';
import { MovableClock } from '../support/movable-clock.ts';
import { openOutside } from './outside-scene.ts';
import { answerOf, press } from './result-scene.ts';
import { imagine, jobOf, quietAnswer, textOf } from './scene.ts';

const MINUTE = 60_000;

/** Ada's picture in a group, which she reports when the token of its message is over. */
async function openReported() {
  const clock = new MovableClock();
  const scene = await openOutside({ clock });
  const { studio, channels, ada } = scene;
  const { general } = studio.discord.world.channels;
  studio.discord.world.ownership = { owner: { id: ada.id, username: 'ada' } };
  await studio.stopBot();
  await studio.startBot({ OPERATOR_CHANNEL_ID: general.id });
  const asked = await imagine(studio, {}, { in: channels.group });
  const picture = await completedMessage(studio, asked);
  clock.advance(30 * MINUTE);
  const panel = await answerOf(await press(studio, picture, 'More'));
  const reasons = await answerOf(await press(studio, panel, 'Report'));
  await press(studio, reasons, 'It shows me');
  return { ...scene, asked, picture, general };
}

describe('a report of a picture made outside servers', () => {
  it('hides it by the token of the press, and goes to the operator, who decides', async () => {
    const { studio, asked, picture, general, ben } = await openReported();
    const { id } = await jobOf(studio, asked);
    const hidden = await studio.discord.waitFor(
      (now) => now.id === picture.id && !showsPictures(now),
    );
    expect(hidden.flags & MessageFlags.Ephemeral).not.toBe(0);
    const posted = await studio.discord.waitFor(
      (now) => now.channel_id === general.id && textOf(now).includes(id),
    );
    // Moderators of the server with that channel do not decide.
    expect(await quietAnswer(await press(studio, posted, 'Remove permanently', ben))).toContain(
      'Only the operator',
    );
    expect((await jobOf(studio, asked)).visibility).toBe('hidden');
    await press(studio, posted, 'Remove permanently');
    await expect.poll(async () => (await jobOf(studio, asked)).visibility).toBe('removed');
  });
});
