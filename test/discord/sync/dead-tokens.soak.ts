import { existsSync } from 'node:fs';
import { REST, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../packages/stand-ins/discord/message.ts';
import { portrait } from '../../commands/portrait.ts';
import {
  findJob,
  imagine,
  jobOf,
  openStudio,
  textOf,
  waitingMessage,
} from '../../commands/scene.ts';
import { completedMessage } from '../../support/job-message.ts';
import { smallPng } from '../../support/imagine.ts';
import { MovableClock } from '../../support/movable-clock.ts';
import type { Studio, StudioOptions } from '../../support/studio.ts';
import { expectOneResult, invalidAnswers, runningJob, undeliverableJob } from './bad-day.ts';

const MINUTE = 60_000;

/** A studio with one clock for all, and jobs that may take hours. */
async function openLong(options: StudioOptions = {}) {
  const clock = new MovableClock();
  const env = { JOB_TIMEOUT_MS: String(240 * MINUTE) };
  const runpod = { workerLimitMs: 240 * MINUTE, ...options.runpod };
  const studio = await openStudio({ clock, env, ...options, runpod });
  return { clock, studio };
}

describe('a job of more than 15 minutes', () => {
  it('ends in its own message, edited as the bot', async () => {
    const { clock, studio } = await openLong();
    const { interaction, message } = await runningJob(studio);
    clock.advance(20 * MINUTE);
    studio.runpod.release();
    const done = await expectOneResult(studio, interaction);
    expect([done.id, done.versions.at(-1)?.via]).toEqual([message.id, 'bot']);
    expect(invalidAnswers(studio)).toBe(0);
  });

  it('does so after a restart in between', async () => {
    const { clock, studio } = await openLong();
    const { interaction, message } = await runningJob(studio);
    await studio.stopBot();
    clock.advance(20 * MINUTE);
    await studio.startBot();
    studio.runpod.release();
    const done = await expectOneResult(studio, interaction);
    expect([done.id, done.versions.at(-1)?.via]).toEqual([message.id, 'bot']);
    expect(invalidAnswers(studio)).toBe(0);
  });

  it('does so where the id of its message was never learnt', async () => {
    const { clock, studio } = await openLong();
    studio.discord.rest.fault({ path: /callback$/, when: 'after', times: 4, answer: 'reset' });
    studio.discord.rest.fault({ method: 'PATCH', path: /./, times: 400, answer: 'reset' });
    studio.runpod.hold();
    const interaction = await imagine(studio);
    await studio.runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    clock.advance(20 * MINUTE);
    studio.discord.rest.clearFaults();
    studio.runpod.release();
    expect((await expectOneResult(studio, interaction)).versions.at(-1)?.via).toBe('bot');
    // What a newcomer is told besides may have waited for Discord until then.
    expect(invalidAnswers(studio)).toBeLessThanOrEqual(1);
  });

  it.each([
    ['by token until a while before its end', 13, 'token'],
    ['as the bot from a while before its end', 14, 'bot'],
  ] as const)('is edited %s', async (_, minutes, via) => {
    const { clock, studio } = await openLong();
    const { interaction } = await runningJob(studio);
    clock.advance(minutes * MINUTE);
    studio.runpod.release();
    expect((await expectOneResult(studio, interaction)).versions.at(-1)?.via).toBe(via);
    expect(invalidAnswers(studio)).toBe(0);
  });

  it('shows its progress as the bot too', async () => {
    const runpod = { progress: true, stepMs: 2_000 };
    const { clock, studio } = await openLong({ runpod });
    const { interaction } = await waitingMessage(studio);
    await studio.runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    const bars = async () => {
      const { messageId = '' } = await jobOf(studio, interaction);
      const versions = studio.discord.message(messageId)?.versions ?? [];
      const withBar = versions.filter(({ payload }) => /\d%/.test(textOf(payload)));
      return new Set(withBar.map(({ via }) => via));
    };
    await expect.poll(bars).toEqual(new Set(['token']));
    clock.advance(15 * MINUTE);
    await expect.poll(bars).toEqual(new Set(['token', 'bot']));
    expect(invalidAnswers(studio)).toBe(0);
  });
});

type Loss = readonly [
  name: string,
  lose: (studio: Studio, message: Message) => unknown,
  reason: string,
];

const LOSSES: readonly Loss[] = [
  [
    'is deleted',
    ({ discord }, message) =>
      new REST({ api: discord.apiUrl })
        .setToken(discord.token)
        .delete(Routes.channelMessage(message.channel_id, message.id)),
    'message_gone',
  ],
  [
    'goes with its channel',
    ({ discord }) => {
      discord.world.removeChannel(discord.world.channels.restricted);
    },
    'no_access',
  ],
  [
    'is in a channel that the bot cannot see any more',
    ({ discord }) => {
      discord.world.setBotAccess(discord.world.channels.restricted, 'none');
    },
    'no_access',
  ],
  [
    'is in a channel where the bot may not write any more',
    ({ discord }) => {
      discord.world.setBotAccess(discord.world.channels.restricted, 'read-only');
    },
    'no_access',
  ],
];

describe('a message that', () => {
  it.each(LOSSES)('%s leaves a finished job with its picture', async (_, lose, reason) => {
    const { clock, studio } = await openLong();
    const { interaction, message } = await runningJob(studio);
    clock.advance(20 * MINUTE);
    await lose(studio, message);
    studio.runpod.release();
    const { state, pictures } = await undeliverableJob(studio, interaction);
    expect(state).toBe('completed');
    expect(pictures).toHaveLength(1);
    for (const { file } of pictures) {
      expect(existsSync(`${studio.databasePath}.files/${file}`)).toBe(true);
    }
    expect(studio.logged.filter((line) => line.includes('cannot be reached any more'))).toEqual([
      expect.stringContaining(`"reason":"${reason}"`),
    ]);
    expect(invalidAnswers(studio)).toBeLessThanOrEqual(1);
  });

  it.each(LOSSES)('%s ends a job under way, at RunPod too', async (_, lose, reason) => {
    const { clock, studio } = await openLong({ runpod: { queueMs: 30 * MINUTE } });
    const { interaction, message } = await waitingMessage(studio);
    await studio.runpod.waitFor(({ status }) => status === 'IN_QUEUE');
    await expect.poll(async () => (await jobOf(studio, interaction)).state).toBe('queued');
    clock.advance(20 * MINUTE);
    await lose(studio, message);
    studio.runpod.hold();
    clock.advance(15 * MINUTE);
    await studio.runpod.waitFor(({ status }) => status === 'CANCELLED');
    expect((await undeliverableJob(studio, interaction)).state).toBe('cancelled');
    expect(studio.logged.join('')).toContain(`"reason":"${reason}"`);
    expect(invalidAnswers(studio)).toBeLessThanOrEqual(1);
  });
});

describe('a question of consent', () => {
  it('that only one person saw is not posted for all once its token has ended', async () => {
    const { clock, studio } = await openLong();
    const face = { name: 'me.png', bytes: await portrait() };
    studio.discord.rest.fault({ path: /callback$/, when: 'after', times: 4, answer: 'reset' });
    const interaction = await imagine(studio, { face });
    const stateNow = async () => (await findJob(studio, interaction.id))?.state;
    await expect.poll(stateNow).toBe('awaiting_consent');
    await studio.stopBot();
    clock.advance(20 * MINUTE);
    await studio.startBot();
    // Which comes first, its end or that nobody can be told, is no matter.
    const { state } = await undeliverableJob(studio, interaction);
    expect(['expired', 'cancelled']).toContain(state);
    const posts = studio.discord.rest.requests.filter(({ path }) => path.endsWith('/messages'));
    expect(posts).toEqual([]);
  });
});

describe('a row that does not take that nobody can be told', () => {
  it('is asked again after a minute, and not before', async () => {
    const { clock, studio } = await openLong();
    const { interaction, message } = await runningJob(studio);
    const { log } = studio.bot;
    const note = log.note.undeliverable.bind(log.note);
    let tries = 0;
    log.note.undeliverable = (id) => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('locked')) : note(id);
    };
    const { general } = studio.discord.world.channels;
    await new REST({ api: studio.discord.apiUrl })
      .setToken(studio.discord.token)
      .delete(Routes.channelMessage(message.channel_id, message.id));
    studio.runpod.release();
    await expect.poll(() => tries).toBe(1);
    await completedMessage(studio, await imagine(studio, {}, { in: general }));
    expect(tries).toBe(1);
    clock.advance(MINUTE);
    await undeliverableJob(studio, interaction);
  });
});

describe('an outage of Discord', () => {
  const OUTAGE = { path: /\/(webhooks|channels)\//, times: Infinity, answer: { status: 503 } };

  async function resultInOutage() {
    const { clock, studio } = await openLong();
    studio.runpod.script({ output: { images: [{ data: (await smallPng()).toString('base64') }] } });
    const { interaction } = await runningJob(studio);
    studio.discord.rest.fault(OUTAGE);
    studio.runpod.release();
    await expect.poll(async () => (await jobOf(studio, interaction)).state).toBe('completed');
    const tries = () => studio.discord.rest.requests.filter(({ status }) => status === 503).length;
    // Discord's answer is not all: the bot has to have heard it before time moves on.
    const failures = () =>
      studio.logged.filter((line) => line.includes('a message could not be updated')).length;
    await expect.poll(failures).toBe(1);
    /** Moves time on, and gives how often Discord was asked until the bot rests again. */
    const after = async (ms: number) => {
      const [before, failed] = [tries(), failures()];
      clock.advance(ms);
      await expect.poll(failures).toBeGreaterThan(failed);
      expect(tries()).toBeGreaterThanOrEqual(before + 4);
      return tries() - before;
    };
    return { clock, studio, interaction, after };
  }

  it('of an hour delays a result, and is asked no more than every two minutes', async () => {
    const { clock, studio, interaction, after } = await resultInOutage();
    for (let minutes = 0; minutes < 60; minutes += 2) {
      // One try of the bot is four of discord.js.
      expect(await after(2 * MINUTE)).toBeLessThanOrEqual(8);
    }
    studio.discord.rest.clearFaults();
    clock.advance(2 * MINUTE);
    await expectOneResult(studio, interaction);
  });

  it('of less than a day loses no result', async () => {
    const { clock, studio, interaction, after } = await resultInOutage();
    await after(23 * 60 * MINUTE);
    studio.discord.rest.clearFaults();
    clock.advance(5 * MINUTE);
    await expectOneResult(studio, interaction);
  });

  it('that begins as the bot comes back from days away loses no result', async () => {
    const { clock, studio } = await openLong();
    const { interaction } = await runningJob(studio);
    studio.discord.rest.fault(OUTAGE);
    studio.runpod.release();
    await expect.poll(async () => (await jobOf(studio, interaction)).state).toBe('completed');
    const { pictures } = await jobOf(studio, interaction);
    await studio.stopBot();
    clock.advance(3 * 24 * 60 * MINUTE);
    await studio.startBot();
    const { requests } = studio.discord.rest;
    const failed = () => requests.filter(({ status }) => status === 503).length;
    const before = failed();
    await expect.poll(failed).toBeGreaterThanOrEqual(before + 4);
    // What ends a call as the bot stops is no failure of Discord's either.
    await studio.stopBot();
    studio.discord.rest.clearFaults();
    await studio.startBot();
    await expectOneResult(studio, interaction, pictures);
  });

  it('of more than a day ends the tries, and the row and the log say so', async () => {
    const { studio, interaction, after } = await resultInOutage();
    // The day counts from the first try that failed.
    await after(2 * MINUTE);
    await after(25 * 60 * MINUTE);
    const { state, pictures } = await undeliverableJob(studio, interaction);
    expect([state, pictures.length]).toEqual(['completed', 1]);
    expect(studio.logged.join('')).toContain('"reason":"passing"');
  });
});
