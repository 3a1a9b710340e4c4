import { MessageFlags } from 'discord.js';
import { expect, it } from 'vitest';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { MovableClock } from '../support/movable-clock.ts';
import type { Studio } from '../support/studio.ts';
import { fillIn } from './panels.ts';
import { portrait } from './portrait.ts';
import { answerOf, press } from './result-scene.ts';
import { imagine, jobOf, openStudio } from './scene.ts';
import { completedMessage, workingMessage } from '../support/job-message.ts';

const YES = 'Yes, and everyone in it is me or has agreed';
const MINUTE = 60_000;

/** The methods of the calls for messages that Discord got on that route, in order. */
function calls({ discord }: Studio, route: RegExp): string[] {
  return discord.rest.requests
    .filter(({ method, path }) => method !== 'GET' && route.test(path))
    .map(({ method }) => method);
}

it('the poster whom a deferred form asks is pinged by a message of its own, once', async () => {
  const options: { botWaitsMs?: number } = {};
  const studio = await openStudio(options);
  const { discord } = studio;
  const { people, channels } = discord.world;
  const posted = discord.say({
    by: people.ben,
    in: channels.general,
    content: 'look',
    files: [{ name: 'me.png', bytes: await portrait() }],
  });
  const use = { by: people.ada, message: posted, name: 'Use as start picture' };
  const card = await answerOf(await discord.messageCommand(use));
  const form = await press(studio, card, 'Open the form');
  await form.answered;
  // From now on, every interaction is deferred.
  await studio.stopBot();
  options.botWaitsMs = 0;
  await studio.startBot();
  const asked = await fillIn(studio, form, { prompt: 'a quillwort parhelion' });

  const isQuestion = ({ mentions }: Message) => mentions.some(({ id }) => id === people.ben.id);
  const question = await discord.waitFor(isQuestion);
  const { message: clicked } = await asked.answered;
  expect(clicked?.id).toBe(card.id);
  expect(question.id).not.toBe(card.id);
  expect(question.flags & MessageFlags.Ephemeral).toBe(0);
  expect(discord.pings(people.ben).map(({ id }) => id)).toEqual([question.id]);
  expect(question.mentions.map(({ id }) => id)).toEqual([people.ben.id]);
  expect(calls(studio, new RegExp(`/webhooks/\\d+/${asked.token}`))).toEqual(['POST']);
  expect((await jobOf(studio, asked)).deferral).toBe('update');

  // What comes of it is shown there, and pings nobody again.
  await press(studio, question, YES, people.ben);
  const done = await completedMessage(studio, asked);
  expect(done.id).toBe(question.id);
  expect(discord.pings(people.ben)).toHaveLength(1);
});

it('the requester of a deferred job that took long is pinged by a reply of its own', async () => {
  const clock = new MovableClock();
  const env = { NOTIFY_AFTER_SECONDS: '60', JOB_TIMEOUT_MS: String(10 * MINUTE) };
  const studio = await openStudio({ botWaitsMs: 0, clock, env });
  const { discord, runpod } = studio;
  const { people, channels } = discord.world;
  runpod.hold();
  const asked = await imagine(studio, {}, { in: channels.general });
  await workingMessage(studio, asked);
  clock.advance(2 * MINUTE);
  runpod.release();
  await expect.poll(() => discord.pings(people.ada)).toHaveLength(1);

  const job = await jobOf(studio, asked);
  const [reply] = discord.pings(people.ada);
  expect(job.deferral).toBe('public');
  expect(reply?.message_reference?.message_id).toBe(job.messageId);
  expect((await completedMessage(studio, asked)).mentions).toEqual([]);
  expect(reply?.mentions.map(({ id }) => id)).toEqual([people.ada.id]);
  expect(calls(studio, /\/channels\/\d+\/messages$/)).toEqual(['POST']);
});
