import type { Hono } from 'hono';
import { ChannelType, type RESTAPIMessageReference } from 'discord.js';
import {
  CreatePrivateChannelRequestSchema,
  MessageCreateRequestSchema,
  MessageEditRequestPartialSchema,
} from 'discord-api-spec/zod';
import type { LoopbackEnv } from '../../loopback.ts';
import { FormErrors, refuse } from '../discord-error.ts';
import { readForm } from '../form.ts';
import { isEphemeral } from '../message-store.ts';
import { payloadOf, type Message } from '../message.ts';
import { readBody } from '../request-body.ts';
import { snowflakeTime } from '../snowflake.ts';
import type { DiscordState } from '../state.ts';
import { channelObject, directChannelObject } from '../channel-object.ts';
import type { Channel } from '../world.ts';

/** How long Discord remembers a nonce ("the past few minutes" in its API reference). */
const NONCE_MS = 5 * 60 * 1000;

/** Channels and their messages, by the bot's own token. Ephemeral messages do not exist here. */
export function channelRoutes(api: Hono<LoopbackEnv>, state: DiscordState): void {
  const { world, messages } = state;
  const channelFor = (id: string, use: 'read' | 'write'): Channel => {
    const channel = world.channel(id);
    if (!channel) throw refuse.unknownChannel();
    const access = world.botAccess(channel);
    if (access === 'none') throw refuse.missingAccess();
    if (access === 'read-only' && use === 'write') throw refuse.missingPermissions();
    return channel;
  };
  const messageIn = (channel: Channel, id: string): Message => {
    const message = messages.get(id);
    if (message?.channel_id !== channel.id || isEphemeral(message)) throw refuse.unknownMessage();
    return message;
  };
  const repliedIn = (channel: Channel, reference: RESTAPIMessageReference | null | undefined) => {
    if (!reference) return {};
    const message = messages.get(reference.message_id);
    if (message?.channel_id === channel.id && !isEphemeral(message)) {
      return { reference: message, isReply: true };
    }
    if (reference.fail_if_not_exists !== false) {
      const errors = new FormErrors();
      errors.add(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
      errors.throwIfAny();
    }
    return {};
  };
  const sentBefore = (channel: Channel, nonce: string | number) =>
    messages
      .list(channel.id, 'bot')
      .find(
        (message) =>
          message.nonce === nonce && state.clock.now() - snowflakeTime(message.id) < NONCE_MS,
      );

  api.post('/users/@me/channels', async (c) => {
    const { recipient_id: id } = readForm(
      CreatePrivateChannelRequestSchema,
      (await readBody(c)).json,
    );
    const person = id ? world.person(id) : undefined;
    if (!person) throw refuse.invalidRecipients();
    return c.json(directChannelObject(world.directChannel(person)));
  });

  api.get('/channels/:channel', (c) =>
    c.json(channelObject(channelFor(c.req.param('channel'), 'read'), world.guild.id)),
  );

  api.get('/channels/:channel/messages', (c) => {
    const channel = channelFor(c.req.param('channel'), 'read');
    const limit = Number(c.req.query('limit') ?? 50);
    const before = c.req.query('before');
    const after = c.req.query('after');
    const found = messages
      .list(channel.id, 'bot')
      .filter(({ id }) => (before ? BigInt(id) < BigInt(before) : true))
      .filter(({ id }) => (after ? BigInt(id) > BigInt(after) : true));
    // Those next to what is named; newest first in any case.
    const page = after ? found.slice(0, limit) : found.slice(-limit);
    return c.json(page.reverse().map(payloadOf));
  });

  api.post('/channels/:channel/messages', async (c) => {
    const { json, uploads } = await readBody(c, state.world.attachmentSizeLimit);
    const channel = channelFor(c.req.param('channel'), 'write');
    // Discord opens the channel all the same, and refuses its messages (discord-api-docs#1905).
    if (channel.type === ChannelType.DM && !world.takesDirectMessages(channel.recipient)) {
      throw refuse.closedToDirectMessages();
    }
    const body = readForm(MessageCreateRequestSchema, json);
    const { nonce, enforce_nonce: enforced } = body;
    const earlier = enforced && nonce !== undefined ? sentBefore(channel, nonce) : undefined;
    if (earlier) return c.json(payloadOf(earlier));
    const head = {
      channelId: channel.id,
      via: 'bot' as const,
      ...(nonce !== undefined && { nonce }),
      ...repliedIn(channel, body.message_reference),
    };
    return c.json(payloadOf(messages.create(head, { body, uploads, path: [] })));
  });

  api.get('/channels/:channel/messages/:message', (c) => {
    const channel = channelFor(c.req.param('channel'), 'read');
    return c.json(payloadOf(messageIn(channel, c.req.param('message'))));
  });

  api.patch('/channels/:channel/messages/:message', async (c) => {
    const { json, uploads } = await readBody(c, state.world.attachmentSizeLimit);
    const channel = channelFor(c.req.param('channel'), 'write');
    const { id, author } = messageIn(channel, c.req.param('message'));
    if (author.id !== state.bot.id) throw refuse.othersMessage();
    const body = readForm(MessageEditRequestPartialSchema, json);
    return c.json(payloadOf(messages.edit(id, 'bot', { body, uploads, path: [] })));
  });

  api.delete('/channels/:channel/messages/:message', (c) => {
    const channel = channelFor(c.req.param('channel'), 'read');
    const { id, author } = messageIn(channel, c.req.param('message'));
    if (author.id !== state.bot.id) {
      if (channel.type === ChannelType.DM) throw refuse.directChannel();
      if (world.botAccess(channel) !== 'manage') throw refuse.missingPermissions();
    }
    messages.delete(id, 'bot');
    return c.body(null, 204);
  });
}
