import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openStudio } from '../support/open-studio.ts';
import type { Studio } from '../support/studio.ts';
import { answerShowing, imagine, jobOf, textOf } from '../commands/scene.ts';
import { completedMessage } from '../support/job-message.ts';

const TOLD = 'from another version of the bot';

/** Another version wrote the rows of all jobs, and this one finds them. */
async function startAfter(studio: Studio, set: string): Promise<void> {
  await studio.stopBot();
  const sqlite = new SQLite(studio.databasePath);
  sqlite.exec(`UPDATE jobs SET ${set}`);
  sqlite.close();
  studio.logged.length = 0;
  await studio.startBot({ OPERATOR_CHANNEL_ID: studio.discord.world.channels.general.id });
}

describe('a job that another version of the bot made', () => {
  it.each([
    ['of a recipe that is not here', "recipe = 'a-workflow'"],
    ['of a version of its recipe that is to come', 'params_version = 99'],
    ['whose params are broken', "params = '{'"],
    ['in a state that is to come', "state = 'dreaming'"],
  ])('%s ends, and its person and the operator are told', async (_, set) => {
    const studio = await openStudio();
    studio.runpod.script({ stuck: true });
    const interaction = await imagine(studio);
    await studio.runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    await startAfter(studio, set);
    const message = await answerShowing(studio, interaction, TOLD);
    // Nobody can make again what nobody can read.
    const again = JSON.stringify(message.components).includes('retry');
    expect(again).toBe(set.startsWith('state ='));
    expect(textOf(message).includes('a lighthouse')).toBe(!set.startsWith('params ='));
    const job = await jobOf(studio, interaction);
    expect(job).toMatchObject({ state: 'failed', errorCode: 'other_version' });
    expect((await studio.bot.log.jobs.countByState()).get('failed')).toBe(1);
    const { general } = studio.discord.world.channels;
    await expect
      .poll(() =>
        studio.discord
          .messages(general)
          .map(({ content }) => content)
          .join(),
      )
      .toContain('1 job is from another version of the bot');
    expect(studio.logged.filter((line) => line.includes(job.id)).join()).toContain(
      'cannot be read',
    );
    expect(studio.logged.find((line) => line.includes('"resumed"'))).toContain('"unreadable":1');
    // What RunPod has of it costs nothing more.
    await studio.runpod.waitFor(({ status }) => status === 'CANCELLED');
  });

  it('is shown where it is over, as far as it can be read', async () => {
    const studio = await openStudio();
    studio.discord.rest.fault({ path: /messages/, times: 1, answer: 'reset' });
    const interaction = await imagine(studio);
    await completedMessage(studio, interaction);
    await startAfter(studio, "recipe = 'a-workflow', shown_revision = 0");
    await expect.poll(async () => (await jobOf(studio, interaction)).shownRevision).not.toBe(0);
    const message = await completedMessage(studio, interaction);
    expect(textOf(message)).toContain('a lighthouse');
    expect(message.files).toHaveLength(1);
    expect(studio.logged.find((line) => line.includes('"resumed"'))).toContain('"unreadable":0');
  });
});
