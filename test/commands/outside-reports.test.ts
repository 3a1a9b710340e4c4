import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { completedMessage, showsPictures } from '../support/job-message.ts';
import { MovableClock } from '../support/movable-clock.ts';
import type { Studio } from '../support/studio.ts';
import { openOutside } from './outside-scene.ts';
import { answerOf, press } from './result-scene.ts';
import { imagine, jobOf, quietAnswer, textOf } from './scene.ts';

const MINUTE = 60_000;

/** Ada's picture in a group, when the token of its message is over. `isWatched`: her channel gets reports. */
async function openPicture({ isWatched }: { readonly isWatched: boolean }) {
  const clock = new MovableClock();
  const scene = await openOutside({ clock });
  const { studio, channels, ada } = scene;
  const { general } = studio.discord.world.channels;
  if (isWatched) {
    studio.discord.world.ownership = { owner: { id: ada.id, username: 'ada' } };
    await studio.stopBot();
    await studio.startBot({ OPERATOR_CHANNEL_ID: general.id });
  }
  const asked = await imagine(studio, {}, { in: channels.group });
  const picture = await completedMessage(studio, asked);
  clock.advance(30 * MINUTE);
  const panel = await answerOf(await press(studio, picture, 'More'));
  return { ...scene, clock, asked, picture, panel, general };
}

function hiddenMessage({ discord }: Studio, { id }: Message): Promise<Message> {
  return discord.waitFor((now) => now.id === id && !showsPictures(now));
}

/** What the reporter reads: why they report, and the answer. */
async function report(studio: Studio, panel: Message): Promise<readonly string[]> {
  const reasons = await answerOf(await press(studio, panel, 'Report'));
  const thanks = await answerOf(await press(studio, reasons, 'It shows me'));
  return [textOf(reasons), textOf(thanks)];
}

describe('a report of a picture made outside servers', () => {
  it('hides it by the token of the press, and goes to the operator, who decides', async () => {
    const { studio, asked, picture, panel, general, ben } = await openPicture({ isWatched: true });
    const { id } = await jobOf(studio, asked);
    const [why, thanks] = await report(studio, panel);
    expect(why).toContain('The operator of this bot will see that you reported it.');
    expect(thanks).toBe('Thanks. The picture is hidden until the operator of this bot decides.');
    const hidden = await hiddenMessage(studio, picture);
    expect(hidden.flags & MessageFlags.Ephemeral).not.toBe(0);
    expect(textOf(hidden)).toContain("It's hidden until the operator of this bot decides.");
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
    await studio.discord.waitFor(
      (now) =>
        now.id === picture.id &&
        textOf(now).includes('The operator of this bot removed this picture.'),
    );
  });

  it('promises nobody where the operator receives none, and hides it all the same', async () => {
    const { studio, picture, panel } = await openPicture({ isWatched: false });
    const [why, thanks] = await report(studio, panel);
    expect(why).toContain('The operator of this bot receives no reports from outside servers');
    expect(thanks).toBe('Thanks. The picture is hidden.');
    const hidden = textOf(await hiddenMessage(studio, picture));
    expect(hidden).toContain('The operator of this bot receives no reports');
    expect(hidden).toContain('Without a decision, it will be removed permanently <t:');
    expect(hidden).not.toContain('server manager');
  });

  it('says that the message stays if it cannot change any more', async () => {
    const { studio, clock, asked, panel } = await openPicture({ isWatched: true });
    clock.advance(16 * MINUTE);
    const [, thanks] = await report(studio, panel);
    expect(thanks).toContain('Its message stays until you dismiss it');
    expect((await jobOf(studio, asked)).visibility).toBe('hidden');
  });
});

it('a private picture whose message cannot change any more is deleted, and its message stays', async () => {
  const { studio, clock, panel } = await openPicture({ isWatched: false });
  clock.advance(16 * MINUTE);
  const question = await answerOf(await press(studio, panel, 'Delete'));
  const deleted = textOf(await answerOf(await press(studio, question, 'Delete permanently')));
  expect(deleted).toContain('Deleted.');
  expect(deleted).toContain('Its message stays until you dismiss it');
});
