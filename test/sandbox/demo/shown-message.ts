import {
  ButtonStyle,
  ComponentType,
  InteractionType,
  MessageFlags,
  type APIEmbed,
} from 'discord.js';
import { blankMessage } from '../../../packages/stand-ins/discord/compose-message.ts';
import type { Message } from '../../../packages/stand-ins/discord/message.ts';

interface Parts {
  readonly content?: string;
  readonly embed?: APIEmbed;
  readonly buttons?: readonly string[];
  readonly files?: readonly { readonly filename: string; readonly size: number }[];
  readonly ephemeral?: boolean;
}

/** A message of the bot's to Ada, with nothing in it but what is named. */
export function shownMessage(parts: Parts): Message {
  const { payload } = blankMessage({
    id: '100',
    channel_id: '200',
    author: {
      id: '300',
      username: 'Darkroom',
      discriminator: '0',
      global_name: null,
      avatar: null,
    },
    timestamp: '2025-01-01T00:00:00.000000+00:00',
    flags: parts.ephemeral ? MessageFlags.Ephemeral : 0,
  });
  const buttons = (parts.buttons ?? []).map((label) => ({
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label,
    custom_id: `v1:${label}`,
  }));
  const ada = { id: '400', username: 'ada', discriminator: '0', global_name: 'Ada', avatar: null };
  return {
    ...payload,
    content: parts.content ?? '',
    embeds: parts.embed ? [parts.embed] : [],
    components: buttons.length > 0 ? [{ type: ComponentType.ActionRow, components: buttons }] : [],
    interaction_metadata: {
      id: '500',
      type: InteractionType.ApplicationCommand,
      user: ada,
      authorizing_integration_owners: {},
    },
    files: (parts.files ?? []).map((file, index) => ({
      ...file,
      id: String(index),
      url: 'http://127.0.0.1/',
      proxy_url: 'http://127.0.0.1/',
    })),
    pings: [],
    versions: [],
  };
}
