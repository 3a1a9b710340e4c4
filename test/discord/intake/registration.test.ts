import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApplicationCommandType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { RegisteredPlaces } from '../../../src/discord/intake/registration.ts';
import { openStudio } from '../../commands/scene.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { DEFINITIONS, NAMES, openSandbox } from './registering.ts';

/** Where every command of this bot is offered. */
const IN_SERVERS = { integration_types: [0], contexts: [0] };

/** A sandbox whose bot is in one more server, and whose commands are registered in its first. */
async function openWithTwo() {
  const sandbox = await openSandbox();
  const other = '1001';
  sandbox.discord.world.otherGuilds.push({ id: other, name: 'The Other' });
  await sandbox.register(sandbox.guildId);
  sandbox.discord.rest.requests.length = 0;
  return { ...sandbox, other };
}

/** As Discord answers where the bot may not look. */
const MISSING_ACCESS = {
  status: 403,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: 'Missing Access', code: 50001 }),
};

const OTHERS = DEFINITIONS.slice(0, 1);

describe('registering commands', () => {
  it('happens once, however often the bot starts', async () => {
    const studio = await openStudio();
    await studio.stopBot();
    await studio.startBot();
    expect(studio.discord.registrations).toHaveLength(1);
    expect(studio.discord.commands('global').map(({ name }) => name)).toEqual(NAMES);
  });

  it.each(['globally', 'in one server'])(
    'sends nothing that Discord has already: %s',
    async (where) => {
      const { discord, guildId, register } = await openSandbox();
      const scope = where === 'globally' ? undefined : guildId;
      expect([await register(scope), await register(scope)]).toEqual([1, 0]);
      expect(discord.registrations).toHaveLength(1);
    },
  );

  it.each([
    ['a description', (first: object) => ({ ...first, description: 'Something else' })],
    ['an option', (first: object) => ({ ...first, options: [] })],
    ['where it is offered', (first: object) => ({ ...first, contexts: [0, 1] })],
    [
      'a word in another language',
      (first: object) => ({ ...first, description_localizations: { de: 'Etwas anderes' } }),
    ],
    ['its age mark', (first: object) => ({ ...first, nsfw: true })],
  ])('sends the commands again when one changed: %s', async (_, change) => {
    const { discord, register } = await openSandbox();
    await register();
    const [first, ...others] = DEFINITIONS;
    if (!first) throw new Error('there are no commands');
    expect(await register(undefined, [{ ...first, ...change(first) }, ...others])).toBe(1);
    expect(discord.registrations).toHaveLength(2);
  });

  it.each(['globally', 'in one server'])(
    'sends the command of a message, and once only, beside a command of its name: %s',
    async (where) => {
      const { discord, guildId, register } = await openSandbox();
      const both = [
        { type: ApplicationCommandType.ChatInput, name: 'report', description: 'Reports' },
        { type: ApplicationCommandType.Message, name: 'report', default_member_permissions: '8' },
      ].map((each) => ({ ...each, ...IN_SERVERS }));
      const scope = where === 'globally' ? undefined : guildId;
      expect([await register(scope, both), await register(scope, both)]).toEqual([1, 0]);
      expect(discord.commands(scope ?? 'global').map(({ type }) => type)).toEqual([1, 3]);
      const others = both.map((each) => ({ ...each, default_member_permissions: '32' }));
      expect(await register(scope, others)).toBe(1);
    },
  );

  it('sends subcommands once only', async () => {
    const { register } = await openSandbox();
    const choose = { type: 7, name: 'channel', description: 'x', channel_types: [0, 5] };
    const options = [
      { type: 1, name: 'channel', description: 'x', options: [{ ...choose, required: true }] },
      { type: 1, name: 'blocks', description: 'x' },
    ];
    const command = { type: 1, name: 'moderation', description: 'x', options, ...IN_SERVERS };
    expect([await register(undefined, [command]), await register(undefined, [command])]).toEqual([
      1, 0,
    ]);
  });

  it('goes past a server that lets the bot see no commands', async () => {
    const { discord, register, names } = await openSandbox();
    discord.rest.fault({
      method: 'GET',
      path: /\/guilds\/\d+\/commands$/,
      answer: MISSING_ACCESS,
    });
    expect(await register()).toBe(1);
    expect(names('global')).toEqual(NAMES);
  });

  it('takes away a command that there is no more', async () => {
    const { register, names } = await openSandbox();
    await register();
    await register(undefined, DEFINITIONS.slice(0, 1));
    expect(names('global')).toEqual(['imagine']);
  });

  it('leaves no doubles when it moves from everywhere to one server', async () => {
    const { guildId, register, names } = await openSandbox();
    await register();
    await register(guildId);
    expect([names('global'), names(guildId)]).toEqual([[], NAMES]);
  });

  it('leaves no doubles when it moves from one server to everywhere', async () => {
    const { guildId, register, names } = await openSandbox();
    await register(guildId);
    await register();
    expect([names('global'), names(guildId)]).toEqual([NAMES, []]);
  });
});

describe('where the commands were registered', () => {
  it('is remembered, so that a change costs two requests however many servers there are', async () => {
    const { discord, register } = await openSandbox();
    await register();
    for (let index = 0; index < 300; index += 1) {
      discord.world.otherGuilds.push({ id: String(1_000 + index), name: `Server ${index}` });
    }
    discord.rest.requests.length = 0;
    expect(await register(undefined, OTHERS)).toBe(1);
    expect(discord.rest.requests.map(({ method }) => method)).toEqual(['GET', 'PUT']);
  });

  it('is cleared when they move from one server to another, and no other server is asked', async () => {
    const { discord, guildId, other, register, names } = await openWithTwo();
    await register(other);
    expect([names(guildId), names(other), names('global')]).toEqual([[], NAMES, []]);
    expect(discord.rest.requests.filter(({ path }) => path.includes('/users/@me/guilds'))).toEqual(
      [],
    );
    await register();
    expect([names(guildId), names(other), names('global')]).toEqual([[], [], NAMES]);
  });

  it('is left alone while the new place does not take them', async () => {
    const { discord, guildId, other, register, names } = await openWithTwo();
    discord.rest.fault({ method: 'GET', path: new RegExp(other), answer: MISSING_ACCESS });
    await expect(register(other)).rejects.toThrow('Missing Access');
    expect(names(guildId)).toEqual(NAMES);
    await register(other);
    expect([names(guildId), names(other)]).toEqual([[], NAMES]);
  });

  it.each([
    ['before they are sent', 'before', 'the new place'],
    ['before it is known that they were taken', 'after', 'the new place'],
    ['before the old place is cleared', 'before', 'the old place'],
    ['before it is known that the old place is clear', 'after', 'the old place'],
  ] as const)('is cleared after a start that broke off %s', async (_, when, where) => {
    const { discord, guildId, other, register, names } = await openWithTwo();
    const path = new RegExp(where === 'the new place' ? other : guildId);
    discord.rest.fault({ method: 'PUT', path, times: 4, when, answer: 'reset' });
    await expect(register(other)).rejects.toThrow();
    discord.rest.clearFaults();
    const third = '1002';
    discord.world.otherGuilds.push({ id: third, name: 'The Third' });
    await register(third);
    expect([names(guildId), names(other), names(third)]).toEqual([[], [], NAMES]);
  });

  it('is asked of every server, once, where it is not known', async () => {
    const { discord, guildId, path, register, names } = await openSandbox();
    await register(guildId);
    writeFileSync(path, '{"half');
    await register();
    expect([names('global'), names(guildId)]).toEqual([NAMES, []]);
    discord.rest.requests.length = 0;
    await register(undefined, OTHERS);
    expect(discord.rest.requests).toHaveLength(2);
  });

  it('is asked of every server again after a start that broke off while it was not known', async () => {
    const { discord, guildId, path, register, names } = await openSandbox();
    await register(guildId);
    writeFileSync(path, '');
    discord.rest.fault({ method: 'PUT', path: /guilds/, times: 4, answer: 'reset' });
    await expect(register()).rejects.toThrow();
    discord.rest.clearFaults();
    await register();
    expect([names('global'), names(guildId)]).toEqual([NAMES, []]);
  });

  it('is another thing for each application', async () => {
    const { places } = await openSandbox();
    places.note('1', ['everywhere']);
    places.note('2', ['1001', 'everywhere', '1001']);
    expect([places.of('1'), places.of('2'), places.of('3')]).toEqual([
      ['everywhere'],
      ['1001', 'everywhere'],
      undefined,
    ]);
  });

  it('says in a sentence that it cannot be noted', () => {
    const places = new RegisteredPlaces(join(tempFolder(), 'missing\0', 'commands'));
    expect(() => {
      places.note('1', ['everywhere']);
    }).toThrow(/^The file .* cannot be written: /);
  });
});
