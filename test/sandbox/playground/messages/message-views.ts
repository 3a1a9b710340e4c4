import { MessageType, type APIUser } from 'discord-api-types/v10';
import { namesIn } from '../../../../packages/stand-ins/playground/page/messages/names.ts';
import type { MessageView } from '../../../../packages/stand-ins/playground/wire.ts';

export const BOT_ID = '200000000000000001';
export const ADA_ID = '400000000000000001';
export const BEN_ID = '400000000000000002';
export const CHANNEL_ID = '350000000000000001';

export const ada = user(ADA_ID, 'Ada');
export const ben = user(BEN_ID, 'Ben');
export const bot = { ...user(BOT_ID, 'Darkroom'), bot: true };

export const names = namesIn({
  botId: BOT_ID,
  botName: 'Darkroom',
  people: [ada, ben].map(({ id, username: name }) => ({
    id,
    name,
    moderator: false,
    permissions: '0',
    directMessages: true,
    language: 'en-US',
    installed: false,
    bought: [],
  })),
  channels: [{ id: CHANNEL_ID, name: 'general', ageRestricted: false }],
});

type Payload = MessageView['payload'];

/** A message of the bot in #general, with nothing in it but `parts`. */
export function messageView(parts: Partial<Payload> = {}, command?: string): MessageView {
  const payload: Payload = {
    id: '600000000000000001',
    channel_id: CHANNEL_ID,
    type: MessageType.Default,
    author: bot,
    content: '',
    embeds: [],
    attachments: [],
    components: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    flags: 0,
    timestamp: '2026-11-25T17:40:00.000000+00:00',
    edited_timestamp: null,
    ...parts,
  };
  return { payload, ...(command !== undefined && { command }) };
}

/** What an interaction leaves on the message that answers it. */
export function metadata(by: APIUser) {
  return { id: '700000000000000001', user: by, authorizing_integration_owners: {} };
}

function user(id: string, name: string): APIUser {
  return { id, username: name, global_name: null, discriminator: '0', avatar: null };
}
