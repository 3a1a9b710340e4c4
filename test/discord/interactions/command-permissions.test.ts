import { ApplicationCommandPermissionType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import {
  type CommandUser,
  maySettingsAllow,
} from '../../../src/discord/interactions/command-permissions.ts';

const GUILD = '200000000000000001';
const EVERYWHERE = '200000000000000000';
const MEMBER = '400000000000000001';
const BOOSTERS = '500000000000000001';
const ARTISTS = '500000000000000002';
const CHANNEL = '300000000000000001';
const THREAD = '300000000000000002';
const APP = '100000000000000001';
const COMMAND = '100000000000000002';

const { Role, User, Channel } = ApplicationCommandPermissionType;
type Setting = readonly [type: number, id: string, permission: boolean];

const user: CommandUser = {
  guildId: GUILD,
  userId: MEMBER,
  roles: [BOOSTERS, ARTISTS],
  channels: [THREAD, CHANNEL],
};

function allows(ofApp: readonly Setting[], ofCommand: readonly Setting[], by = user): boolean {
  const settings = [
    { id: APP, permissions: ofApp.map(entry) },
    { id: COMMAND, permissions: ofCommand.map(entry) },
    { id: '100000000000000003', permissions: [entry([User, MEMBER, false])] },
  ];
  return maySettingsAllow(settings, { commandId: COMMAND, applicationId: APP }, by);
}

function entry([type, id, permission]: Setting) {
  return { type, id, permission };
}

describe('who may use a command by its settings', () => {
  it.each<readonly [string, readonly Setting[], readonly Setting[], boolean]>([
    ['anyone, if none is set', [], [], true],
    ['no one, if @everyone may not', [], [[Role, GUILD, false]], false],
    [
      'a role, although @everyone may not',
      [],
      [
        [Role, GUILD, false],
        [Role, BOOSTERS, true],
      ],
      true,
    ],
    ['not a role that may not', [], [[Role, BOOSTERS, false]], false],
    [
      'a member with one of two roles',
      [],
      [
        [Role, BOOSTERS, false],
        [Role, ARTISTS, true],
      ],
      true,
    ],
    [
      'a member, although their role may not',
      [],
      [
        [Role, ARTISTS, false],
        [User, MEMBER, true],
      ],
      true,
    ],
    [
      'not a member who may not',
      [],
      [
        [Role, ARTISTS, true],
        [User, MEMBER, false],
      ],
      false,
    ],
    ['not those whom all commands are forbidden', [[Role, BOOSTERS, false]], [], false],
    [
      'those of whom the command says otherwise',
      [[Role, GUILD, false]],
      [[Role, GUILD, true]],
      true,
    ],
    [
      'those of whom only all commands say so',
      [[Role, BOOSTERS, true]],
      [[Role, GUILD, false]],
      true,
    ],
    ['not in a channel that may not', [], [[Channel, CHANNEL, false]], false],
    [
      'in a channel, although the others may not',
      [[Channel, EVERYWHERE, false]],
      [[Channel, CHANNEL, true]],
      true,
    ],
    [
      'not in other channels',
      [
        [Channel, EVERYWHERE, false],
        [Channel, '1', true],
      ],
      [],
      false,
    ],
    [
      'not where the member may, but not the channel',
      [],
      [
        [User, MEMBER, true],
        [Channel, EVERYWHERE, false],
      ],
      false,
    ],
  ])('%s', (_, ofApp, ofCommand, allowed) => {
    expect(allows(ofApp, ofCommand)).toBe(allowed);
  });

  it('in direct messages, as far as it is about members', () => {
    const direct = { ...user, channels: undefined };
    expect(allows([], [[Channel, EVERYWHERE, false]], direct)).toBe(true);
    expect(allows([], [[User, MEMBER, false]], direct)).toBe(false);
  });
});
