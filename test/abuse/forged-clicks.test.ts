import { ComponentType } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ButtonPayload } from '../../packages/stand-ins/discord/interaction-payload.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { portrait } from '../commands/portrait.ts';
import { answerShowing, imagine, jobOf, openStudio, quietAnswer } from '../commands/scene.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { Studio } from '../support/studio.ts';
import { forgedClick } from './forged.ts';

const UNKNOWN_JOB = 'I no longer have that job.';
const UNKNOWN_BUTTON = "I don't know that command or button.";
const WAITING = ['accepted', 'ready', 'submitting', 'queued', 'running'];
const ELSEWHERE = '999999999999999999';

interface Target {
  readonly action: 'cancel' | 'consent' | 'retry';
  readonly job: Job;
  readonly message: Message;
}

/** A job of Ada's for each button there is. */
async function targets(studio: Studio): Promise<readonly Target[]> {
  studio.runpod.script({ error: 'No output images produced' });
  const failing = await imagine(studio);
  const failed = await answerShowing(studio, failing, 'without a picture');
  studio.runpod.hold();
  const waiting = await imagine(studio);
  const asking = await imagine(studio, { face: { name: 'me.png', bytes: await portrait() } });
  const [shown, question] = [(await waiting.answered).message, (await asking.answered).message];
  if (!shown || !question) throw new Error('the answer is no message');
  return [
    { action: 'retry', job: await jobOf(studio, failing), message: failed },
    { action: 'cancel', job: await jobOf(studio, waiting), message: shown },
    { action: 'consent', job: await jobOf(studio, asking), message: question },
  ];
}

/** Whether nothing came of what was tried. */
async function expectUntouched(studio: Studio, { job }: Target): Promise<void> {
  const states = job.state === 'failed' || job.state === 'awaiting_consent' ? [job.state] : WAITING;
  expect(states).toContain((await studio.bot.log.jobs.find(job.id))?.state);
  expect(await studio.bot.log.jobs.findRetryOf(job.id)).toBeUndefined();
}

describe('a forged click', () => {
  it('from anywhere but its own place is refused quietly, and nothing comes of it', async () => {
    const studio = await openStudio();
    const { ada } = studio.discord.world.people;
    const all = await targets(studio);
    const others = { cancel: 0, consent: 1, retry: 1 } as const;
    for (const target of all) {
      const { action, job, message } = target;
      const customId = `v2:${action}:job:${job.id}`;
      const answerTo = async (change: (payload: ButtonPayload) => object) =>
        quietAnswer(
          await forgedClick(studio, { by: ada, message }, (payload) =>
            change({
              ...payload,
              data: { component_type: ComponentType.Button, custom_id: customId },
            }),
          ),
        );
      expect(await answerTo((click) => ({ ...click, guild_id: ELSEWHERE }))).toContain(UNKNOWN_JOB);
      expect(
        await answerTo((click) => ({ ...click, channel: { ...click.channel, id: ELSEWHERE } })),
      ).toContain(UNKNOWN_JOB);
      expect(
        await answerTo(({ member, ...click }) => ({
          ...click,
          guild_id: undefined,
          user: member?.user,
        })),
      ).toContain(UNKNOWN_JOB);
      const other = all[others[action]] ?? target;
      const borrowed = await studio.discord.click({
        by: ada,
        message: other.message,
        customId,
        raw: true,
      });
      if (action !== 'consent') expect(await quietAnswer(borrowed)).toContain(UNKNOWN_JOB);
      await expectUntouched(studio, target);
    }
  });

  it('by somebody else is refused quietly, whatever button it is', async () => {
    const studio = await openStudio();
    const { cleo } = studio.discord.world.people;
    for (const target of await targets(studio)) {
      const customId = `v1:${target.action}:${target.job.id}`;
      const { message } = target;
      const click = await studio.discord.click({ by: cleo, message, customId, raw: true });
      expect(await quietAnswer(click)).toMatch(/^Only <@\d+>/);
      await expectUntouched(studio, target);
    }
  });

  it('with any custom id at all is refused quietly', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const { ada } = studio.discord.world.people;
    const { message } = await (await imagine(studio)).answered;
    if (!message) throw new Error('no message');
    const part = fc.constantFrom(
      'v1',
      'v0',
      'v2',
      'job',
      'report',
      'cancel',
      'retry',
      'consent',
      'constructor',
    );
    const customId = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc
        .array(fc.oneof(part, fc.string({ maxLength: 8 })), { maxLength: 5 })
        .map((parts) => parts.join(':')),
    );
    await fc.assert(
      fc.asyncProperty(customId, async (forged) => {
        const use = { by: ada, message, customId: forged, raw: true };
        const said = await quietAnswer(await studio.discord.click(use));
        expect([UNKNOWN_BUTTON, UNKNOWN_JOB].some((known) => said.startsWith(known))).toBe(true);
      }),
      { numRuns: 60 },
    );
    expect(studio.discord.messages(studio.discord.world.channels.restricted)[0]?.id).toBe(
      message.id,
    );
  });
});

describe('a click that is replayed', () => {
  it('twenty times makes one new job', async () => {
    const studio = await openStudio();
    const { ada } = studio.discord.world.people;
    const [failed] = await targets(studio);
    if (!failed) throw new Error('no job failed');
    const click = await studio.discord.click({
      by: ada,
      message: failed.message,
      label: 'Try again',
    });
    for (let times = 0; times < 20; times += 1) studio.discord.deliver(click);
    await click.answered;
    const again = await studio.bot.log.jobs.findRetryOf(failed.job.id);
    expect(again?.interactionId).toBe(click.id);
    await studio.stopBot();
    const retries = studio.discord
      .messages(studio.discord.world.channels.restricted)
      .filter(({ interaction_metadata: cause }) => cause?.id === click.id);
    expect(retries).toHaveLength(1);
  });
});
