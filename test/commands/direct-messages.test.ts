import { describe, expect, it } from 'vitest';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { en } from '../../src/say/en/en.ts';
import { removeJob } from '../../src/jobs/sql/visibility.ts';
import { MovableClock } from '../support/movable-clock.ts';
import type { Studio } from '../support/studio.ts';
import { refusal } from '../discord/rest/refusal.ts';
import { undeliverableJob } from '../discord/sync/bad-day.ts';
import { choose, turned, use } from './panels.ts';
import { answerOf, made, press } from './result-scene.ts';
import { answerShowing, imagine, jobOf, openStudio, quietAnswer, textOf } from './scene.ts';
import { completedMessage, showsPictures, workingMessage } from '../support/job-message.ts';

const MINUTE = 60_000;

/** A studio in which Ada's private job runs until `studio.runpod.release()`, past the end of its message's token. */
async function openLate() {
  const clock = new MovableClock();
  const studio = await openStudio({
    clock,
    env: { JOB_TIMEOUT_MS: String(240 * MINUTE) },
    runpod: { workerLimitMs: 240 * MINUTE },
  });
  studio.runpod.hold();
  const { general } = studio.discord.world.channels;
  const asked = await imagine(studio, { private: true }, { in: general });
  const message = await workingMessage(studio, asked);
  return { clock, studio, asked, message };
}

/** What the bot has written to Ada. */
function written(studio: Studio): readonly Message[] {
  const { ada } = studio.discord.world.people;
  return studio.discord.messages(studio.discord.world.directChannel(ada), ada);
}

/** Ada's direct message with the picture of a job. */
async function arrived(studio: Studio, asked: SandboxInteraction): Promise<Message> {
  const { id } = await jobOf(studio, asked);
  const { id: channel } = studio.discord.world.directChannel(studio.discord.world.people.ada);
  return studio.discord.waitFor(
    (now) => now.channel_id === channel && showsPictures(now) && textOf(now).includes(id),
  );
}

/** The same, for a job that has just come as a direct message. */
async function gone() {
  const scene = await openLate();
  scene.clock.advance(14 * MINUTE);
  scene.studio.runpod.release();
  return { ...scene, direct: await arrived(scene.studio, scene.asked) };
}

describe('a private job that takes longer than its message can be changed', () => {
  it('goes on as one direct message, to which the first one leads', async () => {
    const { studio, asked, message, direct } = await gone();
    expect(written(studio)).toHaveLength(1);
    expect(direct.files).toHaveLength(1);
    const left = await turned(studio, message, 'Continued in a DM');
    expect(textOf(left)).toContain(`/@me/${direct.channel_id}/${direct.id}`);
    const { channelId, messageId, ephemeral } = await jobOf(studio, asked);
    expect([channelId, messageId, ephemeral]).toEqual([direct.channel_id, direct.id, false]);
  });

  it('does so too where it waits that long for its turn, and says so meanwhile', async () => {
    const clock = new MovableClock();
    const studio = await openStudio({
      clock,
      env: { MAX_JOBS_PER_PERSON: '1', JOB_TIMEOUT_MS: String(240 * MINUTE) },
      runpod: { workerLimitMs: 240 * MINUTE },
    });
    studio.runpod.hold();
    const { general } = studio.discord.world.channels;
    await workingMessage(studio, await imagine(studio));
    const asked = await imagine(studio, { private: true }, { in: general });
    const waiting = await answerShowing(studio, asked, 'Waiting for your other pictures');
    expect(textOf(waiting)).toContain(en.result.onlyYou);
    clock.advance(14 * MINUTE);
    studio.runpod.release();
    expect((await arrived(studio, asked)).files).toHaveLength(1);
    await turned(studio, waiting, 'Continued in a DM');
  });

  it('does so once where the bot is stopped before the message is posted', async () => {
    const { studio, asked, clock } = await openLate();
    studio.discord.rest.fault({
      ...{ method: 'POST', path: /\/channels\/\d+\/messages$/, times: Infinity },
      answer: refusal(500, 0),
    });
    clock.advance(14 * MINUTE);
    studio.runpod.release();
    await expect.poll(async () => (await jobOf(studio, asked)).ephemeral).toBe(false);
    await studio.stopBot();
    studio.discord.rest.clearFaults();
    await studio.startBot();
    await arrived(studio, asked);
    expect(written(studio)).toHaveLength(1);
  });

  it('goes on there where the command was never answered', async () => {
    const clock = new MovableClock();
    const studio = await openStudio({ clock });
    studio.discord.rest.fault({ path: /callback$/, times: 4, answer: refusal(404, 10_062) });
    const { general } = studio.discord.world.channels;
    const asked = await imagine(studio, { private: true }, { in: general });
    await expect.poll(async () => (await jobOf(studio, asked)).state).toBe('completed');
    expect((await arrived(studio, asked)).files).toHaveLength(1);
  });

  it('goes on there where the bot may open none just then', async () => {
    const { studio, asked, clock } = await openLate();
    const path = /\/users\/.*\/channels$/;
    studio.discord.rest.fault({ method: 'POST', path, answer: refusal(403, 40_003) });
    clock.advance(14 * MINUTE);
    studio.runpod.release();
    expect((await arrived(studio, asked)).files).toHaveLength(1);
    expect(written(studio)).toHaveLength(1);
  });

  it('is cancelled where its requester takes none, and the message says so', async () => {
    const { studio, asked, message, clock } = await openLate();
    studio.discord.world.setDirectMessages(studio.discord.world.people.ada, false);
    clock.advance(14 * MINUTE);
    studio.runpod.release();
    await undeliverableJob(studio, asked);
    await turned(studio, message, "I can't DM you");
    expect(written(studio)).toEqual([]);
  });

  it('says nothing more by direct message of what it has shown', async () => {
    const clock = new MovableClock();
    const studio = await openStudio({ clock });
    const { general } = studio.discord.world.channels;
    const asked = await imagine(studio, { private: true }, { in: general });
    await completedMessage(studio, asked);
    clock.advance(20 * MINUTE);
    const { id } = await jobOf(studio, asked);
    await expect.poll(async () => (await jobOf(studio, asked)).toldAt).toBeDefined();
    await studio.bot.log.change((changing) => removeJob(changing, id));
    await undeliverableJob(studio, asked);
    expect(written(studio)).toEqual([]);
  });
});

describe('in direct messages', () => {
  it('the buttons of one’s own jobs work, and what comes of them stays there', async () => {
    const { studio, asked, direct } = await gone();
    const again = await press(studio, direct, 'Again');
    const second = await made(studio, again);
    expect(second.channel_id).toBe(direct.channel_id);
    const [before, after] = [await jobOf(studio, asked), await jobOf(studio, again)];
    expect(after).toMatchObject({ guildId: before.guildId, private: true, ageRestricted: false });
    const varied = await made(studio, await press(studio, second, 'Vary'));
    expect(varied.channel_id).toBe(direct.channel_id);
    // They lead to one another, up and down.
    const link = (to: Message) => `/channels/@me/${direct.channel_id}/${to.id}`;
    expect(textOf(varied)).toContain(
      `A variation of [that picture](https://discord.com${link(second)}`,
    );
    const above = await answerOf(await press(studio, second, 'More'));
    expect(textOf(await answerOf(await press(studio, above, 'Details')))).toContain(link(varied));
    const more = await answerOf(await press(studio, varied, 'More'));
    expect(textOf(await answerOf(await press(studio, more, 'Details')))).toContain(
      'Send this in a server',
    );
    await press(studio, more, 'Delete');
    const sure = await turned(studio, more, 'Delete this picture');
    await press(studio, sure, 'Delete permanently');
    await expect.poll(() => studio.discord.message(varied.id)).toBeUndefined();
  });

  it('a job is changed in a form, cancelled, and tried again', async () => {
    const { studio, direct, clock } = await gone();
    const edit = await press(studio, direct, 'Edit');
    expect((await edit.answered).modal).toBeDefined();
    studio.runpod.hold();
    const again = await press(studio, direct, 'Again');
    const waiting = await answerOf(again);
    await press(studio, waiting, 'Cancel');
    await turned(studio, waiting, 'Cancelled by');
    studio.runpod.release();
    // Two presses within three seconds are one.
    clock.advance(5_000);
    studio.runpod.script({ error: 'No output images produced' });
    const failing = await press(studio, direct, 'Again');
    const failed = await answerShowing(studio, failing, 'without a picture');
    await made(studio, await press(studio, failed, 'Try again'));
  });

  it('the buttons work in a bot for some servers, where the job is of one of these', async () => {
    const { studio, direct } = await gone();
    const { guild } = studio.discord.world;
    for (const [allowed, says] of [
      [guild.id, 'Made again from'],
      ['200000000000000009', 'for other servers only'],
    ] as const) {
      await studio.stopBot();
      await studio.startBot({ ALLOWED_GUILD_IDS: allowed });
      expect(textOf(await answerOf(await press(studio, direct, 'Again')))).toContain(says);
    }
  });

  it('a picture is taken away by those who moderate its server', async () => {
    const { studio, direct, asked } = await gone();
    const { ben } = studio.discord.world.people;
    const listed = await use(studio, 'moderation', { by: ben, subcommand: 'private' });
    const list = await answerShowing(studio, listed, 'Private pictures in this server');
    await choose(studio, list, 'private-pick', [(await jobOf(studio, asked)).id], ben);
    const sure = await turned(studio, list, 'private picture of job');
    await press(studio, sure, 'Remove permanently', ben);
    const removed = await turned(studio, direct, "This server's moderators removed");
    expect(removed.files).toEqual([]);
  });

  it('nobody makes anything whom the moderators of its server keep out', async () => {
    const { studio, direct, asked } = await gone();
    const { ada, ben } = studio.discord.world.people;
    await studio.discord.command({
      ...{ by: ben, in: studio.discord.world.channels.general, name: 'moderation' },
      ...{ subcommand: 'block', options: { person: ada } },
    });
    await expect
      .poll(async () => quietAnswer(await press(studio, direct, 'Again')))
      .toContain('have blocked you');
    expect((await jobOf(studio, asked)).state).toBe('completed');
  });
});
