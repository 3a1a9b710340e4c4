import { MessageFlags } from 'discord.js';
import type { Hono } from 'hono';
import {
  IncomingWebhookRequestPartialSchema,
  IncomingWebhookUpdateRequestPartialSchema,
} from 'discord-api-spec/zod';
import type { LoopbackEnv } from '../../loopback.ts';
import { refuse } from '../discord-error.ts';
import { readForm } from '../form.ts';
import type { Interaction } from '../interaction.ts';
import { payloadOf, type Message } from '../message.ts';
import { readBody } from '../request-body.ts';
import type { DiscordState } from '../state.ts';

/** What an interaction's token can do in its 15 minutes. */
export function webhookRoutes(api: Hono<LoopbackEnv>, state: DiscordState): void {
  const { messages, world } = state;
  const interactionFor = (applicationId: string, token: string): Interaction => {
    const found = state.interactions.byToken(token);
    if (!found || applicationId !== state.applicationId) throw refuse.unknownWebhook();
    found.checkToken();
    return found;
  };
  const messageOf = (interaction: Interaction, reference: string): Message => {
    const id = reference === '@original' ? interaction.originalId : reference;
    const message =
      id !== undefined && interaction.messageIds.has(id) ? messages.get(id) : undefined;
    if (!message) throw refuse.unknownMessage();
    return message;
  };
  const path = '/webhooks/:application/:token';

  api.post(path, async (c) => {
    const { json, uploads } = await readBody(c, state.world.attachmentSizeLimit);
    const interaction = interactionFor(c.req.param('application'), c.req.param('token'));
    const body = readForm(IncomingWebhookRequestPartialSchema, json);
    const write = { body, uploads, path: [] };
    const original =
      interaction.originalId === undefined ? undefined : messages.get(interaction.originalId);
    // Right after a deferral Discord takes the first follow-up for an edit of "thinking…".
    if (original && (original.flags & MessageFlags.Loading) !== 0) {
      return c.json(payloadOf(messages.edit(original.id, 'token', write)));
    }
    interaction.countFollowUp();
    const channelId = interaction.payload.channel?.id;
    if (channelId === undefined || !world.channel(channelId)) throw refuse.unknownChannel();
    const { metadata, originalId } = interaction;
    const message = messages.create(
      {
        channelId,
        via: 'token',
        ephemeral: ((body.flags ?? 0) & MessageFlags.Ephemeral) !== 0,
        ...(metadata && {
          metadata: {
            ...metadata,
            ...(originalId !== undefined && { original_response_message_id: originalId }),
          },
        }),
      },
      write,
    );
    interaction.messageIds.add(message.id);
    return c.json(payloadOf(message));
  });

  api.get(`${path}/messages/:message`, (c) => {
    const interaction = interactionFor(c.req.param('application'), c.req.param('token'));
    return c.json(payloadOf(messageOf(interaction, c.req.param('message'))));
  });

  api.patch(`${path}/messages/:message`, async (c) => {
    const { json, uploads } = await readBody(c, state.world.attachmentSizeLimit);
    const interaction = interactionFor(c.req.param('application'), c.req.param('token'));
    const { id } = messageOf(interaction, c.req.param('message'));
    const body = readForm(IncomingWebhookUpdateRequestPartialSchema, json);
    return c.json(payloadOf(messages.edit(id, 'token', { body, uploads, path: [] })));
  });

  api.delete(`${path}/messages/:message`, (c) => {
    const interaction = interactionFor(c.req.param('application'), c.req.param('token'));
    messages.delete(messageOf(interaction, c.req.param('message')).id, 'token');
    return c.body(null, 204);
  });
}
