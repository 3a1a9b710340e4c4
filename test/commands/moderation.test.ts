import { PermissionFlagsBits } from 'discord.js';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Channel, Person, World } from '../../packages/stand-ins/discord/world.ts';
import type { Studio } from '../support/studio.ts';
import { refusal } from '../discord/rest/refusal.ts';
import { imagine, openStudio, quietAnswer, settled, textOf } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';
import { askToReport } from '../support/ask-to-report.ts';
import { readBeside, writeBeside } from '../support/write-beside.ts';

function moderate(
  { discord }: Studio,
  subcommand: string,
  options: OptionValues = {},
  by: Person = discord.world.people.ben,
) {
  const { general } = discord.world.channels;
  return discord.command({ by, in: general, name: 'moderation', subcommand, options, raw: true });
}

/** Where moderators were told of each report. */
async function told({ databasePath }: Studio): Promise<unknown[]> {
  const rows = await readBeside(databasePath, 'SELECT channel_id FROM reports');
  return rows.map((row) => z.object({ channel_id: z.string() }).parse(row).channel_id);
}

function acts({ databasePath }: Studio): Promise<unknown[]> {
  const query = 'SELECT what, by_user, user_id FROM moderation_events ORDER BY id';
  return readBeside(databasePath, query);
}

it('blocks somebody, lists the block and lifts it, each act on record', async () => {
  const studio = await openStudio();
  const { ada, ben } = studio.discord.world.people;
  expect(await quietAnswer(await moderate(studio, 'blocks'))).toBe('No one is blocked here.');
  expect(await quietAnswer(await moderate(studio, 'block', { person: ada }))).not.toContain(
    'already',
  );
  expect(await quietAnswer(await moderate(studio, 'blocks'))).toContain(`<@${ada.id}>`);
  expect(await quietAnswer(await moderate(studio, 'block', { person: ada }))).toContain('already');
  expect(await quietAnswer(await imagine(studio))).toContain('have blocked you');
  await quietAnswer(await moderate(studio, 'unblock', { person: ada }));
  expect(await quietAnswer(await moderate(studio, 'unblock', { person: ada }))).toContain(
    "isn't blocked",
  );
  expect((await settled(studio, await imagine(studio))).state).toBe('completed');
  expect(await acts(studio)).toEqual([
    { what: 'blocked', by_user: ben.id, user_id: ada.id },
    { what: 'unblocked', by_user: ben.id, user_id: ada.id },
  ]);
});

const REFUSED = 'Only members who manage this server or have its moderator role';

it('is not for those who may manage messages in a channel', async () => {
  const studio = await openStudio();
  const { world } = studio.discord;
  const { ManageMessages } = PermissionFlagsBits;
  const eve = world.addPerson('Eve', { permissions: ManageMessages });
  const office = world.addChannel({ name: 'office' });
  for (const [subcommand, options] of [
    ['channel', { channel: office }],
    ['blocks', {}],
    ['block', { person: world.people.ada }],
    ['unblock', { person: world.people.ada }],
  ] as const) {
    expect(await quietAnswer(await moderate(studio, subcommand, options, eve))).toContain(REFUSED);
  }
  expect(await acts(studio)).toEqual([]);
  expect(studio.discord.messages(office)).toEqual([]);
});

it('is offered by Discord to those who manage the server', async () => {
  const studio = await openStudio();
  const offered = studio.discord.commands('global').find(({ name }) => name === 'moderation');
  expect(offered?.default_member_permissions).toBe(String(PermissionFlagsBits.ManageGuild));
});

it('is for those who have the role that the server chose, until it takes that back', async () => {
  const studio = await openStudio();
  const { world } = studio.discord;
  const { ada, ben } = world.people;
  const wardens = world.addRole('wardens');
  const eve = world.addPerson('Eve', { roles: [wardens] });
  const finn = world.addPerson('Finn', { roles: [world.addRole('painters')] });
  expect(await quietAnswer(await moderate(studio, 'block', { person: ada }, eve))).toContain(
    REFUSED,
  );
  expect(await quietAnswer(await moderate(studio, 'role', { role: wardens }))).toContain(
    `<@&${wardens.id}> and members who manage this server now decide`,
  );
  expect(await quietAnswer(await moderate(studio, 'block', { person: ada }, eve))).toContain(
    'can no longer make or report',
  );
  expect(await quietAnswer(await moderate(studio, 'blocks', {}, finn))).toContain(REFUSED);
  await quietAnswer(await moderate(studio, 'role'));
  expect(await quietAnswer(await moderate(studio, 'unblock', { person: ada }, eve))).toContain(
    REFUSED,
  );
  expect(await acts(studio)).toEqual([
    { what: 'role chosen', by_user: ben.id, user_id: null },
    { what: 'blocked', by_user: eve.id, user_id: ada.id },
    { what: 'role taken back', by_user: ben.id, user_id: null },
  ]);
});

it('lets nobody choose the role but those who manage the server, and never the one of everybody', async () => {
  const studio = await openStudio();
  const { world } = studio.discord;
  const wardens = world.addRole('wardens');
  const eve = world.addPerson('Eve', { roles: [wardens] });
  await quietAnswer(await moderate(studio, 'role', { role: wardens }));
  const others = world.addRole('others');
  expect(await quietAnswer(await moderate(studio, 'role', { role: others }, eve))).toContain(
    'Only members who manage this server can do that.',
  );
  const everybody = { id: world.guild.id, name: '@everyone', mentionable: false };
  expect(await quietAnswer(await moderate(studio, 'role', { role: everybody }))).toContain(
    "can't be @everyone",
  );
  expect(await quietAnswer(await moderate(studio, 'blocks', {}, eve))).toContain('No one');
});

it('says in the chosen channel that reports come there', async () => {
  const studio = await openStudio();
  const office = studio.discord.world.addChannel({ name: 'office' });
  await (
    await moderate(studio, 'channel', { channel: office })
  ).answered;
  const hello = await studio.discord.waitFor(({ channel_id }) => channel_id === office.id);
  expect(textOf(hello)).toContain('Picture reports will be posted in this channel');
  await studio.discord.waitFor((message) =>
    textOf(message).includes(`Reports now go to <#${office.id}>`),
  );
});

it('takes reports along to another channel, and leaves none behind', async () => {
  const studio = await openStudio();
  const { discord } = studio;
  const { cleo } = discord.world.people;
  const office = discord.world.addChannel({ name: 'office' });
  const attic = discord.world.addChannel({ name: 'attic' });
  await (
    await moderate(studio, 'channel', { channel: office })
  ).answered;
  await discord.waitFor((message) => textOf(message).includes(`go to <#${office.id}>`));
  const picture = await completedMessage(studio, await imagine(studio));
  const { message: question } = await (
    await askToReport(discord, { by: cleo, message: picture })
  ).answered;
  if (!question) throw new Error('there is no question');
  await discord.click({ by: cleo, message: question, label: 'Hateful' });
  const toldIn = (channel: { id: string }) => (message: Message) =>
    message.channel_id === channel.id && textOf(message).includes('is hateful');
  await discord.waitFor(toldIn(office));
  await expect.poll(() => told(studio)).toEqual([office.id]);
  await (
    await moderate(studio, 'channel', { channel: attic })
  ).answered;
  await discord.waitFor(toldIn(attic));
  expect(discord.messages(office).filter(toldIn(office))).toEqual([]);
});

it('asks Discord nothing of a channel in which the bot may not post', async () => {
  const studio = await openStudio();
  const { world, rest } = studio.discord;
  const office = world.addChannel({ name: 'office' });
  world.setBotAccess(office, 'read-only');
  expect(await quietAnswer(await moderate(studio, 'channel', { channel: office }))).toContain(
    `I can't post in <#${office.id}>. Give me **Send Messages** and **Embed Links** there`,
  );
  expect(rest.requests.filter(({ path }) => path.includes(office.id))).toEqual([]);
  expect(await acts(studio)).toEqual([]);
});

it('does not take a channel that it may not post in after all', async () => {
  const studio = await openStudio();
  const office = studio.discord.world.addChannel({ name: 'office' });
  const path = new RegExp(`/channels/${office.id}/messages$`);
  studio.discord.rest.fault({ path, answer: refusal(403, 50013) });
  await (
    await moderate(studio, 'channel', { channel: office })
  ).answered;
  await studio.discord.waitFor((message) =>
    textOf(message).includes(`I can't post in <#${office.id}>`),
  );
  expect(await acts(studio)).toEqual([]);
});

it.each([
  ['whose id alone was sent', (office: Channel) => office.id],
  ['that is a thread', ({ id }: Channel, { thread }: World['channels']) => ({ ...thread, id })],
])('takes no channel %s, and asks Discord nothing of it', async (_, option) => {
  const studio = await openStudio();
  const { world, rest } = studio.discord;
  const office = world.addChannel({ name: 'office' });
  const channel = option(office, world.channels);
  expect(await quietAnswer(await moderate(studio, 'channel', { channel }))).toContain(
    '`channel` must be a text channel of this server.',
  );
  expect(rest.requests.filter(({ path }) => path.includes(office.id))).toEqual([]);
});

it('lists forty blocks, the newest first, and says how many more there are', async () => {
  const studio = await openStudio();
  const { guild } = studio.discord.world;
  const block = (n: number) => {
    const row = [guild.id, `4000000000000010${n}`, '1', n * 1_000];
    return writeBeside(studio.databasePath, 'INSERT INTO blocks VALUES (?, ?, ?, ?)', ...row);
  };
  for (let n = 10; n < 50; n += 1) await block(n);
  const listed = async () => (await quietAnswer(await moderate(studio, 'blocks'))).split('\n');
  expect(await listed()).toHaveLength(40);
  await block(50);
  await block(51);
  const lines = await listed();
  expect(lines).toHaveLength(41);
  expect(lines[0]).toContain('<@400000000000001051>');
  expect(lines.at(-1)).toBe('and 2 more');
});
