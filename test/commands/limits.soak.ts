import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import { en } from '../../src/say/en/en.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { consent as CONSENT } from '../../src/say/en/privacy.ts';
import { portrait } from './portrait.ts';
import {
  answerShowing,
  findJob,
  imagine,
  openStudio,
  quietAnswer,
  settled,
  textOf,
  waitingMessage,
} from './scene.ts';
import { completedMessage, workingMessage } from '../support/job-message.ts';
import { MovableClock } from '../support/movable-clock.ts';
import { unfinishedJobs } from '../support/unfinished-jobs.ts';

const output = { images: [{ data: base64(PNG) }] };

/** What somebody was told, without what they had filled in, which is told along. */
async function refusal(asked: SandboxInteraction): Promise<string> {
  const [sentence = '', ...filledIn] = (await quietAnswer(asked)).split('\n');
  expect(filledIn).toContain('/imagine prompt:a lighthouse at dawn');
  return sentence;
}

describe('a person who has as many pictures in progress as they may', () => {
  const env = { MAX_JOBS_PER_PERSON: '1', MAX_WAITING_PER_PERSON: '1' };

  it('has the next request wait, which starts once one is over', async () => {
    const studio = await openStudio({ env });
    studio.runpod.hold();
    studio.runpod.script({ output });
    studio.runpod.script({ output });
    const first = await imagine(studio);
    await workingMessage(studio, first);
    const second = await imagine(studio);
    await answerShowing(studio, second, 'Waiting for your other pictures');
    expect(studio.runpod.submissions()).toBe(1);
    studio.runpod.release();
    await completedMessage(studio, first);
    await completedMessage(studio, second);
  });

  it('reads when that is likely to be ready, once such jobs have run', async () => {
    const studio = await openStudio({ env });
    for (let count = 0; count < 5; count += 1) studio.runpod.script({ output });
    for (let count = 0; count < 3; count += 1)
      await completedMessage(studio, await imagine(studio));
    await studio.stopBot();
    const database = new SQLite(studio.databasePath);
    database.prepare('UPDATE jobs SET execution_ms = 60000').run();
    database.close();
    await studio.startBot(env);
    studio.runpod.hold();
    await workingMessage(studio, await imagine(studio));
    const second = await imagine(studio);
    const message = await answerShowing(studio, second, 'probably ready <t:');
    expect(textOf(message)).toContain('Waiting for your other pictures');
    studio.runpod.release();
    await completedMessage(studio, second);
  });

  it('is told quietly that too many wait, and may ask again when one is over', async () => {
    const studio = await openStudio({ env });
    studio.runpod.hold();
    for (let count = 0; count < 3; count += 1) studio.runpod.script({ output });
    const [first, second] = [await imagine(studio), await imagine(studio)];
    await Promise.all([first.answered, second.answered]);
    const third = await imagine(studio);
    const { what, next } = en.errors.too_many_waiting;
    expect(await refusal(third)).toBe(`${what({ count: 1 })} ${next}`);
    expect(await findJob(studio, third.id)).toBeUndefined();
    studio.runpod.release();
    await settled(studio, first);
    await settled(studio, await imagine(studio));
  });

  it('cannot get round that by Try again', async () => {
    const studio = await openStudio({ env });
    studio.runpod.script({ error: 'no' });
    const failed = await imagine(studio);
    const message = await answerShowing(studio, failed, en.errors.worker_unknown.what);
    studio.runpod.hold();
    studio.runpod.script({ output });
    for (let count = 0; count < 2; count += 1) await (await imagine(studio)).answered;
    const { people } = studio.discord.world;
    const click = await studio.discord.click({ by: people.ada, message, label: 'Try again' });
    expect(await quietAnswer(click)).toContain(en.errors.too_many_waiting.what({ count: 1 }));
  });
});

describe("an hour's total", () => {
  it('is told with the time when it is possible again', async () => {
    const studio = await openStudio({ env: { MAX_HOURLY_PER_PERSON: '1' } });
    studio.runpod.script({ output });
    const first = await imagine(studio);
    const { createdAt } = await settled(studio, first);
    const at = Math.ceil((createdAt + 3_600_000) / 1000);
    expect(await refusal(await imagine(studio))).toBe(
      `You can make 1 picture an hour, and this would exceed that. Try again <t:${at}:R>.`,
    );
  });
});

describe('a person with 500 requests in a minute', () => {
  it('gets what the limits allow, a quiet answer to each of the others, and holds nobody up', async () => {
    const env = { MAX_JOBS_PER_PERSON: '2', MAX_WAITING_PER_PERSON: '3' };
    const studio = await openStudio({ env });
    studio.runpod.hold();
    let taken = 0;
    for (let burst = 0; burst < 20; burst += 1) {
      const uses = await Promise.all(Array.from({ length: 25 }, () => imagine(studio)));
      const answers = await Promise.all(uses.map(({ answered }) => answered));
      taken += answers.filter(({ message }) => message?.flags === 0).length;
    }
    expect(taken).toBe(5);
    studio.runpod.script({ output });
    const { ben } = studio.discord.world.people;
    const other = await imagine(studio, {}, { by: ben });
    expect((await other.answered).message?.flags).toBe(0);
    expect(studio.runpod.submissions()).toBeLessThanOrEqual(3);
    studio.runpod.release();
    await settled(studio, other);
  });
});

describe('a bot whose GPU time of the day is used up', () => {
  it('takes no request, and says when it opens again', async () => {
    const studio = await openStudio({ env: { MAX_GPU_SECONDS_PER_DAY: '1' } });
    studio.runpod.script({ output, executionMs: 1_100 });
    await settled(studio, await imagine(studio));
    const answer = await refusal(await imagine(studio));
    const [, opensAt] = /for the day\. Try again <t:(\d+):R>\.$/.exec(answer) ?? [];
    expect(Number(opensAt) % 86_400).toBe(0);
  });
});

describe('a server that has used up its share of the GPU time', () => {
  const env = { MAX_GPU_SECONDS_PER_DAY_PER_SERVER: '1' };

  it('gets no more pictures, and reads when it does', async () => {
    const studio = await openStudio({ env });
    studio.runpod.script({ output, executionMs: 1_100 });
    await settled(studio, await imagine(studio));
    const answer = await refusal(await imagine(studio));
    expect(answer).toContain(en.errors.server_gpu_time_spent.what);
    expect(answer).toMatch(/Try again <t:\d+:R>\.$/);
  });

  it('gets one of twenty that are asked for together, and no row of the others', async () => {
    const studio = await openStudio({ env });
    studio.runpod.hold();
    const sent = await Promise.all(Array.from({ length: 20 }, () => imagine(studio)));
    const answers = await Promise.all(sent.map(({ answered }) => answered));
    const said = answers.map(({ message }) => (message ? textOf(message) : ''));
    const refused = said.filter((text) => text.includes(en.errors.server_gpu_time_promised.what));
    expect(refused).toHaveLength(19);
    expect(await unfinishedJobs(studio.bot.log)).toHaveLength(1);
  });
});

describe('a photo whose question is open', () => {
  it('is not confirmed while nothing can be made, and can be afterwards', async () => {
    const studio = await openStudio({ env: { MAX_GPU_SECONDS_PER_DAY: '1' } });
    const { message } = await waitingMessage(studio, {
      face: { name: 'me.png', bytes: await portrait() },
    });
    studio.runpod.script({ output, executionMs: 1_100 });
    await settled(studio, await imagine(studio));
    const by = studio.discord.world.people.ada;
    const click = await studio.discord.click({ by, message, label: CONSENT.face.wording });
    expect(await quietAnswer(click)).toContain(en.errors.gpu_time_spent.what);
    const [question] = await unfinishedJobs(studio.bot.log);
    expect(question).toMatchObject({ state: 'awaiting_consent' });
  });
});

describe('a job that waits for its turn for too long', () => {
  it('ends with a sentence', async () => {
    const env = { MAX_JOBS_IN_FLIGHT: '1', QUEUE_TIMEOUT_MS: '300000' };
    const clock = new MovableClock();
    const studio = await openStudio({ env, clock });
    studio.runpod.script({ stuck: true });
    await workingMessage(studio, await imagine(studio));
    const { ben } = studio.discord.world.people;
    const second = await imagine(studio, {}, { by: ben });
    await answerShowing(studio, second, en.progress.place(1));
    clock.advance(300_000);
    await answerShowing(studio, second, 'The queue was too long');
  });

  it("ends with a sentence when the day's GPU time is used up meanwhile", async () => {
    const env = { MAX_JOBS_IN_FLIGHT: '1', MAX_GPU_SECONDS_PER_DAY: '1' };
    const studio = await openStudio({ env });
    studio.runpod.script({ output, executionMs: 1_100 });
    studio.runpod.hold();
    await (
      await imagine(studio)
    ).answered;
    const { ben } = studio.discord.world.people;
    const second = await imagine(studio, {}, { by: ben });
    await answerShowing(studio, second, en.progress.place(1));
    studio.runpod.release();
    await answerShowing(studio, second, en.errors.gpu_time_spent.what);
    expect(studio.runpod.submissions()).toBe(1);
  });
});

describe('a job that waits for room at the endpoint', () => {
  it('tells its place in line, and goes on when there is room', async () => {
    const studio = await openStudio({ env: { MAX_JOBS_IN_FLIGHT: '1' } });
    studio.runpod.hold();
    studio.runpod.script({ output });
    studio.runpod.script({ output });
    const first = await imagine(studio);
    await workingMessage(studio, first);
    const { ben } = studio.discord.world.people;
    const second = await imagine(studio, {}, { by: ben });
    await answerShowing(studio, second, en.progress.place(1));
    studio.runpod.release();
    await completedMessage(studio, second);
  });
});
