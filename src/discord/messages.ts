import {
  InteractionResponseType,
  MessageFlags,
  Routes,
  type APIApplicationCommandOptionChoice,
  type APIModalInteractionResponseCallbackData,
  type RawFile,
  type REST,
} from 'discord.js';
import { z } from 'zod';
import type { MessageBody } from './message-payload.ts';

/** A message body with the files that its attachments name, in their order. */
export interface OutgoingMessage {
  readonly body: MessageBody;
  readonly files?: RawFile[];
}

/** Stands for the message that answered the interaction whose token is used. */
export const ORIGINAL = '@original';

/** What identifies an interaction to Discord. */
export interface InteractionRef {
  readonly id: string;
  readonly token: string;
}

const messageAnswer = z.object({ id: z.string() });
const callbackAnswer = z.object({
  resource: z.object({ message: messageAnswer.optional() }).optional(),
});
const foundMessages = z.array(
  z.object({ id: z.string(), interaction_metadata: z.object({ id: z.string() }).optional() }),
);

/**
 * Discord's REST calls about messages and answers to interactions. Calls by an interaction's token
 * carry no bot token.
 */
export class Messages {
  readonly #rest: REST;
  readonly #applicationId: string;
  readonly #signal: AbortSignal;

  /** The signal ends every call that is under way. */
  constructor(rest: REST, applicationId: string, signal: AbortSignal) {
    this.#rest = rest;
    this.#applicationId = applicationId;
    this.#signal = signal;
  }

  /** Answers with a message; gives its id. Only the person sees an ephemeral one. */
  async respond(
    interaction: InteractionRef,
    { body, files }: OutgoingMessage,
    options: { readonly ephemeral: boolean },
  ): Promise<string | undefined> {
    const flags = options.ephemeral ? { flags: MessageFlags.Ephemeral } : {};
    return this.#callback(
      interaction,
      { type: InteractionResponseType.ChannelMessageWithSource, data: { ...body, ...flags } },
      files,
    );
  }

  /** Answers a click by changing the message that was clicked. */
  async update(interaction: InteractionRef, { body }: OutgoingMessage): Promise<void> {
    await this.#callback(interaction, {
      type: InteractionResponseType.UpdateMessage,
      data: body,
    });
  }

  /** Promises an ephemeral message, to be given by {@link editByToken} of {@link ORIGINAL}. */
  async deferQuietly(interaction: InteractionRef): Promise<void> {
    await this.#callback(interaction, {
      type: InteractionResponseType.DeferredChannelMessageWithSource,
      data: { flags: MessageFlags.Ephemeral },
    });
  }

  async suggest(
    interaction: InteractionRef,
    choices: readonly APIApplicationCommandOptionChoice[],
  ): Promise<void> {
    await this.#callback(interaction, {
      type: InteractionResponseType.ApplicationCommandAutocompleteResult,
      data: { choices },
    });
  }

  async openModal(
    interaction: InteractionRef,
    modal: APIModalInteractionResponseCallbackData,
  ): Promise<void> {
    await this.#callback(interaction, { type: InteractionResponseType.Modal, data: modal });
  }

  /** Edits by an interaction's token, within its 15 minutes. Gives the message's id. */
  async editByToken(
    token: string,
    messageId: string,
    { body, files }: OutgoingMessage,
  ): Promise<string> {
    const route = Routes.webhookMessage(this.#applicationId, token, messageId);
    const answer = await this.#rest.patch(route, {
      body,
      auth: false,
      signal: this.#signal,
      ...(files && { files }),
    });
    return messageAnswer.parse(answer).id;
  }

  /** Deletes the message that answered the interaction of this token. */
  async deleteByToken(token: string): Promise<void> {
    const route = Routes.webhookMessage(this.#applicationId, token, ORIGINAL);
    await this.#rest.delete(route, { auth: false, signal: this.#signal });
  }

  /** Edits as the bot, for as long as it sees the channel. */
  async edit(
    channelId: string,
    messageId: string,
    { body, files }: OutgoingMessage,
  ): Promise<string> {
    const route = Routes.channelMessage(channelId, messageId);
    const answer = await this.#rest.patch(route, {
      body,
      signal: this.#signal,
      ...(files && { files }),
    });
    return messageAnswer.parse(answer).id;
  }

  /** Posts as the bot. The same nonce within some minutes gives the message that is there. */
  async create(
    channelId: string,
    { body, files }: OutgoingMessage,
    nonce: string,
  ): Promise<string> {
    const answer = await this.#rest.post(Routes.channelMessages(channelId), {
      body: { ...body, nonce, enforce_nonce: true },
      signal: this.#signal,
      ...(files && { files }),
    });
    return messageAnswer.parse(answer).id;
  }

  /** The message that answered an interaction, if it is among the channel's first ones after it. */
  async findAnswer(channelId: string, interactionId: string): Promise<string | undefined> {
    const answer = await this.#rest.get(Routes.channelMessages(channelId), {
      query: new URLSearchParams({ after: interactionId, limit: '100' }),
      signal: this.#signal,
    });
    const found = foundMessages
      .parse(answer)
      .find((message) => message.interaction_metadata?.id === interactionId);
    return found?.id;
  }

  async #callback(
    { id, token }: InteractionRef,
    body: object,
    files?: RawFile[],
  ): Promise<string | undefined> {
    const answer = await this.#rest.post(Routes.interactionCallback(id, token), {
      body,
      auth: false,
      signal: this.#signal,
      query: new URLSearchParams({ with_response: 'true' }),
      ...(files && { files }),
    });
    return callbackAnswer.parse(answer).resource?.message?.id;
  }
}
