import { describe, expect, it } from 'vitest';
import sharp from 'sharp';
import type { MessagePayload } from '../../../packages/stand-ins/discord/message.ts';
import { answerShowing, imagine, jobOf, openStudio, textOf } from '../../commands/scene.ts';
import { completedMessage } from '../../support/job-message.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { moveUntil } from '../../support/move-until.ts';
import type { Studio, StudioOptions } from '../../support/studio.ts';
import { refusal } from '../rest/refusal.ts';

/** An edit that brings a picture along. */
const UPLOAD = { method: 'PATCH', path: /\/webhooks\//, type: /^multipart\/form-data/ };

/** A studio whose worker shows unfinished pictures, in a time that is moved by hand. */
async function open(options: StudioOptions = {}) {
  const clock = new ManualClock();
  const studio = await openStudio({
    clock,
    runpod: { progress: true, previews: true, stepMs: 1_000 },
    configure: (config) => ({ ...config, pollIntervalMs: 500 }),
    ...options,
    env: { PREVIEWS: 'on', ...options.env },
  });
  return { clock, studio };
}

const previewIn = ({ attachments }: Pick<MessagePayload, 'attachments'>) =>
  attachments.find(({ filename }) => filename === 'preview.jpg');

/** The job's message, as soon as it has a preview. */
async function previewed(studio: Studio, clock: ManualClock, jobId: string) {
  const shown = studio.discord.waitFor(
    (message) => previewIn(message) !== undefined && textOf(message).includes(`job ${jobId}`),
  );
  await moveUntil(clock, shown, 250);
  return shown;
}

describe('an unfinished picture', () => {
  it('stands in the message, small, with alt text, and makes way for the finished one', async () => {
    const { clock, studio } = await open();
    const interaction = await imagine(studio, { steps: 30 });
    await interaction.answered;
    const { id } = await jobOf(studio, interaction);
    const message = await previewed(studio, clock, id);
    const preview = previewIn(message);
    expect(preview?.description).toBe('Unfinished: a lighthouse at dawn');
    const bytes = studio.discord.file(message, 'preview.jpg');
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 128 });
    const done = completedMessage(studio, interaction);
    await moveUntil(clock, done, 250);
    expect((await done).files.map(({ filename }) => filename)).toEqual([`${id}-1.png`]);
  });

  it('is covered where the finished one is', async () => {
    const { clock, studio } = await open();
    const interaction = await imagine(studio, { steps: 30, spoiler: true });
    const done = completedMessage(studio, interaction);
    await moveUntil(clock, done, 250);
    const { versions } = await done;
    const names = versions.flatMap(({ payload }) =>
      payload.attachments.map(({ filename }) => filename),
    );
    expect(names).toContain('SPOILER_preview.jpg');
    expect(names.filter((name) => !name.startsWith('SPOILER_'))).toEqual([]);
  });

  it('is renewed no more often than progress is shown', async () => {
    const { clock, studio } = await open();
    const interaction = await imagine(studio, { steps: 30 });
    const done = completedMessage(studio, interaction);
    await moveUntil(clock, done, 250);
    const shown = (await done).versions.filter(({ payload }) => previewIn(payload));
    const ids = new Set(shown.map(({ payload }) => previewIn(payload)?.id));
    expect(ids.size).toBeGreaterThan(2);
    const apart = shown.slice(1).map(({ at }, index) => at - (shown[index]?.at ?? 0));
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(5_000);
  });

  it.each<[string, Record<string, string>, boolean]>([
    ['is not shown where the operator has not asked for it', { PREVIEWS: 'off' }, true],
    ['is not shown in a channel that is not age-restricted', {}, false],
  ])('%s', async (_, env, restricted) => {
    const { clock, studio } = await open({ env });
    const { channels } = studio.discord.world;
    const where = restricted ? channels.restricted : channels.general;
    const interaction = await imagine(studio, { steps: 30 }, { in: where });
    const done = completedMessage(studio, interaction);
    await moveUntil(clock, done, 250);
    const seen = (await done).versions.filter(({ payload }) => previewIn(payload));
    expect(seen).toEqual([]);
    expect((await done).versions.length).toBeGreaterThan(3);
  });

  it.each(['Cancel', undefined])(
    'is gone where the job ends without a picture (%s)',
    async (label) => {
      const { clock, studio } = await open();
      const interaction = await imagine(studio, { steps: 30 });
      await interaction.answered;
      const { id } = await jobOf(studio, interaction);
      const message = await previewed(studio, clock, id);
      if (label)
        await studio.discord.click({ by: studio.discord.world.people.ada, message, label });
      else await studio.bot.log.move(id, 'failed', 'a test', { error: { code: 'unexpected' } });
      await moveUntil(
        clock,
        answerShowing(studio, interaction, label ? 'Cancelled' : 'Something went'),
        250,
      );
      expect(studio.discord.message(message.id)?.files).toEqual([]);
    },
  );

  it('is gone from the message that a bot comes back to', async () => {
    const { clock, studio } = await open();
    const interaction = await imagine(studio, { steps: 30 });
    await interaction.answered;
    const { id } = await jobOf(studio, interaction);
    const message = await previewed(studio, clock, id);
    await studio.stopBot();
    await studio.startBot({ PREVIEWS: 'off' });
    const gone = studio.discord.waitFor((one) => one.id === message.id && one.files.length === 0);
    await moveUntil(clock, gone, 250);
    await moveUntil(clock, completedMessage(studio, interaction), 250);
  });

  it.each([
    ['refuses', refusal(400, 50035), 1],
    ['lets nobody attach', refusal(403, 50013), 1],
    ['fails at, however often it is asked,', { status: 500 }, 4],
  ])('that Discord %s costs the message nothing else', async (_, answer, times) => {
    const { clock, studio } = await open();
    studio.discord.rest.fault({ ...UPLOAD, times, answer });
    const interaction = await imagine(studio, { steps: 30 });
    const done = completedMessage(studio, interaction);
    await moveUntil(clock, done, 250);
    const shown = (await done).versions.map(({ payload }) => payload);
    expect(shown.some((payload) => previewIn(payload))).toBe(false);
    expect(shown.every((payload) => textOf(payload).includes('a lighthouse at dawn'))).toBe(true);
    expect(shown.filter((payload) => textOf(payload).includes('%')).length).toBeGreaterThan(2);
  });
});
