import { expect } from 'vitest';
import type { Job } from '../../../src/jobs/job.ts';
import type { SandboxInteraction } from '../../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../../packages/stand-ins/discord/message.ts';
import type { Fault } from '../../../packages/stand-ins/loopback.ts';
import { imagine, jobOf } from '../../commands/scene.ts';
import { workingMessage } from '../../support/job-message.ts';
import type { Studio } from '../../support/studio.ts';
import { refusal } from '../rest/refusal.ts';

/** The answers so far for which Discord would come to shut the bot's address out. */
export function invalidAnswers({ discord }: Studio): number {
  return discord.rest.requests.filter(({ status }) => [401, 403, 429].includes(status ?? 0)).length;
}

/** A job that runs until `studio.runpod.release()`, its message saying so. */
export async function runningJob(
  studio: Studio,
): Promise<{ interaction: SandboxInteraction; message: Message }> {
  studio.runpod.hold();
  const interaction = await imagine(studio);
  return { interaction, message: await workingMessage(studio, interaction) };
}

/** The job of an interaction, once its message shows the row as it is. */
export async function shownJob(studio: Studio, interaction: SandboxInteraction): Promise<Job> {
  const behind = async () => {
    const { revision, shownRevision } = await jobOf(studio, interaction);
    return revision - shownRevision;
  };
  await expect.poll(behind).toBe(0);
  return jobOf(studio, interaction);
}

/** The job of an interaction, once nobody can be told about it any more. */
export async function undeliverableJob(
  studio: Studio,
  interaction: SandboxInteraction,
): Promise<Job> {
  await expect.poll(async () => (await jobOf(studio, interaction)).undeliverableAt).toBeDefined();
  return jobOf(studio, interaction);
}

/**
 * Fails unless the job's picture is shown by exactly one message, and the row knows it. `made`: what
 * the row named before, where it may have been kept for long enough by now.
 */
export async function expectOneResult(
  studio: Studio,
  interaction: SandboxInteraction,
  made?: Job['pictures'],
): Promise<Message> {
  await expect.poll(async () => (await jobOf(studio, interaction)).state).toBe('completed');
  const { messageId, pictures } = await shownJob(studio, interaction);
  const [message, ...others] = studio.discord.messages(
    studio.discord.world.channels.restricted,
    studio.discord.world.people.cleo,
  );
  expect(others).toEqual([]);
  if (!message) throw new Error('there is no message');
  expect(message.id).toBe(messageId);
  const named = (made ?? pictures).map(({ file }) => file);
  expect(message.files.map(({ filename }) => filename)).toEqual(named);
  return message;
}

/** More than so many invalid requests are no handful. */
export const MOST_INVALID = 5;

const SOON = { 'retry-after': '0.05' };

export type Trouble = readonly [name: string, fault: Omit<Fault, 'path' | 'method'>];

/** What may befall any request, and passes. */
export const PASSING: readonly Trouble[] = [
  ['a rate limit of the route', { times: 2, answer: refusal(429, 0, SOON) }],
  [
    'a rate limit of the whole bot',
    { answer: refusal(429, 0, { ...SOON, 'x-ratelimit-global': 'true' }) },
  ],
  [
    'a shared rate limit',
    { times: 2, answer: refusal(429, 0, { ...SOON, 'x-ratelimit-scope': 'shared' }) },
  ],
  ['a 500', { times: 2, answer: refusal(500, 0) }],
  ['a 503 of something in between', { answer: { status: 503, body: '<html>' } }],
  ['four 502 in a row', { times: 4, answer: { status: 502, body: '<html>' } }],
  ['a reset before it takes effect', { answer: 'reset' }],
  ['a reset in its middle', { when: 'during', answer: 'reset' }],
  ['a reset after it took effect', { when: 'after', answer: 'reset' }],
  ['a 500 after it took effect', { when: 'after', answer: refusal(500, 0) }],
];
