import { expect, it } from 'vitest';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { selectsOf } from '../../packages/stand-ins/discord/selects.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import type { Studio } from '../support/studio.ts';
import { answerShowing, imagine, openStudio, quietAnswer, settled, textOf } from './scene.ts';
import { workingMessage } from '../support/job-message.ts';
import { choose, fillIn, panel, turned, use } from './panels.ts';

/** What `/limits` shows to Ben, who manages the server. */
async function limits(
  studio: Studio,
  subcommand: string,
  options: OptionValues = {},
  by: Person = studio.discord.world.people.ben,
): Promise<Message> {
  return panel(studio, 'limits', { by, subcommand, options, raw: true });
}

async function set(
  studio: Studio,
  message: Message,
  { limit, to, shows }: { limit: string; to: string | string[]; shows: string },
): Promise<void> {
  const { ben: by } = studio.discord.world.people;
  const picked = await choose(studio, message, 'limits-pick', [limit], by);
  await fillIn(studio, picked, { [limit]: to }, by);
  await turned(studio, message, shows);
}

function quota(studio: Studio, by: Person): Promise<string> {
  return panel(studio, 'quota', { by }).then(textOf);
}

it('sets what members of a role may make, and says so to them, and to managers as sentences', async () => {
  const studio = await openStudio();
  const { world } = studio.discord;
  const { ben, ada } = world.people;
  const boosters = world.addRole('Boosters');
  const eve = world.addPerson('Eve', { roles: [boosters] });
  expect(textOf(await limits(studio, 'list'))).toContain("No limits besides the bot's own.");
  const message = await limits(studio, 'role', { role: boosters });
  const who = `<@&${boosters.id}>`;
  expect(textOf(message)).toContain(who);
  await set(studio, message, { limit: 'picturesADay', to: '3', shows: '• 3 pictures a day' });
  await set(studio, message, { limit: 'count', to: '2', shows: '• up to 2 pictures a request' });
  await set(studio, message, { limit: 'private', to: ['no'], shows: '• no private pictures' });
  expect(await quota(studio, eve)).toContain('**You**: 3 of 3 pictures left');
  expect(await quota(studio, ada)).toContain('sets no daily limit');

  const asks = (options: OptionValues = {}) => imagine(studio, options, { by: eve });
  expect(await quietAnswer(await asks({ count: 3 }))).toContain(
    `This server doesn't allow that. ${who}: up to 2 pictures a request.`,
  );
  expect(await quietAnswer(await asks({ private: true }))).toContain('no private pictures');
  await settled(studio, await asks({ count: 2 }));
  expect(await quota(studio, eve)).toContain('**You**: 1 of 3 pictures left, more <t:');
  const refused = await quietAnswer(await asks({ count: 2 }));
  expect(refused).toContain('Here, you can make 3 pictures a day, and 1 can still be made.');
  expect(refused).toMatch(/Ask for less, or try again <t:\d+:R>\./);
  await settled(studio, await imagine(studio, { count: 4 }));

  const all = textOf(await limits(studio, 'list'));
  expect(all).toContain(`• ${who}: 3 pictures a day`);
  const listed = await limits(studio, 'list');
  // As for a role that is gone.
  await choose(studio, listed, 'limits-open', [`role-${boosters.id}`], ben);
  const again = await turned(studio, listed, '• no private pictures');
  const picked = await choose(studio, again, 'limits-pick', ['picturesADay'], ben);
  await fillIn(studio, picked, { picturesADay: '' }, ben);
  await studio.discord.waitFor(
    (now) => now.id === again.id && !textOf(now).includes('3 pictures a day'),
  );
  expect(textOf(await limits(studio, 'list'))).not.toContain('3 pictures a day');
  const history = textOf(await limits(studio, 'history'));
  expect(history).toContain(`<@${ben.id}>: ${who}, Pictures a day: 3 pictures a day → no limit`);
  expect(history).toContain(`${who}, Pictures a day: no limit → 3 pictures a day`);
});

it('limits a server with its managers, one member, and @everyone', async () => {
  const studio = await openStudio();
  const { world } = studio.discord;
  const { ada, ben } = world.people;
  const { restricted, general } = world.channels;
  const server = await limits(studio, 'server');
  const here = `<#${restricted.id}>`;
  await set(studio, server, { limit: 'channels', to: here, shows: `• only in ${here}` });
  expect(await quietAnswer(await imagine(studio, {}, { by: ben, in: general }))).toContain(
    `This server: only in ${here}.`,
  );
  const everyone = { id: world.guild.id, name: '@everyone', mentionable: false };
  const all = await limits(studio, 'role', { role: everyone });
  await set(studio, all, { limit: 'commands', to: 'none', shows: '• no commands' });
  expect(await quietAnswer(await imagine(studio))).toContain('@everyone: no commands.');
  const one = await limits(studio, 'member', { person: ada });
  // As Japanese keyboards type it.
  await set(studio, one, { limit: 'commands', to: '／imagine、', shows: '• only `/imagine`' });
  expect((await settled(studio, await imagine(studio))).state).toBe('completed');
  const listed = textOf(await limits(studio, 'list'));
  expect(listed).toContain(`• <@${ada.id}>: only \`/imagine\``);
  expect(listed).toContain('• @everyone: no commands');
});

it('takes nothing that is no limit, and changes nothing then', async () => {
  const studio = await openStudio();
  const { ben: by } = studio.discord.world.people;
  const message = await limits(studio, 'server');
  for (const [limit, text] of [
    ['picturesADay', 'many'],
    ['count', '101'],
    ['commands', 'dance'],
    ['channels', 'general'],
  ] as const) {
    const picked = await choose(studio, message, 'limits-pick', [limit], by);
    expect(await quietAnswer(await fillIn(studio, picked, { [limit]: text }, by))).toContain(
      'Nothing was changed.',
    );
  }
  expect(textOf(await limits(studio, 'history'))).toContain('None yet.');
});

it('is for those who manage the server, at each step', async () => {
  const studio = await openStudio();
  const { ada, ben } = studio.discord.world.people;
  const { general } = studio.discord.world.channels;
  const list = { by: ada, in: general, name: 'limits', subcommand: 'list', raw: true };
  expect(await quietAnswer(await studio.discord.command(list))).toContain(
    'Only members who manage this server can do that.',
  );
  const message = await limits(studio, 'server');
  const picked = await choose(studio, message, 'limits-pick', ['count'], ben);
  const { permissions } = ben;
  Object.assign(ben, { permissions: 0n });
  expect(await quietAnswer(await fillIn(studio, picked, { count: '1' }, ben))).toContain(
    'Only members who manage this server can do that.',
  );
  Object.assign(ben, { permissions });
  expect(textOf(await limits(studio, 'history'))).toContain('None yet.');
});

/** A preview of an import, to Ben. */
async function imported(studio: Studio, text: string): Promise<Message> {
  const { ben: by } = studio.discord.world.people;
  const file = { name: 'mine.json', bytes: Buffer.from(text) };
  const asked = await use(studio, 'limits', {
    by,
    subcommand: 'import',
    options: { file },
    raw: true,
  });
  return studio.discord.waitFor(
    (now) =>
      now.interaction_metadata?.id === asked.id &&
      !textOf(now).includes('thinking') &&
      textOf(now) !== '',
  );
}

const press = (studio: Studio, message: Message, label: string) =>
  studio.discord.click({ by: studio.discord.world.people.ben, message, label });

async function replaced(studio: Studio, limits: readonly object[]): Promise<void> {
  const shown = await imported(studio, JSON.stringify({ limits }));
  await press(studio, shown, 'Replace limits');
  await turned(studio, shown, 'The limits were replaced.');
}

it('imports what was exported, once it is confirmed', async () => {
  const studio = await openStudio();
  const { discord } = studio;
  const { world } = discord;
  const { ada, ben } = world.people;
  const boosters = world.addRole('Boosters');
  const role = await limits(studio, 'role', { role: boosters });
  await set(studio, role, { limit: 'picturesADay', to: '3', shows: '• 3 pictures a day' });
  const sent = await limits(studio, 'export');
  const exported = discord.file(sent, 'limits.json').toString();
  const entry = { for: 'role', id: boosters.id, limit: 'picturesADay', value: 3 };
  expect(JSON.parse(exported)).toEqual({ limits: [entry] });
  expect(textOf(await imported(studio, exported))).toContain('Nothing to change.');

  const gone = '299999999999999999';
  const wanted = [
    { ...entry, value: 4 },
    { for: 'role', id: gone, limit: 'private', value: false },
    { for: 'member', id: ada.id, limit: 'commands', value: ['dance'] },
  ];
  const shown = await imported(studio, JSON.stringify({ limits: wanted }));
  const who = `<@&${boosters.id}>, Pictures a day`;
  expect(textOf(shown)).toContain(`• ${who}: 3 pictures a day → 4 pictures a day`);
  expect(textOf(shown)).toContain(`<@${ada.id}>, Commands: no limit → only \`/dance\``);
  expect(textOf(shown)).toContain(`This server doesn't have the role \`${gone}\`, so`);
  expect(textOf(shown)).toContain(`This bot doesn't have the command \`/dance\`.`);
  expect(textOf(await limits(studio, 'list'))).toContain('3 pictures a day');

  // Meanwhile another manager changes one.
  await set(studio, role, { limit: 'picturesADay', to: '9', shows: '• 9 pictures a day' });
  await press(studio, shown, 'Replace limits');
  const anew = await turned(studio, shown, 'The limits were changed meanwhile');
  expect(textOf(anew)).toContain(`• ${who}: 9 pictures a day → 4 pictures a day`);
  expect(textOf(await limits(studio, 'list'))).toContain('9 pictures a day');
  await press(studio, anew, 'Replace limits');
  const done = await turned(studio, anew, 'The limits were replaced.');
  expect(textOf(done)).toContain('4 pictures a day');
  expect(done.files).toEqual([]);
  const history = textOf(await limits(studio, 'history'));
  expect(history).toContain(`<@${ben.id}>: ${who}: 9 pictures a day → 4 pictures a day`);
  expect(history).toContain(`<@&${gone}>, Private pictures: no limit → no private pictures`);

  const list = { ...entry, limit: 'commands', value: ['imagine', 'upscale'] };
  await replaced(studio, [list]);
  const others = { limits: [{ ...list, value: ['imagine', 'face'] }] };
  expect(textOf(await imported(studio, JSON.stringify(others)))).toContain(
    `<@&${boosters.id}>, Commands: also \`/face\`; no longer \`/upscale\``,
  );
  await replaced(studio, wanted);
  const none = await imported(studio, '{ "limits": [] }');
  await press(studio, none, 'Cancel');
  const kept = await turned(studio, none, "A member's own limit comes first");
  expect(textOf(kept)).toContain('4 pictures a day');
});

it('imports nothing that it cannot read', async () => {
  const studio = await openStudio();
  const entry = { for: 'server', limit: 'count', value: 1 };
  for (const [text, says] of [
    ['limits', "That file isn't JSON. Nothing was changed."],
    ['{}', "doesn't look like one from `/limits export`"],
    [
      JSON.stringify({ limits: [entry, { ...entry, value: -1 }] }),
      "Limit 2 of that file can't be read.",
    ],
    [JSON.stringify({ limits: [entry, entry] }), 'Limit 2 of that file repeats an earlier one.'],
    [' '.repeat(600_000), 'too large'],
  ] as const) {
    expect(textOf(await imported(studio, text))).toContain(says);
  }
  expect(textOf(await limits(studio, 'list'))).toContain('No limits');
});

it('pauses a server: new requests are refused, waiting ones are held, and then go on', async () => {
  const studio = await openStudio();
  const { ben } = studio.discord.world.people;
  studio.runpod.hold();
  const server = await limits(studio, 'server');
  await set(studio, server, { limit: 'picturesAtOnce', to: '1', shows: '• 1 picture at once' });
  const first = await imagine(studio);
  await workingMessage(studio, first);
  const [running] = studio.runpod.jobs;
  const second = await imagine(studio, {}, { by: ben });
  await answerShowing(studio, second, 'Waiting for a GPU');
  expect(textOf(await limits(studio, 'pause'))).toContain('Paused. New requests are refused');
  await answerShowing(studio, second, 'Yours keeps its place until they resume.');
  expect(await quietAnswer(await imagine(studio))).toContain(
    'The managers of this server have paused pictures. Try again once they resume.',
  );
  expect(await quota(studio, ben)).toContain('have paused pictures');
  expect(textOf(await limits(studio, 'list'))).toContain('This server: paused');
  const same = studio.discord.file(await limits(studio, 'export'), 'limits.json').toString();
  expect(textOf(await imported(studio, same))).toContain('Nothing to change.');
  await replaced(studio, []);
  await studio.runpod.complete(running?.id ?? '');
  expect((await settled(studio, first)).state).toBe('completed');
  expect(textOf(await limits(studio, 'resume'))).toContain('Resumed.');
  await workingMessage(studio, second);
  studio.runpod.release();
  expect((await settled(studio, second)).state).toBe('completed');
  const history = textOf(await limits(studio, 'history'));
  expect(history).toContain('This server, Pause: no limit → paused');
});

it('ends a waiting request that a new limit forbids, and names the limit', async () => {
  const studio = await openStudio();
  const { ben } = studio.discord.world.people;
  studio.runpod.hold();
  const server = await limits(studio, 'server');
  await set(studio, server, { limit: 'picturesAtOnce', to: '1', shows: '• 1 picture at once' });
  await workingMessage(studio, await imagine(studio));
  const waiting = await imagine(studio, { aspect_ratio: '16:9' }, { by: ben });
  await answerShowing(studio, waiting, 'Waiting for a GPU');
  await set(studio, server, {
    limit: 'longestSide',
    to: '1024',
    shows: '• up to 1024 pixels a side',
  });
  await answerShowing(
    studio,
    waiting,
    "This server changed its limits while you waited, and doesn't allow that any more. This server: up to 1024 pixels a side.",
  );
  expect(await quietAnswer(await imagine(studio, { aspect_ratio: '16:9' }))).toContain(
    'This server: up to 1024 pixels a side.',
  );
});

it('limits money only where a GPU second has a price', async () => {
  const [select] = selectsOf(await limits(await openStudio(), 'server'));
  expect(select?.options.map(({ value }) => value)).not.toContain('moneyADay');
  const studio = await openStudio({ env: { GPU_SECOND_PRICE_USD: '0.01' } });
  const server = await limits(studio, 'server');
  await set(studio, server, { limit: 'moneyADay', to: '0.5', shows: '• $0.50 a day' });
  expect(await quota(studio, studio.discord.world.people.ada)).toContain(
    '**The whole server**: $0.50 of $0.50 left',
  );
  await settled(studio, await imagine(studio));
  expect(await quota(studio, studio.discord.world.people.ada)).toMatch(
    /server\*\*: \$0\.\d\d of \$0\.50 left, more <t:\d+:R>/,
  );
});

it('offers a limit of money only where there is a price, or to take it away', async () => {
  const studio = await openStudio({ env: { GPU_SECOND_PRICE_USD: '0.0004' } });
  const { ben: by } = studio.discord.world.people;
  const offered = (message: Message) =>
    selectsOf(message).flatMap(({ options }) => options.map(({ value }) => value));
  const limit = { limits: [{ for: 'server', limit: 'moneyADay', value: 0 }] };
  await replaced(studio, limit.limits);
  await studio.stopBot();
  await studio.startBot({ GPU_SECOND_PRICE_USD: '' });
  expect(textOf(await imported(studio, JSON.stringify(limit)))).toContain(
    'Limit 1 of that file is about money, and the operator has set no price for GPU time. Nothing was changed.',
  );
  const server = await limits(studio, 'server');
  expect(offered(server)).toContain('moneyADay');
  const picked = await choose(studio, server, 'limits-pick', ['moneyADay'], by);
  await fillIn(studio, picked, { moneyADay: '' }, by);
  const without = await turned(studio, server, "No limits besides the bot's own.");
  expect(offered(without)).not.toContain('moneyADay');
});

it("says with what is left what the operator's limits refuse now", async () => {
  const studio = await openStudio({ env: { MAX_HOURLY_PER_PERSON: '1' } });
  const { ada } = studio.discord.world.people;
  const refusal = /You can make 1 picture an hour, and this would exceed that. Try again <t:\d+:R>/;
  expect(await quota(studio, ada)).not.toMatch(refusal);
  await settled(studio, await imagine(studio));
  expect(await quota(studio, ada)).toMatch(refusal);
  expect(await quota(studio, ada)).toContain('A request would be refused now:');
});

it('opens the limits of each of many roles, those that are gone too', async () => {
  const studio = await openStudio();
  const { ben: by } = studio.discord.world.people;
  const ids = Array.from({ length: 60 }, (_, nth) => String(299999999999999000n + BigInt(nth)));
  await replaced(
    studio,
    ids.map((id) => ({ for: 'role', id, limit: 'count', value: 2 })),
  );
  const listed = await limits(studio, 'list');
  const offered = selectsOf(listed).map(({ options }) => options.map(({ value }) => value));
  expect(offered.map(({ length }) => length)).toEqual([25, 25, 10]);
  expect(new Set(offered.flat())).toEqual(new Set(ids.map((id) => `role-${id}`)));
  const last = offered[2]?.[0] ?? '';
  const [, , third] = selectsOf(listed);
  await studio.discord.choose({
    by,
    message: listed,
    customId: third?.custom_id ?? '',
    values: [last],
  });
  await turned(studio, listed, `<@&${last.replace('role-', '')}>`);
});
