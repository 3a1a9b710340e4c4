import { describe, expect, it } from 'vitest';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Channel, Person } from '../../packages/stand-ins/discord/world.ts';
import { deferrals as WORDS } from '../../src/say/en/progress.ts';
import type { Studio } from '../support/studio.ts';
import { copyJob } from '../support/copy-job.ts';
import { readBeside, writeBeside } from '../support/write-beside.ts';
import { finished, report } from './report-scene.ts';
import {
  answerShowing,
  imagine,
  jobOf,
  openStudio,
  settled,
  textOf,
  waitingMessage,
} from './scene.ts';

/** No worker takes a job, so that each waits. */
const NO_WORKERS = { runpod: { workers: 0 } };

/** The list that somebody asks for. */
async function listFor(studio: Studio, by: Person, channel?: Channel): Promise<Message> {
  const { discord } = studio;
  const where = channel ?? discord.world.channels.restricted;
  const asked = await discord.command({ by, in: where, name: 'jobs' });
  return answerShowing(studio, asked, 'Your pictures');
}

/** The list once it shows something else than it does. */
function changed({ discord }: Studio, list: Message): Promise<Message> {
  return discord.waitFor(
    (message) => message.id === list.id && JSON.stringify(message) !== JSON.stringify(list),
  );
}

const promptsOf = (list: Message) => textOf(list).match(/^> .*$/gm) ?? [];

/** Its custom ids by their actions. */
function customId({ components }: Message, action: string, nth = 0): string {
  const all = JSON.stringify(components).match(/v2:[a-z-]+:person:[^"]+/g) ?? [];
  const found = all.filter((id) => id.startsWith(`v2:${action}:`))[nth];
  if (found === undefined) throw new Error(`the list has no ${action}`);
  return found;
}

async function press(studio: Studio, list: Message, label: string): Promise<Message> {
  const after = changed(studio, list);
  const { ada } = studio.discord.world.people;
  await studio.discord.click({ by: ada, message: list, label });
  return after;
}

async function look(studio: Studio, list: Message, words: string): Promise<Message> {
  const { discord } = studio;
  const { ada } = discord.world.people;
  const opened = await discord.click({ by: ada, message: list, label: 'Search' });
  await opened.answered;
  const after = changed(studio, list);
  await discord.submitModal({ by: ada, interaction: opened, fields: { words } });
  return after;
}

async function ask(studio: Studio, ...prompts: readonly string[]): Promise<void> {
  for (const prompt of prompts) {
    const asked = await imagine(studio, { prompt });
    await asked.answered;
  }
}

describe('/jobs', () => {
  it('says so, quietly, to somebody who has none', async () => {
    const studio = await openStudio();
    const list = await listFor(studio, studio.discord.world.people.cleo);
    expect(textOf(list)).toContain('You have no pictures yet. `/help` shows how to make one.');
  });

  it("lists one's own jobs, the newest first, and nobody else's", async () => {
    const studio = await openStudio(NO_WORKERS);
    const { ada, ben } = studio.discord.world.people;
    await ask(studio, 'a fox', 'an owl');
    await (
      await imagine(studio, { prompt: 'a secret' }, { by: ben })
    ).answered;
    expect(promptsOf(await listFor(studio, ada))).toEqual(['> an owl', '> a fox']);
  });

  it('gives state, time and a link for each', async () => {
    const studio = await openStudio();
    const { message } = await waitingMessage(studio);
    await studio.discord.waitFor(({ files }) => files.length > 0);
    const { guild, people } = studio.discord.world;
    expect(textOf(await listFor(studio, people.ada))).toMatch(
      new RegExp(
        `^\\*\\*Done\\*\\* · <t:\\d+:R>\n> .*\n-# https://discord\\.com/channels/${guild.id}/${message.channel_id}/${message.id} · `,
        'm',
      ),
    );
  });

  it('shows prompts as they were written, on one line', async () => {
    const studio = await openStudio(NO_WORKERS);
    await ask(studio, 'one\n**two** @everyone');
    expect(textOf(await listFor(studio, studio.discord.world.people.ada))).toContain(
      '> one \\*\\*two\\*\\* \\@everyone',
    );
  });

  it('has five a page, and turns them both ways, after a restart too', async () => {
    const studio = await openStudio(NO_WORKERS);
    const names = Array.from({ length: 12 }, (_, at) => `picture ${at + 1}`);
    await ask(studio, ...names);
    const newest = names.toReversed().map((name) => `> ${name}`);
    const first = await listFor(studio, studio.discord.world.people.ada);
    expect(promptsOf(first)).toEqual(newest.slice(0, 5));
    await studio.stopBot();
    await studio.startBot();
    const second = await press(studio, first, 'Older');
    expect(promptsOf(second)).toEqual(newest.slice(5, 10));
    const third = await press(studio, second, 'Older');
    expect(promptsOf(third)).toEqual(newest.slice(10));
    expect(JSON.stringify(third.components)).not.toContain('"Older"');
    const back = await press(studio, third, 'Newer');
    expect(promptsOf(back)).toEqual(newest.slice(5, 10));
    expect(promptsOf(await press(studio, back, 'Newer'))).toEqual(newest.slice(0, 5));
  });

  it('is narrowed down by state and by words, which hold for its other pages', async () => {
    const studio = await openStudio(NO_WORKERS);
    const { discord } = studio;
    const { ada } = discord.world.people;
    const foxes = Array.from({ length: 6 }, (_, at) => `a red FOX ${at + 1}`);
    await ask(studio, 'a red owl', ...foxes, 'a fox that is grey');
    const all = await listFor(studio, ada);
    const first = await look(studio, all, ' fox  Red ');
    const newest = foxes.toReversed().map((prompt) => `> ${prompt}`);
    expect(promptsOf(first)).toEqual(newest.slice(0, 5));
    expect(first.embeds[0]?.footer?.text).toBe('🔎 fox Red');
    const second = await press(studio, first, 'Older');
    expect(promptsOf(second)).toEqual(newest.slice(5));
    const id = customId(second, 'jobs-state');
    const after = changed(studio, second);
    await discord.choose({ by: ada, message: second, customId: id, values: ['failed'] });
    const failed = await after;
    expect(textOf(failed)).toContain('Nothing found.');
    expect(failed.embeds[0]?.footer?.text).toBe('🔎 fox Red');
    expect(promptsOf(await look(studio, failed, ''))).toEqual([]);
  });

  it('makes one again with another seed, for its requester alone, after a restart too', async () => {
    const studio = await openStudio();
    const { discord } = studio;
    const { ada, ben } = discord.world.people;
    const fox = await settled(studio, await imagine(studio, { prompt: 'a fox', seed: 7 }));
    const secret = await settled(studio, await imagine(studio, { prompt: 'b' }, { by: ben }));
    const list = await listFor(studio, ada);
    await studio.stopBot();
    await studio.startBot();
    const use = { by: ada, message: list, customId: customId(list, 'jobs-again') };
    const made = await settled(studio, await discord.choose({ ...use, values: [fox.id] }));
    expect([made.wanted.prompt, made.origin?.job, made.userId]).toEqual(['a fox', fox.id, ada.id]);
    expect(made.wanted.params.seed).not.toBe(7);
    const stolen = await discord.choose({ ...use, values: [secret.id], raw: true });
    const { message } = await stolen.answered;
    expect(textOf(message ?? list)).toContain('I no longer have that job.');
  });

  it('shows small pictures of what is done, for as long as they are kept', async () => {
    const studio = await openStudio();
    const { discord, databasePath } = studio;
    const jobs = [];
    for (const prompt of ['a fox', 'an owl']) {
      jobs.push(await settled(studio, await imagine(studio, { prompt })));
    }
    const [fox, owl] = jobs;
    const list = await listFor(studio, discord.world.people.ada);
    expect(list.files.map(({ filename }) => filename)).toEqual([
      `small-of-${owl?.id ?? ''}.jpg`,
      `small-of-${fox?.id ?? ''}.jpg`,
    ]);
    expect(list.files.every(({ width }) => (width ?? 0) <= 160)).toBe(true);
    expect(list.embeds.slice(1).every(({ thumbnail }) => thumbnail !== undefined)).toBe(true);
    await writeBeside(databasePath, "UPDATE jobs SET pictures = '[]' WHERE id = ?", fox?.id);
    const later = await listFor(studio, discord.world.people.ada);
    expect(later.files).toHaveLength(1);
  });

  it('shows none that was reported', async () => {
    const scene = await finished({ office: false });
    const { studio } = scene;
    const { ada, ben } = studio.discord.world.people;
    await report(scene, ben, 'It shows me');
    const list = await listFor(studio, ada);
    expect([textOf(list).includes(' · hidden · '), list.files]).toEqual([true, []]);
  });

  it('keeps what was made in an age-restricted channel out of sight elsewhere', async () => {
    const studio = await openStudio();
    const { people, channels } = studio.discord.world;
    await settled(studio, await imagine(studio));
    expect((await listFor(studio, people.ada, channels.general)).files).toEqual([]);
    expect((await listFor(studio, people.ada, channels.restricted)).files).toHaveLength(1);
  });

  it('is of no use to anybody else', async () => {
    const studio = await openStudio(NO_WORKERS);
    const { discord } = studio;
    const { ada, ben } = discord.world.people;
    await ask(studio, 'a secret');
    const list = await listFor(studio, ada);
    for (const action of ['jobs-words', 'jobs-cancel']) {
      const id = customId(list, action);
      const forged = await discord.click({ by: ben, message: list, customId: id, raw: true });
      const { message } = await forged.answered;
      expect(textOf(message ?? list)).toContain('Someone else ran that command.');
    }
    const chosen = await discord.choose({
      by: ben,
      message: list,
      customId: customId(list, 'jobs-state'),
      values: ['waiting'],
      raw: true,
    });
    const { message } = await chosen.answered;
    expect(textOf(message ?? list)).toContain('Someone else ran that command.');
  });
});

describe('Cancel all', () => {
  it('asks once more, ends all that is under way here, and says how many', async () => {
    const studio = await openStudio(NO_WORKERS);
    const { discord, bot } = studio;
    const { ada, ben } = discord.world.people;
    await ask(studio, 'a fox', 'an owl');
    await (
      await imagine(studio, { prompt: 'a bear' }, { by: ben })
    ).answered;
    const list = await listFor(studio, ada);
    const asked = await discord.click({ by: ada, message: list, label: 'Cancel all' });
    const { message: question } = await asked.answered;
    if (!question) throw new Error('there is no question');
    expect(textOf(question)).toContain('all 2 of your jobs');
    expect((await bot.log.jobs.countByState()).get('cancelled')).toBeUndefined();
    await discord.click({ by: ada, message: question, label: 'Cancel all' });
    await discord.waitFor((message) => textOf(message).includes('Cancelled: 2 jobs.'));
    expect((await bot.log.jobs.countByState()).get('cancelled')).toBe(2);
  });

  it('says at once how many, and after a stop in the middle that it is not done', async () => {
    const studio = await openStudio(NO_WORKERS);
    const { discord } = studio;
    const { ada } = discord.world.people;
    const asked = await imagine(studio);
    await asked.answered;
    const { id } = await jobOf(studio, asked);
    await studio.stopBot();
    await copyJob(studio.databasePath, id, 600);
    await studio.startBot();
    const list = await listFor(studio, ada);
    const more = await discord.click({ by: ada, message: list, label: 'Cancel all' });
    const { message: question } = await more.answered;
    if (!question) throw new Error('there is no question');
    let onBegun: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (onBegun = resolve));
    studio.bot.log.events.on('changed', ({ state }) => {
      if (state === 'cancelled') onBegun();
    });
    await discord.click({ by: ada, message: question, label: 'Cancel all' });
    await begun;
    await studio.stopBot();
    await studio.startBot();
    await discord.waitFor((message) => textOf(message).includes(WORDS.restartedPress));
    expect(discord.message(question.id)?.content).toBe('Cancelling 601 jobs…');
    // The copies are one job at RunPod, which ends them all once it is cancelled.
    const cancelled = await readBeside(
      studio.databasePath,
      "SELECT 1 FROM job_events WHERE cause = 'cancelled with all of theirs'",
    );
    expect(cancelled.length).toBeGreaterThan(0);
    expect(cancelled.length).toBeLessThan(601);
  });

  it('leaves alone what they have under way in another server', async () => {
    const studio = await openStudio(NO_WORKERS);
    const { discord, bot, databasePath } = studio;
    const { ada } = discord.world.people;
    await ask(studio, 'a fox', 'an owl');
    await writeBeside(
      databasePath,
      "UPDATE jobs SET guild_id = '999' WHERE id = (SELECT min(id) FROM jobs)",
    );
    const list = await listFor(studio, ada);
    const asked = await discord.click({ by: ada, message: list, label: 'Cancel all' });
    const { message: question } = await asked.answered;
    if (!question) throw new Error('there is no question');
    expect(textOf(question)).toContain('your job');
    await discord.click({ by: ada, message: question, label: 'Cancel all' });
    await discord.waitFor((message) => textOf(message).includes('Cancelled: 1 job.'));
    expect((await bot.log.jobs.countByState()).get('cancelled')).toBe(1);
  });

  it('leaves all as it is where somebody thinks better of it', async () => {
    const studio = await openStudio(NO_WORKERS);
    const { discord, bot } = studio;
    const { ada } = discord.world.people;
    await ask(studio, 'a fox');
    const list = await listFor(studio, ada);
    const asked = await discord.click({ by: ada, message: list, label: 'Cancel all' });
    const { message: question } = await asked.answered;
    if (!question) throw new Error('there is no question');
    expect(textOf(question)).toContain('your job');
    await discord.click({ by: ada, message: question, label: 'Keep' });
    await discord.waitFor((message) => textOf(message).includes('Nothing was cancelled.'));
    expect((await bot.log.jobs.countByState()).get('cancelled')).toBeUndefined();
  });

  it('is not offered where there is nothing to cancel, and says so on an older list', async () => {
    const studio = await openStudio(NO_WORKERS);
    const { discord, bot } = studio;
    const { ada } = discord.world.people;
    const fox = await imagine(studio, { prompt: 'a fox' });
    await fox.answered;
    const older = await listFor(studio, ada);
    const { id } = await jobOf(studio, fox);
    await bot.log.cancel(id, 'cancelled by a click', ada.id);
    const asked = await discord.click({ by: ada, message: older, label: 'Cancel all' });
    const { message } = await asked.answered;
    expect(textOf(message ?? older)).toBe('You have nothing in progress in this server.');
    const offered = buttonsOf(await listFor(studio, ada)).map(({ label }) => label);
    expect(offered).toContain('Search');
    expect(offered).not.toContain('Cancel all');
  });
});
