import { readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startBot } from '../src/bot/bot.ts';
import { systemClock } from '../src/engines/clock.ts';
import { parseConfig } from '../src/config/config.ts';
import { DatabaseError } from '../src/store/database.ts';
import type { JobState } from '../src/jobs/job.ts';
import { createLogger } from '../src/logger/logger.ts';
import { base64, PNG } from './comfy/pictures.ts';
import { imagine, openStudio, shown, smallPng, text } from './support/imagine.ts';
import { MovableClock } from './support/movable-clock.ts';
import type { Studio } from './support/studio.ts';
import { screening } from './support/screening.ts';
import { phaseShown } from './support/job-message.ts';

const output = { images: [{ data: base64(PNG) }] };

const photo = async () => ({ name: 'photo.png', bytes: await smallPng() });
/** What everybody sees: a newcomer is told more, for themselves. */
const everyMessage = ({ discord }: Studio) =>
  discord.messages(discord.world.channels.general, discord.world.people.cleo);

/** Stops the bot as soon as a job comes to that state; resolves when it has stopped. */
function stopAt(studio: Studio, state: JobState): Promise<void> {
  return new Promise((resolve, reject) => {
    studio.bot.log.events.on('changed', (job) => {
      if (job.state === state) studio.stopBot().then(resolve, reject);
    });
  });
}

describe('a stop and a start', () => {
  it.each(['ready', 'submitting', 'queued', 'running', 'completed'] as const)(
    'do not lose a job that was %s',
    async (state) => {
      const studio = await openStudio();
      studio.runpod.script({ output });
      // However late the bot asks, it finds it running.
      if (state !== 'completed') studio.runpod.hold();
      const stopped = stopAt(studio, state);
      const { message } = await (await imagine(studio)).answered;
      await stopped;
      studio.runpod.release();
      await studio.startBot();
      const result = await studio.discord.waitFor(shown);
      expect(everyMessage(studio).map(({ id }) => id)).toEqual([message?.id]);
      expect([result.id, result.files.length]).toEqual([message?.id, 1]);
      expect(studio.runpod.submissions()).toBe(1);
    },
  );

  it.each(['accepted', 'preparing', 'ready', 'queued'] as const)(
    'do not lose a job with a face that was %s',
    async (state) => {
      const studio = await openStudio();
      studio.runpod.script({ output: { images: [{ data: base64((await photo()).bytes) }] } });
      const stopped = stopAt(studio, state);
      const face = await photo();
      const { message } = await (await imagine(studio, { face, face_consent: true })).answered;
      await stopped;
      await studio.startBot();
      expect((await studio.discord.waitFor(shown)).id).toBe(message?.id);
      expect(everyMessage(studio)).toHaveLength(1);
    },
  );

  it('show a cancel that was made just before, and stop the job at RunPod', async () => {
    const studio = await openStudio();
    studio.runpod.hold();
    const message = (await (await imagine(studio)).answered).message;
    if (!message) throw new Error('no message');
    await studio.runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    const stopped = stopAt(studio, 'cancelled');
    await studio.discord.click({ by: studio.discord.world.people.ada, message, label: 'Cancel' });
    await stopped;
    await studio.startBot();
    await studio.runpod.waitFor(({ status }) => status === 'CANCELLED');
    const cancelled = await studio.discord.waitFor((one) => phaseShown(one) === 'cancelled');
    expect(cancelled.id).toBe(message.id);
    expect(everyMessage(studio)).toHaveLength(1);
  });

  it('show a result that could not be shown before', async () => {
    const studio = await openStudio();
    studio.discord.rest.fault({ method: 'PATCH', path: /./, times: Infinity, answer: 'reset' });
    studio.runpod.script({ output });
    const completed = new Promise<void>((resolve) => {
      studio.bot.log.events.on('changed', ({ state }) => {
        if (state === 'completed') resolve();
      });
    });
    const { message } = await (await imagine(studio)).answered;
    await completed;
    await studio.stopBot();
    expect(everyMessage(studio).some(shown)).toBe(false);
    studio.discord.rest.clearFaults();
    await studio.startBot();
    expect((await studio.discord.waitFor(shown)).id).toBe(message?.id);
  });

  it('leave a finished message alone', async () => {
    const studio = await openStudio();
    studio.runpod.script({ output });
    await imagine(studio);
    const { id } = await studio.discord.waitFor(shown);
    await studio.stopBot();
    const before = studio.discord.message(id)?.versions.length;
    await studio.startBot();
    studio.runpod.script({ output });
    await imagine(studio, { prompt: 'another' });
    await studio.discord.waitFor((one) => shown(one) && text(one).includes('another'));
    expect(studio.discord.message(id)?.versions.length).toBe(before);
  });

  it('leave a question of consent open, to be answered afterwards', async () => {
    const studio = await openStudio();
    const { ada } = studio.discord.world.people;
    const { message: question } = await (await imagine(studio, { face: await photo() })).answered;
    if (!question) throw new Error('no question');
    await studio.stopBot();
    await studio.startBot();
    expect(studio.discord.cdn.requests).toEqual([]);
    studio.runpod.script({ output: { images: [{ data: base64((await photo()).bytes) }] } });
    const label = 'I am this person, or have their permission';
    const click = await studio.discord.click({ by: ada, message: question, label });
    const { message } = await click.answered;
    expect((await studio.discord.waitFor(shown)).id).toBe(message?.id);
    expect(message?.id).not.toBe(question.id);
  });

  it('remove picture files that no job names, and no others', async () => {
    const studio = await openStudio();
    studio.runpod.script({ output });
    await imagine(studio);
    await studio.discord.waitFor(shown);
    await studio.stopBot();
    const folder = `${studio.databasePath}.files`;
    const [kept] = readdirSync(folder);
    writeFileSync(`${folder}/gone-1.png`, PNG);
    writeFileSync(`${folder}/gone-2.png.tmp`, PNG);
    await studio.startBot();
    expect(readdirSync(folder)).toEqual([kept]);
  });

  it('remove pictures that were kept for long enough', async () => {
    const clock = new MovableClock();
    const studio = await openStudio({ clock });
    studio.runpod.script({ output });
    await imagine(studio);
    await studio.discord.waitFor(shown);
    const folder = `${studio.databasePath}.files`;
    expect(readdirSync(folder)).toHaveLength(1);
    await studio.stopBot();
    clock.advance(24 * 3_600_000 + 1);
    await studio.startBot();
    await expect.poll(() => readdirSync(folder)).toEqual([]);
  });

  it('register the commands once', async () => {
    const studio = await openStudio();
    await studio.stopBot();
    await studio.startBot();
    expect(studio.discord.registrations).toHaveLength(1);
  });
});

describe('one database', () => {
  it('serves one bot: a second one is refused with a sentence, and the first goes on', async () => {
    const studio = await openStudio();
    const config = parseConfig(studio.env);
    const second = startBot({
      config,
      screening,
      logger: createLogger('silent'),
      clock: systemClock,
    });
    await expect(second).rejects.toThrow(DatabaseError);
    await expect(second).rejects.toThrow(/Another process is using this database/);
    studio.runpod.script({ output });
    await imagine(studio);
    await studio.discord.waitFor(shown);
  });
});
