import { MessageFlags } from 'discord.js';
import { expect, it } from 'vitest';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import type { Studio } from '../support/studio.ts';
import { writeBeside } from '../support/write-beside.ts';
import { choose, panel, use } from './panels.ts';
import { imagine, openStudio, quietAnswer, settled, textOf } from './scene.ts';

const DAY_MS = 24 * 60 * 60_000;

/** What `/usage` shows, to Ben, who manages the server, unless told otherwise. */
function usage(
  studio: Studio,
  options: OptionValues = {},
  by: Person = studio.discord.world.people.ben,
): Promise<Message> {
  return shown(studio, panel(studio, 'usage', { by, options, raw: true }));
}

/** A message once its chart is about that. */
function about({ discord }: Studio, { id }: Message, what: string): Promise<Message> {
  return discord.waitFor((now) => now.id === id && altOf(now).includes(what));
}

/** A message once its chart is there. */
async function shown({ discord }: Studio, answer: Promise<Message>): Promise<Message> {
  const { id } = await answer;
  return discord.waitFor((now) => now.id === id && now.attachments.length > 0);
}

function altOf({ attachments }: Message): string {
  return attachments.find(({ filename }) => filename === 'usage.png')?.description ?? '';
}

function tableOf({ discord }: Studio, message: Message): string[][] {
  const text = discord.file(message, 'usage.csv').toString('utf8');
  expect(text.startsWith('\u{FEFF}')).toBe(true);
  return text
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
}

it('shows managers what their server made, as a picture, its figures as text, and as a table', async () => {
  const studio = await openStudio();
  await settled(studio, await imagine(studio, { count: 2 }));
  const message = await usage(studio);
  expect(message.flags & MessageFlags.Ephemeral).toBe(MessageFlags.Ephemeral);
  expect(message.attachments.map(({ filename }) => filename)).toEqual(['usage.png', 'usage.csv']);
  const png = studio.discord.file(message, 'usage.png');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(textOf(message)).toContain('This server, last 30 days: 2 pictures');
  expect(altOf(message)).toMatch(
    /^Pictures by day\. This server, last 30 days: 2 pictures\. Most: /,
  );
  const table = tableOf(studio, message);
  expect(table).toHaveLength(31);
  expect(table.at(-1)?.slice(0, 5)).toEqual([expect.stringMatching(/^\d{4}-/), '1', '2', '0', '0']);
});

it('turns to another question by its menus, and has the files of that one alone', async () => {
  const studio = await openStudio();
  const { ada, ben } = studio.discord.world.people;
  await settled(studio, await imagine(studio));
  const first = await usage(studio, { show: 'pictures', by: 'day', days: 7 });
  await choose(studio, first, 'usage-by', ['command'], ben);
  const second = await about(studio, first, 'Pictures by command');
  expect(altOf(second)).toContain('/imagine: 1');
  await choose(studio, second, 'usage-days', ['90'], ben);
  const third = await about(studio, first, 'last 90 days');
  await choose(studio, third, 'usage-show', ['waiting'], ben);
  const fourth = await about(studio, first, 'Waiting time by command');
  expect(altOf(fourth)).toContain('Half within / 9 in 10 within.');
  await choose(studio, fourth, 'usage-by', ['member'], ben);
  const fifth = await about(studio, first, 'Waiting time by member');
  expect(altOf(fifth)).toContain(`${ada.displayName}: `);
  expect(fifth.attachments).toHaveLength(2);
});

it('is for those who manage the server, at each step', async () => {
  const studio = await openStudio();
  const { ada, ben } = studio.discord.world.people;
  const refusal = 'Only members who manage this server can do that.';
  expect(await quietAnswer(await use(studio, 'usage', { by: ada, raw: true }))).toContain(refusal);
  const message = await usage(studio);
  Object.assign(ben, { permissions: 0n });
  const refused = await choose(studio, message, 'usage-by', ['member'], ben);
  expect(await quietAnswer(refused)).toContain(refusal);
});

it('names ten members at most, and neither those who chose that nor erased ones, in the table either', async () => {
  const studio = await openStudio();
  const { world } = studio.discord;
  const { ada, ben, cleo } = world.people;
  for (const by of [ada, ben, cleo]) await settled(studio, await imagine(studio, {}, { by }));
  const named = await usage(studio, { by: 'member' });
  expect(altOf(named)).toContain(`${ada.displayName}: 1; ${ben.displayName}: 1`);
  const answer = await panel(studio, 'settings', { by: ada });
  const customId = `v2:settings-named:person:${ada.id}:0`;
  await (
    await studio.discord.click({ by: ada, message: answer, customId })
  ).answered;
  const insert = 'INSERT INTO erasures (user_id, asked_at) VALUES (?, ?)';
  await writeBeside(studio.databasePath, insert, cleo.id, 1);
  const message = await usage(studio, { by: 'member' });
  const table = tableOf(studio, message);
  expect(table.slice(1).map((row) => row.slice(0, 3))).toEqual([
    [ben.displayName, `ID ${ben.id}`, '1'],
    ['Others', '', '2'],
  ]);
  const told = JSON.stringify([table, altOf(message), textOf(message)]);
  for (const { id, displayName } of [ada, cleo]) {
    expect(told).not.toContain(id);
    expect(told).not.toContain(displayName);
  }
});

it('leaves no name as a formula in the table', async () => {
  const studio = await openStudio();
  const mallory = studio.discord.world.addPerson('=HYPERLINK("https://x.example";"a")');
  await settled(studio, await imagine(studio, {}, { by: mallory }));
  const message = await usage(studio, { by: 'member' });
  const text = studio.discord.file(message, 'usage.csv').toString('utf8');
  expect(text).toContain(`"'=HYPERLINK(""https://x.example"",""a"")"`);
  expect(text).not.toMatch(/(^|,|\n)"?=/m);
});

it('shows a number for a member whom Discord does not name in time', async () => {
  const studio = await openStudio();
  await settled(studio, await imagine(studio));
  const answer = { status: 500, body: '{}' };
  studio.discord.rest.fault({ method: 'GET', path: /\/(members|users)\/\d+$/, times: 20, answer });
  expect(altOf(await usage(studio, { by: 'member' }))).toContain('Member 1: 1');
});

it("shows operators all servers, with RunPod's bill beside the estimate, and others neither", async () => {
  const studio = await openStudio();
  await studio.stopBot();
  const { id, username } = studio.discord.world.people.ada;
  studio.discord.world.ownership = { owner: { id, username } };
  await studio.startBot({ GPU_SECOND_PRICE_USD: '0.5' });
  const { ada, ben } = studio.discord.world.people;
  const { runpod } = studio;
  await settled(studio, await imagine(studio));
  const refused = await use(studio, 'usage', { by: ben, options: { everywhere: true }, raw: true });
  expect(await quietAnswer(refused)).toContain('Only the operator of this bot can do that.');
  const midnight = Date.now() - (Date.now() % DAY_MS);
  runpod.bills.days.push({ endpointId: runpod.endpointId, at: midnight, dollars: 1.5 });
  const asked = { show: 'money', everywhere: true };
  const message = await usage(studio, asked, ada);
  expect(textOf(message)).toContain("RunPod's bill for this time, so far: $1.50.");
  expect(altOf(message)).toContain('All servers, last 30 days: about $');
  expect(altOf(message)).toContain('/ $1.50');
  const [head = [], ...days] = tableOf(studio, message);
  expect(days.at(-1)?.[head.indexOf('USD (RunPod bill)')]).toBe('1.5');
  runpod.http.fault({ method: 'GET', path: /billing/, times: 1, answer: { status: 503 } });
  expect(textOf(await usage(studio, asked, ada))).toContain("RunPod didn't say what it billed");
  // Ada does not manage the server.
  expect(await quietAnswer(await use(studio, 'usage', { by: ada, raw: true }))).toContain(
    'Only members who manage this server can do that.',
  );
});

it('says what has no price', async () => {
  const studio = await openStudio();
  await settled(studio, await imagine(studio));
  expect(textOf(await usage(studio, { show: 'money' }))).toMatch(/of GPU time isn't priced/);
});
