import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import type { Studio } from '../support/studio.ts';
import { jobOf, openStudio, quietAnswer, settled, textOf, waitingMessage } from './scene.ts';
import {
  completedMessage,
  endedMessage,
  phaseShown,
  workingMessage,
} from '../support/job-message.ts';

const ROUNDS = 30;
const TINY_PICTURE = { output: { images: [{ filename: 'a.png', data: base64(PNG) }] } };

function press({ discord }: Studio, message: Message, by: Person): Promise<SandboxInteraction> {
  return discord.click({ by, message, label: 'Cancel', raw: true });
}

describe('Cancel', () => {
  it('ends a job that waits, for its requester, and says so in the answer to the click', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const { ada } = studio.discord.world.people;
    const { message } = await waitingMessage(studio);
    const click = await press(studio, message, ada);
    const { message: shown } = await click.answered;
    expect(shown?.id).toBe(message.id);
    expect(shown && textOf(shown)).toMatch(new RegExp(`Cancelled by <@${ada.id}> after \\d+ s\\.`));
    expect(shown?.components).toEqual([]);
  });

  it('ends a job that is being worked on', async () => {
    const studio = await openStudio();
    studio.runpod.hold();
    const { interaction } = await waitingMessage(studio);
    const working = await workingMessage(studio, interaction);
    const click = await press(studio, working, studio.discord.world.people.ada);
    expect((await click.answered).message?.embeds[0]?.description).toContain('Cancelled by');
    expect((await jobOf(studio, interaction)).state).toBe('cancelled');
  });

  it.each([0, 3])('is told to RunPod where %i workers are free', async (workers) => {
    const studio = await openStudio({ runpod: { workers } });
    studio.runpod.hold();
    const { interaction, message } = await waitingMessage(studio);
    await studio.runpod.waitFor((job) => job.status === (workers ? 'IN_PROGRESS' : 'IN_QUEUE'));
    await press(studio, message, studio.discord.world.people.ada);
    await studio.runpod.waitFor((job) => job.status === 'CANCELLED');
    await expect.poll(async () => (await jobOf(studio, interaction)).remoteOpen).toBe(false);
  });

  it('works for somebody who may manage messages there, and names them', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const { ben } = studio.discord.world.people;
    const { message } = await waitingMessage(studio);
    const { message: shown } = await (await press(studio, message, ben)).answered;
    expect(shown && textOf(shown)).toContain(`Cancelled by <@${ben.id}>`);
  });

  it('is refused to everybody else, quietly, and changes nothing', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const { ada, cleo } = studio.discord.world.people;
    const { interaction, message } = await waitingMessage(studio);
    expect(await quietAnswer(await press(studio, message, cleo))).toBe(
      `Only <@${ada.id}> or a moderator can cancel this. Ask one of them.`,
    );
    expect((await jobOf(studio, interaction)).state).not.toBe('cancelled');
    expect(studio.discord.message(message.id)?.components).toHaveLength(1);
  });

  it('pressed twice is done once, and both clicks are answered with the same message', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const { ada } = studio.discord.world.people;
    const { message } = await waitingMessage(studio);
    const clicks = await Promise.all([press(studio, message, ada), press(studio, message, ada)]);
    const answers = await Promise.all(clicks.map(({ answered }) => answered));
    const shown = answers.map((answer) => answer.message && textOf(answer.message));
    expect(shown[0]).toContain('Cancelled by');
    expect(shown[1]).toBe(shown[0]);
  });

  it('comes too late for a job that is done, and the picture stays', async () => {
    const studio = await openStudio();
    const { interaction } = await waitingMessage(studio);
    const done = await completedMessage(studio, interaction);
    const click = await studio.discord.click({
      by: studio.discord.world.people.ada,
      message: done,
      customId: `v1:cancel:${(await jobOf(studio, interaction)).id}`,
      raw: true,
    });
    expect(await quietAnswer(click)).toContain('Too late: this job is already completed.');
    expect(studio.discord.message(done.id)?.files).toHaveLength(1);
  });
});

describe('Cancel against completion', () => {
  it('comes to one end each time, the one in the row, and never to both', async () => {
    const studio = await openStudio({ runpod: { workers: ROUNDS } });
    const { ada } = studio.discord.world.people;
    studio.runpod.hold();
    for (let round = 0; round < ROUNDS; round += 1) studio.runpod.script(TINY_PICTURE);
    const race = async (round: number) => {
      const { interaction, message } = await waitingMessage(studio, { seed: round });
      const customId = `v1:cancel:${(await jobOf(studio, interaction)).id}`;
      const { id } = await studio.runpod.waitFor(
        (job) =>
          job.status === 'IN_PROGRESS' && JSON.stringify(job.input).includes(`"seed":${round},`),
      );
      const complete = studio.runpod.complete(id);
      // From before RunPod is done to after the next poll.
      for (let turn = 0; turn < round * 3; turn += 1) await setImmediate();
      // Raw, since by now the message may have lost its button.
      const click = await studio.discord.click({ by: ada, message, customId, raw: true });
      await click.answered;
      await complete;
      const { state } = await settled(studio, interaction);
      await endedMessage(studio, interaction);
      return { state, message };
    };
    const ends = await Promise.all(Array.from({ length: ROUNDS }, (_, round) => race(round)));
    await studio.stopBot();
    for (const { state, message } of ends) {
      const { versions = [], files } = studio.discord.message(message.id) ?? {};
      const seen = versions.map(({ payload }) => phaseShown(payload));
      const ended = seen.filter((phase) => phase === 'cancelled' || phase === 'completed');
      expect(new Set(ended)).toEqual(new Set([state]));
      expect(seen.at(-1)).toBe(state);
      expect(files).toHaveLength(state === 'cancelled' ? 0 : 1);
    }
  });

  it('keeps a picture back that comes from a worker which went on after the cancel', async () => {
    const studio = await openStudio({ runpod: { cancelMs: 60_000 } });
    studio.runpod.hold();
    const { interaction, message } = await waitingMessage(studio);
    const { id } = await studio.runpod.waitFor((job) => job.status === 'IN_PROGRESS');
    await press(studio, message, studio.discord.world.people.ada);
    await endedMessage(studio, interaction);
    await studio.runpod.complete(id);
    await expect.poll(async () => (await jobOf(studio, interaction)).remoteOpen).toBe(false);
    await studio.stopBot();
    const last = studio.discord.message(message.id);
    expect(last && textOf(last)).toContain('Cancelled by');
    expect(last?.files).toEqual([]);
  });
});

describe('a forged click', () => {
  const UNKNOWN = 'I no longer have that job.';

  it('from the message of another job is refused', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const { ada } = studio.discord.world.people;
    const first = await waitingMessage(studio);
    const second = await waitingMessage(studio);
    const { id } = await jobOf(studio, first.interaction);
    const click = await studio.discord.click({
      by: ada,
      message: second.message,
      customId: `v1:cancel:${id}`,
      raw: true,
    });
    expect(await quietAnswer(click)).toContain(UNKNOWN);
    expect((await jobOf(studio, first.interaction)).state).not.toBe('cancelled');
  });

  it('from another channel is refused', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const { people, channels } = studio.discord.world;
    const here = await waitingMessage(studio);
    const there = await waitingMessage(studio, {}, { in: channels.general });
    const { id } = await jobOf(studio, here.interaction);
    const click = await studio.discord.click({
      by: people.ada,
      message: there.message,
      customId: `v1:cancel:${id}`,
      raw: true,
    });
    expect(await quietAnswer(click)).toContain(UNKNOWN);
  });

  it('for a job that never was is refused', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const { message } = await waitingMessage(studio);
    const click = await studio.discord.click({
      by: studio.discord.world.people.ada,
      message,
      customId: 'v1:cancel:zzzzzzzz',
      raw: true,
    });
    expect(await quietAnswer(click)).toContain(UNKNOWN);
  });

  it.each([
    '',
    'cancel',
    'v1:cancel',
    'v1:cancel:',
    'v2:cancel:abc',
    'v2:cancel:report:abc',
    'v2:cancel:person:abc',
    'v1:constructor:abc',
    '\u0000',
    'v1:cancel:abc:def',
    'x'.repeat(100),
  ])('with the custom id %j is refused', async (customId) => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const { message } = await waitingMessage(studio);
    const click = await studio.discord.click({
      by: studio.discord.world.people.ada,
      message,
      customId,
      raw: true,
    });
    expect(await quietAnswer(click)).toBe(
      "I don't know that command or button. Reload Discord and try again.",
    );
  });
});
