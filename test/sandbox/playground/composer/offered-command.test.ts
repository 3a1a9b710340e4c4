import {
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
  type APIApplicationCommandOption,
} from 'discord-api-types/v10';
import { expect, it } from 'vitest';
import { offeredCommands } from '../../../../packages/stand-ins/playground/page/composer/offered-command.ts';
import type { PersonView } from '../../../../packages/stand-ins/playground/wire.ts';
import { ADA, GENERAL, LATE, MO, registered } from './sample-command.ts';

const { Subcommand, SubcommandGroup, String: Text } = ApplicationCommandOptionType;
const { Guild, BotDM, PrivateChannel } = InteractionContextType;
const { GuildInstall, UserInstall } = ApplicationIntegrationType;
const ADMINISTRATOR: PersonView = { ...ADA, permissions: '8' };

const labels = (...parameters: Parameters<typeof offeredCommands>) =>
  offeredCommands(...parameters).map(({ label }) => label);

it.each([
  [null, true, true, true],
  ['8192', false, true, true],
  ['8193', false, false, true],
  ['0', false, false, true],
])(
  'offers a command that needs the permissions %s to those who have them all',
  (needed, ...whom) => {
    const commands = [registered('tidy', [], { default_member_permissions: needed })];
    const offered = [ADA, MO, ADMINISTRATOR].map(
      (who) => labels(commands, who, GENERAL).length > 0,
    );
    expect(offered).toEqual(whom);
  },
);

it('offers what is for adults in age-restricted channels only, to administrators too', () => {
  const commands = [registered('late', [], { nsfw: true })];
  expect(labels(commands, ADMINISTRATOR, GENERAL)).toEqual([]);
  expect(labels(commands, ADA, LATE)).toEqual(['late']);
});

it('shows each subcommand by itself, those of a group too, in the order of their names', () => {
  const text = { type: Text, name: 'why', description: 'Why' } as const;
  const options: APIApplicationCommandOption[] = [
    { type: Subcommand, name: 'stop', description: 'Stops', options: [text] },
    {
      type: SubcommandGroup,
      name: 'more',
      description: 'More',
      options: [{ type: Subcommand, name: 'now', description: 'At once' }],
    },
  ];
  const offered = offeredCommands([registered('work', options), registered('a')], ADA, GENERAL);
  expect(offered).toMatchObject([
    { label: 'a', name: 'a' },
    { label: 'work more now', name: 'work', subcommand: 'more now', description: 'At once' },
    { label: 'work stop', name: 'work', subcommand: 'stop', options: [text] },
  ]);
  expect(offered[0]).not.toHaveProperty('subcommand');
});

it('offers in direct messages, groups and other servers what is for there, by an install of their own', () => {
  const commands = [
    registered('here', [], { contexts: [Guild], integration_types: [GuildInstall] }),
    registered('all', [], {
      contexts: [Guild, BotDM, PrivateChannel],
      integration_types: [GuildInstall, UserInstall],
    }),
  ];
  const installed = { ...ADA, installed: true };
  const direct = { ...GENERAL, recipientId: ADA.id };
  const group = { ...GENERAL, isGroup: true, isGuest: true };
  const elsewhere = { ...GENERAL, isGuest: true };
  expect(labels(commands, ADA, GENERAL)).toEqual(['all', 'here']);
  expect(labels(commands, ADA, direct)).toEqual(['all']);
  for (const channel of [group, elsewhere]) {
    expect(labels(commands, ADA, channel)).toEqual([]);
    expect(labels(commands, installed, channel)).toEqual(['all']);
  }
});
