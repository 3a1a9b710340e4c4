import { ApplicationCommandOptionType, ChannelType, PermissionFlagsBits, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { CommandUse } from '../../../packages/stand-ins/discord/use-command.ts';
import { startBoth } from './bot.ts';

const { Channel, String: text, Subcommand, SubcommandGroup, User } = ApplicationCommandOptionType;

const person = { type: User, name: 'person', description: 'Who', required: true };
const reason = { type: text, name: 'reason', description: 'Why', autocomplete: true };
const MODERATE = {
  name: 'moderate',
  description: 'For moderators',
  default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  options: [
    {
      type: Subcommand,
      name: 'channel',
      description: 'Where',
      options: [
        {
          type: Channel,
          name: 'channel',
          description: 'Which',
          channel_types: [ChannelType.GuildText],
        },
      ],
    },
    { type: Subcommand, name: 'list', description: 'All' },
    {
      type: SubcommandGroup,
      name: 'block',
      description: 'Blocks',
      options: [
        { type: Subcommand, name: 'add', description: 'One more', options: [person, reason] },
      ],
    },
  ],
};

/** Both, with `/moderate`, which Dee may use. */
async function startModerated() {
  const both = await startBoth();
  const { sandbox, rest } = both;
  await rest.put(Routes.applicationCommands(sandbox.applicationId), { body: [MODERATE] });
  const { people, channels } = sandbox.world;
  const dee = sandbox.world.addPerson('Dee', { permissions: PermissionFlagsBits.ManageGuild });
  const send = (use: Partial<CommandUse>) =>
    sandbox.command({ by: dee, in: channels.general, name: 'moderate', ...use });
  return { ...both, people, channels, dee, send };
}

describe('a command with subcommands', () => {
  it('is sent by group and subcommand, with the person that was picked', async () => {
    const { send, people } = await startModerated();
    const { id } = people.cleo;
    const { payload } = await send({ subcommand: 'block add', options: { person: people.cleo } });
    const picked = { name: 'person', type: 6, value: id };
    expect(payload.data).toMatchObject({
      options: [{ name: 'block', type: 2, options: [{ name: 'add', type: 1, options: [picked] }] }],
      resolved: { users: { [id]: { username: 'cleo' } }, members: { [id]: { nick: null } } },
    });
    expect(payload.data).not.toHaveProperty(`resolved.members.${id}.user`);
  });

  it('completes an option of a subcommand', async () => {
    const { sandbox, dee, channels } = await startModerated();
    const { payload } = await sandbox.autocomplete({
      by: dee,
      in: channels.general,
      name: 'moderate',
      subcommand: 'block add',
      focused: 'reason',
      options: { reason: 'sp' },
    });
    expect(payload).toMatchObject({
      type: 4,
      data: { options: [{ options: [{ options: [{ value: 'sp', focused: true }] }] }] },
    });
  });
});

describe('a command for people with certain permissions', () => {
  it('is offered to nobody else, unless it is sent raw', async () => {
    const { send, people } = await startModerated();
    await expect(send({ by: people.cleo, subcommand: 'list' })).rejects.toThrow(
      /not offered to Cleo/,
    );
    const { payload } = await send({ by: people.ben, subcommand: 'list', raw: true });
    expect(payload.data).toMatchObject({ options: [{ name: 'list', type: 1, options: [] }] });
  });
});

describe('a command for some channels', () => {
  const register = async (more: object) => {
    const { sandbox, rest } = await startBoth();
    const body = [{ name: 'late', description: 'Late', ...more }];
    await rest.put(Routes.applicationCommands(sandbox.applicationId), { body });
    const { people, channels } = sandbox.world;
    const send = (place: keyof typeof channels) =>
      sandbox.command({ by: people.ada, in: channels[place], name: 'late' });
    return send;
  };

  it('is offered in age-restricted ones and in their threads, where it is for adults', async () => {
    const send = await register({ nsfw: true });
    await send('restricted');
    await send('thread');
    await expect(send('general')).rejects.toThrow(/not offered in that channel/);
    await expect(send('plainThread')).rejects.toThrow(/not offered in that channel/);
  });
});
