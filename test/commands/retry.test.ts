import { describe, expect, it } from 'vitest';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Outcome } from '../../packages/stand-ins/runpod/job.ts';
import type { Studio } from '../support/studio.ts';
import { portrait } from './portrait.ts';
import {
  answerShowing,
  graphSent,
  imagine,
  jobOf,
  openStudio,
  quietAnswer,
  textOf,
} from './scene.ts';
import { completedMessage, phaseShown } from '../support/job-message.ts';

const DIED: Outcome = { error: 'ComfyUI process died unexpectedly' };

/** Ada's job that failed, and its message. */
async function failed(studio: Studio, outcome: Outcome = DIED, options = {}) {
  studio.runpod.script(outcome);
  const interaction = await imagine(studio, options);
  const message = await answerShowing(studio, interaction, '**');
  return { interaction, message };
}

function tryAgain({ discord }: Studio, message: Message, by = discord.world.people.ada) {
  return discord.click({ by, message, label: 'Try again', raw: true });
}

describe('a job that failed', () => {
  it.each([
    ['No prompt provided in input', 'ComfyUI on the GPU worker refused this request.'],
    ["ComfyUI error: ['KSampler', 'bad']", 'A step of this picture failed on the GPU worker.'],
    ['No output images produced', 'The worker finished without a picture.'],
    [
      'Prompt 1b4e28ba did not complete within 600s',
      "The picture took longer than the worker's time limit.",
    ],
    ['ComfyUI process died with exit code -9', 'The GPU crashed on this one.'],
    [
      "ComfyUI error: [['execution_error', {'exception_message': 'InsightFace: No face detected.'}]]",
      "The worker didn't find a face in that photo.",
    ],
  ])('says what "%s" means, and nothing of the text itself', async (error, sentence) => {
    const studio = await openStudio();
    const { message } = await failed(studio, { error });
    expect(textOf(message)).toContain(`**${sentence}**`);
    expect(textOf(message)).not.toContain(error);
  });

  it('failed too where RunPod calls it COMPLETED and its output is an error', async () => {
    const studio = await openStudio();
    const { message } = await failed(studio, { output: { error: 'No output images produced' } });
    expect(textOf(message)).toContain('**The worker finished without a picture.**');
  });

  it.each([
    ['TIMED_OUT', 'The GPU service gave up on this job'],
    ['CANCELLED', 'Cancelled by the GPU service'],
  ])('says so where RunPod ends it as %s', async (status, sentence) => {
    const studio = await openStudio();
    studio.runpod.script({ status });
    const interaction = await imagine(studio);
    expect(textOf(await answerShowing(studio, interaction, sentence))).toContain('> a lighthouse');
  });

  it("tells the operator's problem to the operator, and only a sentence to people", async () => {
    const studio = await openStudio({ env: { RUNPOD_API_KEY: 'wrong-key' } });
    const interaction = await imagine(studio);
    const message = await answerShowing(
      studio,
      interaction,
      "The GPU service refused the bot's key.",
    );
    expect(textOf(message)).toContain("I've logged it for the operator");
    expect(studio.logged.some((line) => line.includes('RunPod refuses RUNPOD_API_KEY'))).toBe(true);
    expect(studio.logged.join('')).not.toContain('wrong-key');
  });
});

describe('Try again', () => {
  it('makes a new job of the same settings and seed, and leaves the old one as it was', async () => {
    const studio = await openStudio();
    const { interaction, message } = await failed(studio, DIED, { steps: 31, cfg: 4 });
    const click = await tryAgain(studio, message);
    await completedMessage(studio, click);
    expect(await graphSent(studio, 2)).toEqual(await graphSent(studio, 1));
    expect(studio.discord.message(message.id)?.versions).toHaveLength(message.versions.length);
    const [old, again] = [await jobOf(studio, interaction), await jobOf(studio, click)];
    expect([old.state, again.state, again.retryOf]).toEqual(['failed', 'completed', old.id]);
  });

  it('pressed twice at once makes one job', async () => {
    const studio = await openStudio();
    const { message } = await failed(studio);
    const clicks = await Promise.all([tryAgain(studio, message), tryAgain(studio, message)]);
    const answers = await Promise.all(clicks.map(({ answered }) => answered));
    const [first, second] = answers.map(({ message }) => message);
    expect(first && phaseShown(first)).toBe('waiting');
    expect(second && textOf(second)).toContain('This was already retried.');
    await completedMessage(studio, clicks[0]);
    expect(studio.runpod.submissions()).toBe(2);
  });

  it('says where the new job is to whoever presses it later', async () => {
    const studio = await openStudio();
    const { message } = await failed(studio);
    const again = await completedMessage(studio, await tryAgain(studio, message));
    const { guild } = studio.discord.world;
    expect(await quietAnswer(await tryAgain(studio, message))).toContain(
      `See https://discord.com/channels/${guild.id}/${again.channel_id}/${again.id}.`,
    );
  });

  it('is refused quietly to anybody but the requester', async () => {
    const studio = await openStudio();
    const { ada, ben } = studio.discord.world.people;
    const { message } = await failed(studio);
    expect(await quietAnswer(await tryAgain(studio, message, ben))).toContain(
      `Only <@${ada.id}> can do that.`,
    );
    expect(studio.runpod.submissions()).toBe(1);
  });

  it('is refused for a job that did not fail', async () => {
    const studio = await openStudio();
    const interaction = await imagine(studio);
    const message = await completedMessage(studio, interaction);
    const click = await studio.discord.click({
      by: studio.discord.world.people.ada,
      message,
      customId: `v1:retry:${(await jobOf(studio, interaction)).id}`,
      raw: true,
    });
    expect(await quietAnswer(click)).toContain('Only failed jobs can be retried.');
  });

  it('asks for the photo again where there was one, and for consent anew', async () => {
    const studio = await openStudio();
    const { message } = await failed(studio, DIED, {
      face: { name: 'me.png', bytes: await portrait() },
      face_consent: true,
    });
    const opened = await tryAgain(studio, message);
    expect((await opened.answered).modal?.components).toHaveLength(1);
    const { ada: by } = studio.discord.world.people;
    const fields = { face: [{ name: 'me.png', bytes: await portrait() }] };
    const sent = await studio.discord.submitModal({ by, interaction: opened, fields });
    await sent.answered;
    expect(await jobOf(studio, sent)).toMatchObject({
      state: 'awaiting_consent',
      retryOf: expect.any(String) as string,
    });
    expect(studio.runpod.submissions()).toBe(1);
  });
});
