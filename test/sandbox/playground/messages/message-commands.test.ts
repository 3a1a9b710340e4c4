import {
  ApplicationCommandType,
  InteractionContextType,
  MessageFlags,
  PermissionFlagsBits,
  type APIApplicationCommand,
} from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { messageCommands } from '../../../../packages/stand-ins/playground/page/messages/message-commands.ts';
import { messageView } from './message-views.ts';

function command(parts: Partial<APIApplicationCommand> = {}): APIApplicationCommand {
  return {
    id: '1',
    application_id: '1',
    version: '1',
    type: ApplicationCommandType.Message,
    name: 'Report picture',
    description: '',
    default_member_permissions: null,
    nsfw: false,
    ...parts,
  };
}

const offered = (
  parts: Partial<APIApplicationCommand>,
  { permissions = 0n, ageRestricted = false, view = messageView() } = {},
) =>
  messageCommands(
    [command(parts)],
    view,
    { permissions: String(permissions), installed: false },
    { ageRestricted },
  ).length > 0;

const { ManageMessages, Administrator } = PermissionFlagsBits;

describe('the menu of a message', () => {
  it('has message commands by their name', () => {
    const menu = messageCommands(
      [command(), command({ type: ApplicationCommandType.ChatInput, name: 'imagine' })],
      messageView(),
      { permissions: '0', installed: false },
      { ageRestricted: false },
    );
    expect(menu).toEqual(['Report picture']);
  });

  it.each([
    ['everybody', null, 0n, true],
    ['whoever lacks the permission', String(ManageMessages), 0n, false],
    ['whoever has the permission', String(ManageMessages), ManageMessages, true],
    ['administrators', String(ManageMessages), Administrator, true],
    ['those who are no administrators', '0', ManageMessages, false],
    ['administrators only', '0', Administrator, true],
  ])('is offered as its permissions say: %s', (_, needed, permissions, is) => {
    expect(offered({ default_member_permissions: needed }, { permissions })).toBe(is);
  });

  it('has age-restricted commands in age-restricted channels only', () => {
    expect(offered({ nsfw: true })).toBe(false);
    expect(offered({ nsfw: true }, { ageRestricted: true })).toBe(true);
  });

  it('has no commands that are for direct messages only', () => {
    expect(offered({ contexts: [InteractionContextType.BotDM] })).toBe(false);
    expect(offered({ contexts: [InteractionContextType.Guild] })).toBe(true);
  });

  it('is not there for what only one person sees', () => {
    expect(offered({}, { view: messageView({ flags: MessageFlags.Ephemeral }) })).toBe(false);
  });
});
