import { InteractionResponseType, InteractionType, MessageFlags } from 'discord.js';
import type { Hono } from 'hono';
import type { LoopbackEnv } from '../../loopback.ts';
import { refuse } from '../discord-error.ts';
import type { Interaction, InteractionAnswer } from '../interaction.ts';
import { readCallback, type Callback } from '../callback-form.ts';
import { payloadOf } from '../message.ts';
import { readBody, type Upload } from '../request-body.ts';
import type { DiscordState } from '../state.ts';

/** The first answer to an interaction. */
export function interactionRoutes(api: Hono<LoopbackEnv>, state: DiscordState): void {
  api.post('/interactions/:id/:token/callback', async (c) => {
    const { json, uploads } = await readBody(c, state.world.attachmentSizeLimit);
    const interaction = state.interactions.byId(c.req.param('id'));
    if (interaction?.token !== c.req.param('token')) throw refuse.unknownInteraction();
    interaction.acknowledge();
    let answer: InteractionAnswer;
    try {
      answer = play(state, interaction, readCallback(json, interaction.payload), uploads);
    } catch (error) {
      interaction.retract();
      throw error;
    }
    interaction.settle(answer);
    if (c.req.query('with_response') !== 'true') return c.body(null, 204);
    return c.json(response(interaction, answer));
  });
}

function play(
  { messages, world }: DiscordState,
  interaction: Interaction,
  callback: Callback,
  uploads: readonly Upload[],
): InteractionAnswer {
  const { type } = callback;
  const { payload, metadata } = interaction;
  const clicked = payload.message;
  // The answer to a component or a message's command refers to that message (Message Reference Types).
  const causedBy =
    payload.type === InteractionType.ApplicationCommand && 'target_id' in payload.data
      ? payload.data.target_id
      : clicked?.id;
  const caused = causedBy === undefined ? undefined : messages.get(causedBy);
  switch (type) {
    case InteractionResponseType.ChannelMessageWithSource:
    case InteractionResponseType.DeferredChannelMessageWithSource: {
      const channelId = payload.channel?.id;
      if (channelId === undefined || !world.channel(channelId)) throw refuse.unknownChannel();
      const flags = callback.data?.flags ?? 0;
      const head = {
        channelId,
        via: 'callback' as const,
        ephemeral: (flags & MessageFlags.Ephemeral) !== 0,
        ...(metadata && { metadata }),
        ...(caused && { reference: caused }),
      };
      const message =
        type === InteractionResponseType.ChannelMessageWithSource
          ? messages.create(head, { body: callback.data, uploads, path: ['data'] })
          : messages.createLoading(head);
      adopt(interaction, message.id);
      if (clicked) interaction.messageIds.add(clicked.id);
      return { type, message };
    }
    case InteractionResponseType.DeferredMessageUpdate:
    case InteractionResponseType.UpdateMessage: {
      const before = clicked && messages.get(clicked.id);
      if (!before) throw refuse.unknownMessage();
      const message =
        type === InteractionResponseType.UpdateMessage
          ? messages.edit(before.id, 'callback', {
              body: callback.data ?? {},
              uploads,
              path: ['data'],
            })
          : before;
      adopt(interaction, message.id);
      return { type, message };
    }
    case InteractionResponseType.ApplicationCommandAutocompleteResult:
      return { type, choices: callback.data.choices ?? [] };
    case InteractionResponseType.Modal:
      return { type, modal: callback.data };
  }
}

function adopt(interaction: Interaction, messageId: string): void {
  interaction.originalId = messageId;
  interaction.messageIds.add(messageId);
}

function response({ id, payload }: Interaction, { type, message }: InteractionAnswer): object {
  const flags = message?.flags ?? 0;
  return {
    interaction: {
      id,
      type: payload.type,
      ...(message && {
        response_message_id: message.id,
        response_message_loading: (flags & MessageFlags.Loading) !== 0,
        response_message_ephemeral: (flags & MessageFlags.Ephemeral) !== 0,
      }),
      ...(payload.type !== InteractionType.ApplicationCommandAutocomplete && {
        channel_id: payload.channel?.id,
        guild_id: payload.guild_id,
      }),
    },
    resource: { type, ...(message && { message: payloadOf(message) }) },
  };
}
