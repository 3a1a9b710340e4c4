import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { formatCustomId, type CustomId } from '../../src/discord/interactions/custom-id.ts';
import type { CommandUse } from '../../packages/stand-ins/discord/use-command.ts';
import type { Studio } from '../support/studio.ts';
import { answerShowing, imagine, jobOf, openStudio, quietAnswer, settled } from './scene.ts';

/** Some server in which nobody is. */
const OTHER = '200000000000000009';

/** Every row of every table but what a new database holds. */
function rows({ databasePath }: Studio): Record<string, unknown[]> {
  const database = new SQLite(databasePath, { readonly: true });
  const tables = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all();
  const found = Object.fromEntries(
    tables.map((table) => [table, database.prepare(`SELECT * FROM ${table}`).all()]),
  );
  database.close();
  return found;
}

/** A bot that works in another server only. */
async function openElsewhere(ownership: Readonly<Record<string, unknown>>) {
  const studio = await openStudio();
  await studio.stopBot();
  studio.discord.world.ownership = ownership;
  await studio.startBot({ ALLOWED_GUILD_IDS: `${OTHER}, 200000000000000010` });
  return studio;
}

describe('a server that the bot was not set up for', () => {
  it('is told whose it is by every command and button, and nothing of it is left', async () => {
    const studio = await openElsewhere({ team: { name: 'The *Painters*' }, owner: {} });
    const { discord } = studio;
    const { world } = discord;
    const { ben } = world.people;
    const { general } = world.channels;
    const before = rows(studio);
    const requestsBefore = discord.rest.requests.length;
    const says = '**The \\*Painters\\*** runs me for other servers only';
    const use = { by: ben, in: general };
    const uses: CommandUse[] = [
      { ...use, name: 'imagine', options: { prompt: 'a lighthouse' } },
      { ...use, name: 'jobs' },
      { ...use, name: 'status' },
      { ...use, name: 'privacy' },
      { ...use, name: 'moderation', subcommand: 'channel', options: { channel: general } },
      { ...use, name: 'moderation', subcommand: 'role', options: { role: world.addRole('a') } },
      { ...use, name: 'moderation', subcommand: 'block', options: { person: world.people.ada } },
      { ...use, name: 'moderation', subcommand: 'blocks' },
    ];
    for (const one of uses) expect(await quietAnswer(await discord.command(one))).toContain(says);
    const message = discord.say({ by: ben, in: general, content: 'hello' });
    const picked = await discord.messageCommand({ by: ben, message, name: 'Report picture' });
    expect(await quietAnswer(picked)).toContain(says);
    const clicks: CustomId[] = [
      ...['cancel', 'retry', 'report'].map((action) => ({ action, job: 'k3f9x2ab' })),
      ...['privacy-export', 'privacy-erase-now'].map((action) => ({ action, person: ben.id })),
    ];
    for (const customId of clicks.map(formatCustomId)) {
      const click = await discord.click({ by: ben, message, customId, raw: true });
      expect(await quietAnswer(click)).toContain(says);
    }
    expect(rows(studio)).toEqual(before);
    const asked = discord.rest.requests.slice(requestsBefore);
    expect(asked.filter(({ path }) => !path.includes('/callback'))).toEqual([]);
    expect(studio.runpod.submissions()).toBe(0);
  });

  it.each([
    ['a person', { team: null, owner: { username: 'ada', global_name: 'Ada' } }, '**Ada**'],
    ['a person of no other name', { owner: { username: 'ada' } }, '**ada**'],
    ['nobody that Discord names', {}, 'My operator'],
  ])('is told so where the bot belongs to %s', async (_, ownership, name) => {
    const studio = await openElsewhere(ownership);
    expect(await quietAnswer(await imagine(studio))).toContain(`${name} runs me for other servers`);
  });

  it('leaves those their data who had it kept before', async () => {
    const studio = await openStudio();
    await settled(studio, await imagine(studio));
    await studio.stopBot();
    await studio.startBot({ ALLOWED_GUILD_IDS: OTHER });
    const { discord } = studio;
    const { ada } = discord.world.people;
    const asked = await discord.command({
      by: ada,
      in: discord.world.channels.general,
      name: 'privacy',
    });
    const summary = await answerShowing(studio, asked, 'What I store about you');
    const list = formatCustomId({ action: 'jobs-cancel', person: ada.id });
    const pressed = await discord.click({ by: ada, message: summary, customId: list, raw: true });
    expect(await quietAnswer(pressed)).toContain('for other servers only');
    await discord.click({ by: ada, message: summary, label: 'Erase everything' });
    const sure = await answerShowing(studio, asked, "This can't be undone");
    await discord.click({ by: ada, message: sure, label: 'Erase everything now' });
    await answerShowing(studio, asked, 'Erased: 1 request');
    expect(await quietAnswer(await imagine(studio))).toContain('for other servers only');
  });
});

it('a server that the bot was set up for is not', async () => {
  const studio = await openStudio();
  await studio.stopBot();
  await studio.startBot({ ALLOWED_GUILD_IDS: `${OTHER},${studio.discord.world.guild.id}` });
  const interaction = await imagine(studio);
  await interaction.answered;
  expect((await jobOf(studio, interaction)).guildId).toBe(studio.discord.world.guild.id);
});
