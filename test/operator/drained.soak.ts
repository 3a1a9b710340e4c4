import { describe, expect, it } from 'vitest';
import { orderDrain, undoDrain } from '../../src/operator/drain.ts';
import { waitUntilDrained } from '../../src/operator/drain-command.ts';
import { systemClock } from '../../src/engines/clock.ts';
import { answerOf, finished, press, pressInPanel, sendIn } from '../commands/result-scene.ts';
import { portrait } from '../commands/portrait.ts';
import {
  answerShowing,
  graphSent,
  imagine,
  jobOf,
  openStudio,
  quietAnswer,
  settled,
} from '../commands/scene.ts';
import { completedMessage } from '../support/job-message.ts';
import type { Studio } from '../support/studio.ts';

const REFUSED = "I'm about to restart, so I'm not taking new requests.";

/** A wait of this process, with what it says. */
function drain({ databasePath: path }: Studio) {
  const said: string[] = [];
  const stop = new AbortController();
  const say = (line: string) => said.push(line);
  const done = waitUntilDrained({
    place: { databasePath: path },
    clock: systemClock,
    say,
    signal: stop.signal,
  });
  // Whoever stops it awaits it.
  done.catch(() => undefined);
  return { said, done, stop };
}

describe('a bot that is to take nothing new', () => {
  it('says so to whoever asks by a command, a button, a form or a preset, and keeps their words', async () => {
    const { studio, picture, ben, ada } = await finished();
    const { discord, databasePath } = studio;
    const { general } = discord.world.channels;
    studio.runpod.script({ error: 'No output images produced' });
    const failed = await answerShowing(studio, await imagine(studio), '**');
    const preset = { by: ada, in: general, name: 'preset', subcommand: 'save' };
    await quietAnswer(
      await discord.command({ ...preset, options: { name: 'mine', after: 'ink' } }),
    );
    await orderDrain({ databasePath: databasePath }, 1_000);
    const jobs = studio.runpod.submissions();
    const image = { name: 'me.png', bytes: await portrait() };
    const asked = [
      await imagine(studio),
      await imagine(studio, { preset: 'mine' }),
      await imagine(studio, { face: image, face_consent: true }),
      await press(studio, picture, 'Again', ben),
      await pressInPanel(studio, picture, 'Details'),
      await press(studio, failed, 'Try again'),
    ];
    const answers = await Promise.all(asked.map((one) => quietAnswer(one)));
    expect(answers.map((answer) => answer.includes(REFUSED))).toEqual([
      ...[true, true, true, true],
      // Looking at what there is goes on.
      false,
      true,
    ]);
    const form = await press(studio, picture, 'Edit', ben);
    const words = { prompt: 'a fox made of glass' };
    const answer = await quietAnswer(await sendIn(studio, form, words, ben));
    expect(answer).toContain(REFUSED);
    expect(answer).toContain('a fox made of glass');
    expect(studio.runpod.submissions()).toBe(jobs);
    await undoDrain({ databasePath: databasePath });
    await completedMessage(studio, await press(studio, failed, 'Try again'));
  });

  it('goes on with what was asked for before, after the yes to a photo too, and says so in /status', async () => {
    const studio = await openStudio();
    const { discord } = studio;
    const { ada } = discord.world.people;
    const face = { name: 'me.png', bytes: await portrait() };
    const question = await answerOf(await imagine(studio, { face }));
    await orderDrain({ databasePath: studio.databasePath }, 1_900_000_000_000);
    const label = 'I am this person, or have their permission';
    const confirmed = await discord.click({ by: ada, message: question, label });
    await completedMessage(studio, confirmed);
    const use = { by: ada, in: discord.world.channels.general, name: 'status' };
    const status = await discord.command(use);
    await answerShowing(studio, status, 'Paused <t:1900000000:R> ahead of a restart');
  });

  it('lets its jobs be cancelled, and forgets the order with its next start', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const asked = await imagine(studio);
    await graphSent(studio);
    await orderDrain({ databasePath: studio.databasePath }, 1_000);
    await press(studio, await answerOf(asked), 'Cancel');
    expect((await settled(studio, asked)).state).toBe('cancelled');
    await studio.stopBot();
    await studio.startBot();
    await answerOf(await imagine(studio));
    await graphSent(studio, 2);
  });
});

describe('a drain', () => {
  it('ends once the last job is shown, and counts until then', async () => {
    const studio = await openStudio();
    studio.runpod.hold();
    const asked = [await imagine(studio), await imagine(studio)];
    await graphSent(studio, 2);
    const { said, done } = drain(studio);
    await expect.poll(() => said.at(-1)).toMatch(/^Left: 2 \(/);
    expect(await quietAnswer(await imagine(studio))).toContain(REFUSED);
    studio.runpod.release();
    expect(await done).toBe(true);
    for (const one of asked) {
      const { revision, shownRevision, state } = await jobOf(studio, one);
      expect([state, shownRevision]).toEqual(['completed', revision]);
    }
    expect(said.at(-1)).toMatch(/^Every job has ended and is shown\. You can stop the bot/);
    expect(await quietAnswer(await imagine(studio))).toContain(REFUSED);
  });

  it('waits for an end that Discord does not take yet', async () => {
    const studio = await openStudio();
    studio.runpod.hold();
    const asked = await imagine(studio);
    await graphSent(studio);
    const down = { method: 'PATCH', path: /messages/, times: Infinity, answer: { status: 503 } };
    studio.discord.rest.fault(down);
    studio.runpod.release();
    expect((await settled(studio, asked)).state).toBe('completed');
    const { said, done } = drain(studio);
    await expect.poll(() => said.at(-1)).toBe('Left: 1 (1 to be shown)');
    studio.discord.rest.clearFaults();
    expect(await done).toBe(true);
  });

  it('does not wait for a person who is asked, and says so', async () => {
    const studio = await openStudio();
    await answerOf(await imagine(studio, { face: { name: 'me.png', bytes: await portrait() } }));
    const { said, done } = drain(studio);
    expect(await done).toBe(true);
    expect(said.at(-1)).toContain('Not waited for, since they need consent: 1.');
  });

  it('ends where somebody takes the order back', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    await imagine(studio);
    await graphSent(studio);
    const { said, done } = drain(studio);
    await expect.poll(() => said.at(-1)).toMatch(/^Left: 1/);
    expect(await undoDrain({ databasePath: studio.databasePath })).toBe(true);
    expect(await done).toBe(false);
    expect(said.at(-1)).toBe('The drain was undone: the bot accepts jobs again.');
    expect(await undoDrain({ databasePath: studio.databasePath })).toBe(false);
  });

  it('tells a bot again that is started anew meanwhile', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    await imagine(studio);
    await graphSent(studio);
    const { said, done, stop } = drain(studio);
    await expect.poll(() => said.at(-1)).toMatch(/^Left: 1/);
    await studio.stopBot();
    await expect.poll(() => said.at(-1)).toMatch(/^The bot has stopped/);
    await studio.startBot();
    await expect
      .poll(() => said.some((line) => line.startsWith('The bot was restarted, and drains again')))
      .toBe(true);
    expect(await quietAnswer(await imagine(studio))).toContain(REFUSED);
    const why = new Error('enough');
    stop.abort(why);
    await expect(done).rejects.toBe(why);
  });

  it('is over at once where no bot is at work', async () => {
    const studio = await openStudio();
    await studio.stopBot();
    const { said, done } = drain(studio);
    expect(await done).toBe(true);
    expect(said).toEqual([`No bot is using ${studio.databasePath}, so there is nothing to drain.`]);
  });
});
