import { PermissionFlagsBits, REST } from 'discord.js';
import { onTestFinished, expect, it } from 'vitest';
import { handlersFor } from '../../commands/index.ts';
import { discordChecks, type DiscordSettings } from '../../src/checks/discord-checks.ts';
import { definitionsOf, registerCommands } from '../../src/discord/registration.ts';
import { restOptions } from '../../src/discord/rest.ts';
import { DiscordSandbox } from '../../src/sandbox/discord/sandbox.ts';

const definitions = definitionsOf(handlersFor({ faces: true }));

async function open() {
  const discord = await DiscordSandbox.start();
  onTestFinished(() => discord.close());
  const rest = (token = discord.token) => new REST(restOptions(discord.apiUrl)).setToken(token);
  const look = async (settings: Partial<DiscordSettings> = {}, token = discord.token) => {
    const all = { guildId: undefined, operatorChannelId: undefined, definitions, ...settings };
    const said: string[] = [];
    for await (const finding of discordChecks(rest(token), all)) {
      said.push(`${finding.verdict}: ${finding.says} ${finding.next ?? ''}`.trim());
    }
    return said;
  };
  return { discord, rest: rest(), look, applicationId: discord.applicationId };
}

it('finds nothing wrong where nothing is', async () => {
  const { rest, look, discord, applicationId } = await open();
  await registerCommands(rest, { applicationId, guildId: undefined, definitions });
  expect(await look({ operatorChannelId: discord.world.channels.general.id })).toEqual([
    `fine: the token belongs to Darkroom (${applicationId}).`,
    'fine: the install link asks for all that is needed.',
    'fine: in The Studio the bot has what it needs.',
    'fine: the commands are registered.',
    'fine: OPERATOR_CHANNEL_ID is a channel that the bot sees.',
  ]);
});

it('says of a token that Discord refuses what to do, and looks no further', async () => {
  const { look } = await open();
  const [said, ...more] = await look({}, 'not.the.token');
  expect(said).toMatch(/^wrong: Discord refused DISCORD_TOKEN\. Reset it/);
  expect(more).toEqual([]);
});

it('names the permissions that the link and the role lack, with a link that asks for them', async () => {
  const { discord, look } = await open();
  discord.world.invite = {
    scopes: ['bot'],
    permissions: String(PermissionFlagsBits.ViewChannel | PermissionFlagsBits.EmbedLinks),
  };
  const [, link = '', role = ''] = await look();
  expect(link).toMatch(/^wrong: the install link lacks the scope applications\.commands, Read/);
  expect(link).toMatch(
    /Attach Files.*client_id=\d+&scope=bot\+applications\.commands&permissions=/,
  );
  expect(role).toMatch(/^wrong: in The Studio the bot lacks Read Message History, Attach Files/);
});

it('misses nothing in the role of an administrator', async () => {
  const { discord, look } = await open();
  const permissions = String(PermissionFlagsBits.Administrator);
  discord.world.invite = { ...discord.world.invite, permissions };
  expect((await look()).filter((said) => said.startsWith('wrong'))).toEqual([]);
});

it('says that the commands are not registered yet, which is no fault', async () => {
  const { look } = await open();
  expect(await look()).toContain(
    'note: the commands are not registered as they are here. npm start registers them, and so does npm run register.',
  );
});

it('finds a server and a channel that the bot does not know', async () => {
  const { look } = await open();
  const said = await look({
    guildId: '123456789012345678',
    operatorChannelId: '123456789012345678',
  });
  expect(said.join('\n')).toMatch(/wrong: the bot is not in the server DISCORD_GUILD_ID/);
  expect(said.join('\n')).toMatch(/wrong: OPERATOR_CHANNEL_ID is no channel that the bot sees/);
});

it('says that Discord cannot be reached', async () => {
  const { discord, look } = await open();
  discord.rest.fault({ path: /applications/, times: 50, answer: 'reset' });
  expect(await look()).toEqual([expect.stringMatching(/^wrong: it cannot be reached \(.+network/)]);
});
