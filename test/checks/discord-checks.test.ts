import { join } from 'node:path';
import { ApplicationWebhookEventStatus, PermissionFlagsBits, REST, Routes } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { handlersFor } from '../../commands/index.ts';
import { discordChecks, type DiscordCheckOptions } from '../../src/checks/discord-checks.ts';
import {
  definitionsOf,
  registerCommands,
  RegisteredPlaces,
} from '../../src/discord/intake/registration.ts';
import { restOptions } from '../../src/discord/rest/rest.ts';
import { DiscordSandbox } from '../../packages/stand-ins/discord/sandbox.ts';
import { postInteractions } from '../support/post-interactions.ts';
import { tempFolder } from '../support/temp-folder.ts';

const definitions = definitionsOf(handlersFor({ faces: true }));
const URL = 'https://bot.example.com/events';

async function open() {
  const discord = await DiscordSandbox.start();
  onTestFinished(() => discord.close());
  const rest = (token = discord.token) => new REST(restOptions(discord.apiUrl)).setToken(token);
  const look = async (settings: Partial<DiscordCheckOptions> = {}, token = discord.token) => {
    const { signal } = new AbortController();
    const defaults = {
      guildId: undefined,
      operatorChannelId: undefined,
      intake: 'gateway' as const,
      worksOutside: false,
      premiumSkus: {},
      definitions,
      signal,
    };
    const all = { ...defaults, ...settings };
    const said: string[] = [];
    for await (const finding of discordChecks(rest(token), all)) {
      said.push(`${finding.verdict}: ${finding.says} ${finding.next ?? ''}`.trim());
    }
    return said;
  };
  const places = new RegisteredPlaces(join(tempFolder(), 'commands'));
  return { discord, rest: rest(), look, applicationId: discord.applicationId, places };
}

it('finds nothing wrong where nothing is', async () => {
  const { rest, look, discord, applicationId, places } = await open();
  await registerCommands(rest, { applicationId, guildId: undefined, definitions }, places);
  expect(await look({ operatorChannelId: discord.world.channels.general.id })).toEqual([
    `fine: the token belongs to Darkroom (${applicationId}).`,
    'fine: the install link asks for everything the bot needs.',
    'fine: in one server the bot has the permissions it needs.',
    'fine: the commands are registered.',
    'fine: OPERATOR_CHANNEL_ID is a channel that the bot can see.',
  ]);
});

it('says where interactions are posted, and where INTAKE disagrees', async () => {
  const { discord, look } = await open();
  expect((await look({ intake: 'http' }))[2]).toMatch(
    /^wrong: INTAKE is http, but Discord sends interactions to the gateway\. Run `npm run intake/,
  );
  await postInteractions(discord);
  const { url } = discord.endpoint;
  expect((await look({ intake: 'http' }))[2]).toBe(`fine: interactions are posted to ${url}.`);
  expect((await look())[2]).toMatch(
    `wrong: INTAKE is gateway, but Discord posts interactions to ${url}.`,
  );
});

it('says of a token that Discord refuses what to do, and looks no further', async () => {
  const { look } = await open();
  const [said, ...more] = await look({}, 'not.the.token');
  expect(said).toMatch(/^wrong: Discord refused DISCORD_TOKEN\. Reset it/);
  expect(more).toEqual([]);
});

it('names what the link lacks, with one that asks for it, which is no fault', async () => {
  const { discord, look } = await open();
  discord.world.installLink = { scopes: ['bot'], permissions: PermissionFlagsBits.ViewChannel };
  const said = await look();
  expect(said[1]).toMatch(/^note: the install link lacks the scope applications\.commands, Read/);
  expect(said[1]).toMatch(/client_id=\d+&scope=bot\+applications\.commands&permissions=\d+$/);
  expect(said[2]).toMatch(/^fine: in one server/);
});

it.each([
  [PermissionFlagsBits.EmbedLinks, 'wrong: in The Studio the bot lacks Read Message History'],
  [PermissionFlagsBits.SendMessages, 'note: in The Studio the bot lacks Send Messages.'],
])('takes the lack of %d in the role for what it is', async (kept, expected) => {
  const { discord, look } = await open();
  discord.world.botRole =
    kept === PermissionFlagsBits.SendMessages
      ? discord.world.botRole & ~kept
      : kept | PermissionFlagsBits.ViewChannel;
  expect((await look())[2]).toContain(expected);
});

it('misses nothing in the role of an administrator', async () => {
  const { discord, look } = await open();
  discord.world.botRole = PermissionFlagsBits.Administrator;
  expect((await look())[2]).toBe('fine: in one server the bot has the permissions it needs.');
});

it('looks at every server, however many there are', async () => {
  const { discord, look } = await open();
  for (let index = 0; index < 250; index += 1) {
    discord.world.otherGuilds.push({ id: String(1_000 + index), name: `Server ${index}` });
  }
  const said = await look({ guildId: discord.world.guild.id });
  expect(said.join('\n')).not.toContain('DISCORD_GUILD_ID');
  expect(said[2]).toBe('fine: in 251 servers the bot has the permissions it needs.');
});

it('does not call commands registered that are offered twice', async () => {
  const { discord, rest, look, applicationId, places } = await open();
  const guildId = discord.world.guild.id;
  await registerCommands(rest, { applicationId, guildId, definitions }, places);
  const body = definitions.slice(0, 1);
  await rest.put(Routes.applicationCommands(applicationId), { body });
  expect((await look({ guildId })).join('\n')).toContain(
    'note: the registered commands are not those of this version',
  );
});

it('ends with the wait', async () => {
  const { discord, look } = await open();
  discord.rest.fault({ path: /applications/, answer: 'hang' });
  const reason = new Error('ended by SIGINT');
  await expect(look({ signal: AbortSignal.timeout(300) })).rejects.toThrow();
  await expect(look({ signal: AbortSignal.abort(reason) })).rejects.toThrow('ended by SIGINT');
});

it('says that the commands are not registered yet, which is no fault', async () => {
  const { look } = await open();
  expect(await look()).toContain(
    'note: the registered commands are not those of this version. npm start registers them, and so does npm run register.',
  );
});

it('finds a server and a channel that the bot does not know', async () => {
  const { look } = await open();
  const said = await look({
    guildId: '123456789012345678',
    operatorChannelId: '123456789012345678',
  });
  expect(said.join('\n')).toMatch(/wrong: the bot is not in the server DISCORD_GUILD_ID/);
  expect(said.join('\n')).toMatch(
    /wrong: OPERATOR_CHANNEL_ID is not a channel that the bot can see/,
  );
});

it('says that Discord cannot be reached', async () => {
  const { discord, look } = await open();
  discord.rest.fault({ path: /applications/, times: 50, answer: 'reset' });
  expect(await look()).toEqual([expect.stringMatching(/^wrong: it cannot be reached \(.+network/)]);
});

describe('user install', () => {
  it('is looked for where the operator allows it, with the events that it needs', async () => {
    const { discord, look } = await open();
    const { world } = discord;
    const findings = async () => (await look({ worksOutside: true })).slice(2, 4).join('\n');
    world.isUserInstallable = false;
    expect(await findings()).toMatch(
      /^wrong: users cannot install the bot .+ tick User Install\.$/m,
    );
    world.isUserInstallable = true;
    expect(await findings()).toContain('fine: users can install the bot for themselves.');
    expect(await findings()).toMatch(/^wrong: it posts no events\. .+\/events at its end\.$/m);
    const [url, { Enabled, DisabledByDiscord }] = [URL, ApplicationWebhookEventStatus];
    world.events = { url, status: DisabledByDiscord, types: [] };
    expect(await findings()).toContain(`wrong: events to ${url} are turned off by Discord.`);
    world.events = { url, status: Enabled, types: ['APPLICATION_AUTHORIZED'] };
    expect(await findings()).toContain('wrong: it posts no APPLICATION_DEAUTHORIZED events.');
    world.events = { url, status: Enabled, types: ['APPLICATION_DEAUTHORIZED'] };
    expect(await findings()).toContain(`fine: events are posted to ${url}.`);
  });
});

describe('premium', () => {
  const [published, draft, unknown] = ['101', '102', '103'];
  const premiumSkus = Object.fromEntries(
    [published, draft, unknown].map((id) => [id, { credits: 3 }]),
  );

  it('has SKUs that exist and can be bought', async () => {
    const { discord, look } = await open();
    discord.entitlements.offer({ id: published, kind: 'consumable' });
    discord.entitlements.offer({ id: draft, kind: 'consumable', isAvailable: false });
    expect((await look({ premiumSkus })).slice(-3)).toEqual([
      'fine: a consumable (101) is available for purchase.',
      'note: a consumable (102) is not available for purchase. Publish it under Monetization.',
      'wrong: the application has no SKU 103. Correct the id, or create the SKU.',
    ]);
  });

  it('needs posted events where no gateway sends them, for sooner news alone', async () => {
    const { discord, look } = await open();
    await postInteractions(discord);
    const findings = async () => (await look({ premiumSkus, intake: 'http' })).join('\n');
    expect(await findings()).toContain('note: it posts no events.');
    const status = ApplicationWebhookEventStatus.Enabled;
    discord.world.events = { url: URL, status, types: ['ENTITLEMENT_CREATE'] };
    expect(await findings()).toContain(
      'note: it posts no ENTITLEMENT_UPDATE, ENTITLEMENT_DELETE events.',
    );
    expect((await look({ premiumSkus })).join('\n')).not.toContain('events');
  });
});
