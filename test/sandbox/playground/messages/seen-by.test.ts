import { InteractionType, MessageFlags, MessageType } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { causeOf } from '../../../../packages/stand-ins/playground/page/messages/message-cause.ts';
import {
  isOwnNews,
  seenBy,
} from '../../../../packages/stand-ins/playground/page/messages/seen-by.ts';
import { startsGroup } from '../../../../packages/stand-ins/playground/page/messages/starts-group.ts';
import { ada, ADA_ID, ben, CHANNEL_ID, messageView, metadata } from './message-views.ts';

const ofCommand = { ...metadata(ada), type: InteractionType.ApplicationCommand } as const;
const channel = { id: CHANNEL_ID };

describe('a person', () => {
  const quiet = messageView({ flags: MessageFlags.Ephemeral, interaction_metadata: ofCommand });

  it('sees what everybody sees, in their channel', () => {
    const view = messageView();
    expect(seenBy([view], ben, channel)).toEqual([view]);
    expect(seenBy([view], ben, { id: '1' })).toEqual([]);
  });

  it('sees ephemeral answers to themselves only', () => {
    expect(seenBy([quiet], ada, channel)).toEqual([quiet]);
    expect(seenBy([quiet], ben, channel)).toEqual([]);
  });
});

describe('news of their own', () => {
  it('is what somebody said, and what only they see', () => {
    expect(isOwnNews(messageView({ author: ada }), ada)).toBe(true);
    expect(isOwnNews(messageView({ flags: MessageFlags.Ephemeral }), ada)).toBe(true);
    expect(isOwnNews(messageView({ author: ben }), ada)).toBe(false);
  });
});

describe('the line above a message', () => {
  it('names the command', () => {
    const view = messageView({ interaction_metadata: ofCommand }, 'imagine');
    expect(causeOf(view)).toEqual({ kind: 'command', userId: ADA_ID, name: '/imagine' });
  });

  it('names a command of the menu without a slash', () => {
    const interaction_metadata = { ...ofCommand, target_message_id: '1' };
    const type = MessageType.ContextMenuCommand;
    const view = messageView({ type, interaction_metadata }, 'Report picture');
    expect(causeOf(view)).toEqual({ kind: 'command', userId: ADA_ID, name: 'Report picture' });
  });

  it('names the message whose button was pressed', () => {
    const interaction_metadata = {
      ...metadata(ada),
      type: InteractionType.MessageComponent,
      interacted_message_id: '5',
    } as const;
    const reply = { kind: 'reply', messageId: '5' };
    expect(causeOf(messageView({ interaction_metadata }, 'imagine'))).toEqual(reply);
    const ofModal = {
      ...metadata(ada),
      type: InteractionType.ModalSubmit,
      triggering_interaction_metadata: interaction_metadata,
    } as const;
    expect(causeOf(messageView({ interaction_metadata: ofModal }))).toEqual(reply);
  });

  it('names the first answer above a later one', () => {
    const interaction_metadata = { ...ofCommand, original_response_message_id: '6' };
    const view = messageView({ interaction_metadata }, 'imagine');
    expect(causeOf(view)).toEqual({ kind: 'reply', messageId: '6' });
  });

  it('is not there for what came by itself', () => {
    expect(causeOf(messageView())).toBeUndefined();
  });
});

describe('a message with its author and time', () => {
  const at = (time: string, author = ben) =>
    messageView({ author, timestamp: `2026-11-25T17:${time}.000000+00:00` });

  it.each([
    ['is the first', undefined, at('00:00'), true],
    ['is not one soon after another', at('00:00'), at('06:59'), false],
    ['is one after seven minutes', at('00:00'), at('07:00'), true],
    ['is one by somebody else', at('00:00'), at('00:01', ada), true],
    [
      'is the answer to a command',
      messageView(),
      messageView({ interaction_metadata: ofCommand }, 'imagine'),
      true,
    ],
    [
      'is an ephemeral one after a public one',
      messageView(),
      messageView({ flags: MessageFlags.Ephemeral }),
      true,
    ],
  ])('%s', (_, before, view, starts) => {
    expect(startsGroup(before, view)).toBe(starts);
  });
});
