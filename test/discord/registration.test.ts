import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ApplicationCommandType, REST } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { handlersFor } from '../../commands/index.ts';
import { definitionsOf, registerCommands } from '../../src/discord/registration.ts';
import { DiscordSandbox } from '../../src/sandbox/discord/sandbox.ts';
import { openStudio } from '../commands/scene.ts';

const REGISTER = fileURLToPath(new URL('../../src/register.ts', import.meta.url));
const DEFINITIONS = definitionsOf(handlersFor({ faces: true }));
/** Where every command of this bot is offered. */
const IN_SERVERS = { integration_types: [0], contexts: [0] };
const NAMES = ['imagine', 'jobs', 'status', 'privacy', 'moderation', 'Report picture'];

async function openSandbox() {
  const discord = await DiscordSandbox.start();
  onTestFinished(() => discord.close());
  const rest = new REST({ api: discord.apiUrl }).setToken(discord.token);
  const { applicationId } = discord;
  const register = (guildId?: string, definitions: readonly { name: string }[] = DEFINITIONS) =>
    registerCommands(rest, { applicationId, guildId, definitions });
  const names = (scope: string) => discord.commands(scope).map(({ name }) => name);
  return { discord, guildId: discord.world.guild.id, register, names };
}

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
      answer: {
        status: 403,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ message: 'Missing Access', code: 50001 }),
      },
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

describe('npm run register', () => {
  const run = async (env: Record<string, string>) => {
    const args = ['--import', import.meta.resolve('tsx'), REGISTER];
    return promisify(execFile)(process.execPath, args, {
      env: {
        PATH: process.env.PATH,
        RUNPOD_API_KEY: 'key',
        RUNPOD_ENDPOINT_ID: 'endpoint',
        ...env,
      },
    });
  };

  it('registers, and the second time finds nothing to do', async () => {
    const { discord, names } = await openSandbox();
    const env = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl };
    expect((await run(env)).stdout).toBe('The commands are registered.\n');
    expect((await run(env)).stdout).toContain('nothing was sent');
    expect(names('global')).toEqual(NAMES);
    expect(discord.registrations).toHaveLength(1);
  });

  it('registers in one server where one is named', async () => {
    const { discord, guildId, names } = await openSandbox();
    await run({
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_GUILD_ID: guildId,
    });
    expect([names('global'), names(guildId)]).toEqual([[], NAMES]);
  });

  it('says what is wrong, and ends with 1, for a token that Discord refuses', async () => {
    const { discord } = await openSandbox();
    const wrong = run({ DISCORD_TOKEN: 'wrong', DISCORD_API_URL: discord.apiUrl });
    await expect(wrong).rejects.toHaveProperty('code', 1);
    await expect(wrong).rejects.toHaveProperty(
      'stderr',
      'Discord refused DISCORD_TOKEN. Reset it on the Bot page of your application and use the new one.\n',
    );
  });
});
