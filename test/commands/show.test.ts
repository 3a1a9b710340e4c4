import { describe, expect, it } from 'vitest';
import type { Phase } from '../../src/jobs/job.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Channel, Person } from '../../packages/stand-ins/discord/world.ts';
import type { Studio } from '../support/studio.ts';
import { SEARCH_BUDGETS } from '../../commands/jobs.ts';
import { copyJob } from '../support/copy-job.ts';
import { writeBeside } from '../support/write-beside.ts';
import { finished, report } from './report-scene.ts';
import { answerShowing, imagine, jobOf, openStudio, settled, textOf } from './scene.ts';
import { completedMessage, phaseShown } from '../support/job-message.ts';

/** What somebody is shown of a job. */
async function shown(
  studio: Studio,
  job: string,
  {
    by,
    channel,
    ...shows
  }: { by?: Person; channel?: Channel } & ({ says: string } | { phase: Phase }),
): Promise<Message> {
  const { people, channels } = studio.discord.world;
  const where = { by: by ?? people.ada, in: channel ?? channels.restricted };
  const asked = await studio.discord.command({ ...where, name: 'show', options: { job } });
  if ('says' in shows) return answerShowing(studio, asked, shows.says);
  return studio.discord.waitFor(
    (message) =>
      message.interaction_metadata?.id === asked.id && phaseShown(message) === shows.phase,
  );
}

const NOT_THERE = 'No job matches that';

async function offered({ discord }: Studio, by: Person, typed: string): Promise<readonly string[]> {
  const typing = await discord.autocomplete({
    by,
    in: discord.world.channels.restricted,
    name: 'show',
    focused: 'job',
    options: { job: typed },
  });
  return ((await typing.answered).choices ?? []).map(({ name }) => name);
}

describe('/show', () => {
  it('shows a job with its picture, as its message does, and leads there', async () => {
    const { studio, picture, jobId } = await finished({ office: false });
    const message = await shown(studio, `job ${jobId.toUpperCase()} `, { phase: 'completed' });
    expect(message.content).toContain(`/${picture.channel_id}/${picture.id}`);
    expect(message.embeds[0]?.description).toBe(picture.embeds[0]?.description);
    expect(message.files.map(({ size }) => size)).toEqual(picture.files.map(({ size }) => size));
    expect(message.components ?? []).toEqual([]);
    expect(message.flags & 64).toBe(64);
  });

  it('says where one stands that is under way', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const asked = await imagine(studio);
    await asked.answered;
    const { id } = await jobOf(studio, asked);
    await shown(studio, id, { phase: 'waiting' });
  });

  it('shows all the rest where the picture is no longer kept', async () => {
    const { studio, jobId } = await finished({ office: false });
    await writeBeside(studio.databasePath, "UPDATE jobs SET pictures = '[]' WHERE id = ?", jobId);
    const message = await shown(studio, jobId, { says: 'no longer stored' });
    expect(message.files).toEqual([]);
  });

  it('keeps the picture of an age-restricted channel out of others', async () => {
    const { studio, jobId } = await finished({ office: false });
    const { general } = studio.discord.world.channels;
    const says = 'The picture is only shown in age-restricted channels.';
    expect((await shown(studio, jobId, { channel: general, says })).files).toEqual([]);
  });

  it('is for whose it is, and for moderators of its server, and tells others nothing', async () => {
    const { studio, jobId } = await finished({ office: false });
    const { ben, cleo } = studio.discord.world.people;
    await shown(studio, jobId, { by: ben, phase: 'completed' });
    await shown(studio, jobId, { by: cleo, says: NOT_THERE });
    await shown(studio, 'k3f9x2ab', { by: cleo, says: NOT_THERE });
  });

  it("shows nobody a job of a server that they don't moderate", async () => {
    const { studio, jobId } = await finished({ office: false });
    const { ben } = studio.discord.world.people;
    await studio.stopBot();
    const elsewhere = '200000000000000009';
    await writeBeside(studio.databasePath, 'UPDATE jobs SET guild_id = ?', elsewhere);
    await studio.startBot();
    await shown(studio, jobId, { by: ben, says: NOT_THERE });
    expect(await offered(studio, ben, '')).toEqual([]);
  });

  it('shows moderators the words of what was made privately, and not the picture', async () => {
    const studio = await openStudio();
    const asked = await imagine(studio, { prompt: 'a fox', private: true });
    await completedMessage(studio, asked);
    const { id, channelId } = await jobOf(studio, asked);
    const { ben } = studio.discord.world.people;
    const message = await shown(studio, id, { by: ben, says: 'only the requester can see' });
    expect([message.files, textOf(message).includes('> a fox')]).toEqual([[], true]);
    expect(message.content).not.toContain(channelId);
    expect((await shown(studio, id, { phase: 'completed' })).files).toHaveLength(1);
  });

  it('covers what was reported for moderators, and shows its requester none of it', async () => {
    const scene = await finished({ office: false });
    const { studio, jobId, dora } = scene;
    const { ada, ben } = studio.discord.world.people;
    await report(scene, dora, 'Sexual');
    const covered = await shown(studio, jobId, { by: ben, says: 'lighthouse' });
    expect(covered.files.map(({ filename }) => filename)).toEqual([`SPOILER_${jobId}-1.png`]);
    expect(covered.embeds.flatMap(({ image }) => image ?? [])).toEqual([]);
    const own = await shown(studio, jobId, { by: ada, says: 'hidden' });
    expect([own.files, textOf(own).includes('lighthouse')]).toEqual([[], false]);
  });

  it('leaves to its person alone what they want erased, which waits for moderators', async () => {
    const { studio, jobId } = await finished({ office: false });
    const { ben } = studio.discord.world.people;
    await writeBeside(
      studio.databasePath,
      'UPDATE jobs SET erase_asked_at = 1 WHERE id = ?',
      jobId,
    );
    await shown(studio, jobId, { by: ben, says: NOT_THERE });
    await shown(studio, jobId, { phase: 'completed' });
  });

  it('shows nothing of what was erased', async () => {
    const { studio, jobId } = await finished({ office: false });
    const { ada, ben } = studio.discord.world.people;
    const where = { by: ada, in: studio.discord.world.channels.restricted };
    const asked = await studio.discord.command({ ...where, name: 'privacy' });
    const summary = await answerShowing(studio, asked, 'What I store about you');
    await studio.discord.click({ by: ada, message: summary, label: 'Erase everything' });
    const sure = await answerShowing(studio, asked, "This can't be undone");
    await studio.discord.click({ by: ada, message: sure, label: 'Erase everything now' });
    await answerShowing(studio, asked, 'Erased: 1 request');
    await shown(studio, jobId, { by: ben, says: NOT_THERE });
    expect(await offered(studio, ben, '')).toEqual([]);
  });
});

describe('what /show offers while somebody types', () => {
  it("is their own jobs by id or words, and their server's to moderators", async () => {
    const studio = await openStudio();
    const { ada, ben, cleo } = studio.discord.world.people;
    const fox = await settled(studio, await imagine(studio, { prompt: 'a red\nfox' }));
    const owl = await settled(studio, await imagine(studio, { prompt: 'an owl' }, { by: ben }));
    expect(await offered(studio, ada, '')).toEqual([`${fox.id} · Done · a red fox`]);
    expect(await offered(studio, ada, 'FOX red')).toHaveLength(1);
    expect(await offered(studio, ada, fox.id.slice(0, 6))).toHaveLength(1);
    expect(await offered(studio, ada, 'owl')).toEqual([]);
    expect(await offered(studio, ben, '')).toEqual([
      `${owl.id} · Done · an owl`,
      `${fox.id} · Done · another member · a red fox`,
    ]);
    expect(await offered(studio, cleo, '')).toEqual([]);
  });

  it('ends with a line where older jobs were not searched', async () => {
    const studio = await openStudio();
    const { ada, ben } = studio.discord.world.people;
    const { id } = await settled(studio, await imagine(studio, { prompt: 'a red fox' }));
    await copyJob(studio.databasePath, id, SEARCH_BUDGETS.show.rows + 100);
    for (const by of [ada, ben]) {
      const [line, ...others] = await offered(studio, by, 'owl');
      expect([line, others]).toEqual([
        expect.stringMatching(
          /^Searched the latest [\d,]+ jobs\. For an older one, paste its ID\.$/,
        ),
        [],
      ]);
    }
    expect(await offered(studio, ada, 'fox')).toHaveLength(25);
  });
});
