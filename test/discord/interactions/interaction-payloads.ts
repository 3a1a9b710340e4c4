import { ChannelType, InteractionType } from 'discord.js';

/** Anything that the gateway may send. */
export type Payload = Record<string, unknown>;

export const ada = {
  id: '400000000000000001',
  username: 'ada',
  global_name: 'Ada',
  avatar: null,
};

/** What every interaction in a server carries, and more than is read of it. */
export const base = {
  id: '1300000000000000001',
  application_id: '200000000000000001',
  token: 'a-token',
  version: 1,
  guild_id: '300000000000000001',
  channel_id: '350000000000000001',
  channel: {
    id: '350000000000000001',
    type: ChannelType.GuildText,
    name: 'pictures',
    nsfw: true,
    parent_id: '350000000000000009',
    permissions: '2048',
  },
  member: { user: ada, permissions: '8192', roles: [], nick: null },
  app_permissions: '562949953421311',
  locale: 'en-GB',
  entitlements: [],
};

/** The use of a command with these options, as Discord lists them. */
export const command = (options: unknown, resolved?: unknown): Payload => ({
  ...base,
  type: InteractionType.ApplicationCommand,
  data: { id: '5', type: 1, name: 'imagine', options, ...(resolved ? { resolved } : {}) },
});

/** A command picked in the menu of a message. */
export const menuCommand: Payload = {
  ...base,
  type: InteractionType.ApplicationCommand,
  data: {
    id: '6',
    type: 3,
    name: 'Report picture',
    target_id: '600000000000000001',
    resolved: { messages: { '600000000000000001': { id: '600000000000000001', content: '' } } },
  },
};

/** A click on Cancel. */
export const click: Payload = {
  ...base,
  type: InteractionType.MessageComponent,
  data: { component_type: 2, custom_id: 'v1:cancel:k3f9x2' },
  message: { id: '600000000000000001', channel_id: base.channel.id, content: '', embeds: [] },
};

/** A payload without one of its parts: `without(click, 'member.user')`. */
export function without(payload: Payload, path: string): Payload {
  const [key = '', ...rest] = path.split('.');
  const { [key]: part, ...others } = payload;
  if (rest.length === 0) return others;
  if (typeof part !== 'object') throw new Error(`there is no ${path} to leave out`);
  return { ...others, [key]: without({ ...part }, rest.join('.')) };
}
