import {
  type APIApplicationCommandOptionChoice,
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
  RequestMethod,
  Routes,
  SnowflakeUtil,
} from 'discord.js';
import { z } from 'zod';
import type { DeferralKind } from '../../store/deferrals.ts';
import { discordFailure } from './discord-failure.ts';
import { type MessageBody, type OutgoingFile, sending } from './message-payload.ts';
import type { BotIdentity, RestCalls } from './rest.ts';
import { answeringMessage, type SeenMessage, seenMessage } from './seen-message.ts';

/** A message body with its attachments' files, in order. */
export interface OutgoingMessage {
  readonly body: MessageBody;
  readonly files?: readonly OutgoingFile[];
}

/** The message that answered the interaction whose token is used. */
export const ORIGINAL = '@original';

/** A message after an edit. */
export interface EditedMessage {
  readonly id: string;
  /** The ids of its files outside embeds, as far as Discord gives them. */
  readonly attachments: readonly string[];
}

/** What identifies an interaction to Discord. */
export interface InteractionRef {
  readonly id: string;
  readonly token: string;
}

const messageAnswer = z.object({ id: z.string() });
const editedAnswer = messageAnswer.extend({
  attachments: z
    .array(z.object({ id: z.string() }))
    .nullish()
    .catch(undefined),
});
/** Discord accepted it, whatever the response holds: not every type includes a message. */
const callbackAnswer = z
  .object({ resource: z.object({ message: messageAnswer.nullish() }).nullish() })
  .catch({ resource: undefined });

/** Discord's REST calls about messages and answers to interactions. */
export class Messages {
  readonly #calls: RestCalls;
  readonly #identity: BotIdentity;

  constructor(calls: RestCalls, identity: BotIdentity) {
    this.#calls = calls;
    this.#identity = identity;
  }

  /** The user that the bot writes as. */
  get botId(): string {
    return this.#identity.userId;
  }

  /** Answers with a message and returns its id. An ephemeral one is visible only to the member. */
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

  /** Answers a click by updating the clicked message. */
  async update(interaction: InteractionRef, { body, files }: OutgoingMessage): Promise<void> {
    const answer = { type: InteractionResponseType.UpdateMessage, data: body };
    await this.#callback(interaction, answer, files);
  }

  /**
   * Promises an answer. {@link ORIGINAL} is then the clicked message (`update`), or a "thinking…". An edit
   * turns that into the answer; so does the first follow-up, whose flags are ignored. `onResent`: called if
   * an earlier request of this call may have taken effect.
   */
  async defer(ref: InteractionRef, kind: DeferralKind, onResent?: () => void): Promise<void> {
    const fullRoute = Routes.interactionCallback(ref.id, ref.token);
    const body = DEFERRALS[kind];
    await this.#calls.byToken({ method: RequestMethod.Post, fullRoute, body }, onResent);
  }

  async suggest(
    interaction: InteractionRef,
    choices: readonly APIApplicationCommandOptionChoice[],
  ): Promise<void> {
    const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
    await this.#callback(interaction, { type, data: { choices } });
  }

  async openModal(
    interaction: InteractionRef,
    modal: APIModalInteractionResponseCallbackData,
  ): Promise<void> {
    await this.#callback(interaction, { type: InteractionResponseType.Modal, data: modal });
  }

  /** Edits by an interaction's token, within its 15 minutes. */
  async editByToken(
    token: string,
    messageId: string,
    { body, files }: OutgoingMessage,
  ): Promise<EditedMessage> {
    const fullRoute = Routes.webhookMessage(this.#identity.applicationId, token, messageId);
    const call = { method: RequestMethod.Patch, fullRoute, ...sending(body, files) };
    const { id, attachments } = editedAnswer.parse(await this.#calls.byToken(call));
    return { id, attachments: (attachments ?? []).map((file) => file.id) };
  }

  /** The message that answers the token's interaction, or defers it, if there is one. */
  async answerTo(token: string): Promise<SeenMessage | undefined> {
    const fullRoute = Routes.webhookMessage(this.#identity.applicationId, token, ORIGINAL);
    try {
      const answer = await this.#calls.byToken({ method: RequestMethod.Get, fullRoute });
      return answeringMessage.parse(answer);
    } catch (error) {
      if (discordFailure(error) === 'message_gone') return undefined;
      throw error;
    }
  }

  /** Posts a further message by an interaction's token, once it was answered or deferred. Returns its id. */
  async followUp(
    token: string,
    { body, files }: OutgoingMessage,
    { ephemeral }: { readonly ephemeral: boolean },
  ): Promise<string> {
    const flags = ephemeral ? { flags: MessageFlags.Ephemeral } : {};
    const answer = await this.#calls.byToken({
      method: RequestMethod.Post,
      fullRoute: Routes.webhook(this.#identity.applicationId, token),
      ...sending({ ...body, ...flags }, files),
    });
    return messageAnswer.parse(answer).id;
  }

  /** Deletes a message by an interaction's token: by default the one that answered it. */
  async deleteByToken(token: string, messageId: string = ORIGINAL): Promise<void> {
    const fullRoute = Routes.webhookMessage(this.#identity.applicationId, token, messageId);
    await this.#calls.byToken({ method: RequestMethod.Delete, fullRoute });
  }

  /** Deletes the "thinking…" of a deferred interaction, if it is still there. */
  async endThinking(token: string): Promise<void> {
    try {
      await this.deleteByToken(token);
    } catch (error) {
      if (discordFailure(error) !== 'message_gone') throw error;
    }
  }

  /** Edits as the bot, as long as it can see the channel. */
  async edit(
    channelId: string,
    messageId: string,
    { body, files }: OutgoingMessage,
  ): Promise<string> {
    const fullRoute = Routes.channelMessage(channelId, messageId);
    const call = { method: RequestMethod.Patch, fullRoute, ...sending(body, files) };
    const answer = await this.#calls.asBot(call);
    return messageAnswer.parse(answer).id;
  }

  /** The direct message channel with a member. Exists whether they accept messages or not. */
  async openDirect(userId: string): Promise<string> {
    const answer = await this.#calls.asBot({
      method: RequestMethod.Post,
      fullRoute: Routes.userChannels(),
      body: { recipient_id: userId },
    });
    return messageAnswer.parse(answer).id;
  }

  /** Posts as the bot. The same nonce within a few minutes returns the existing message. */
  async create(
    channelId: string,
    { body, files }: OutgoingMessage,
    nonce?: string,
  ): Promise<string> {
    const answer = await this.#calls.asBot({
      method: RequestMethod.Post,
      fullRoute: Routes.channelMessages(channelId),
      ...sending({ ...body, ...(nonce !== undefined && { nonce, enforce_nonce: true }) }, files),
    });
    return messageAnswer.parse(answer).id;
  }

  /** Deletes a message as the bot. `gone`: it no longer existed. */
  async remove(channelId: string, messageId: string): Promise<'removed' | 'gone'> {
    const fullRoute = Routes.channelMessage(channelId, messageId);
    try {
      await this.#calls.asBot({ method: RequestMethod.Delete, fullRoute });
      return 'removed';
    } catch (error) {
      if (discordFailure(error) === 'message_gone') return 'gone';
      throw error;
    }
  }

  /**
   * The id of the first matching message among the channel's next 500.
   *
   * @throws what discord.js throws.
   */
  async search(
    channelId: string,
    start: SearchStart,
    fits: (message: SeenMessage) => boolean,
  ): Promise<string | undefined> {
    const fullRoute = Routes.channelMessages(channelId);
    let after = 'afterId' in start ? start.afterId : idBefore(start.sinceMs - CLOCK_MARGIN_MS);
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query = new URLSearchParams({ after, limit: String(PAGE) });
      const call = { method: RequestMethod.Get, fullRoute, query };
      const messages = z.array(seenMessage).parse(await this.#calls.asBot(call));
      const found = messages.find(fits);
      if (found) return found.id;
      const [newest] = messages;
      if (!newest || messages.length < PAGE) return undefined;
      after = newest.id;
    }
    return undefined;
  }

  async #callback(
    { id, token }: InteractionRef,
    body: object,
    files?: readonly OutgoingFile[],
  ): Promise<string | undefined> {
    const query = new URLSearchParams({ with_response: 'true' });
    const answer = await this.#calls.byToken({
      method: RequestMethod.Post,
      fullRoute: Routes.interactionCallback(id, token),
      query,
      ...sending(body, files),
    });
    return callbackAnswer.parse(answer).resource?.message?.id;
  }
}

/** Discord's page size. */
const PAGE = 100;
/** How many pages to read from the earliest possible position. */
const MOST_PAGES = 5;
/** How far this machine's time may be ahead of Discord's. */
const CLOCK_MARGIN_MS = 60_000;

/** Where a search starts: after a Discord object, or at a local time. */
type SearchStart =
  | { readonly afterId: string }
  /** In milliseconds since the epoch. */
  | { readonly sinceMs: number };

/** An id older than all of that millisecond. */
function idBefore(ms: number): string {
  const first = { timestamp: ms, increment: 0n, workerId: 0n, processId: 0n };
  return String(SnowflakeUtil.generate(first) - 1n);
}

const THINKING = InteractionResponseType.DeferredChannelMessageWithSource;

/** The callback that defers an interaction. */
const DEFERRALS: Readonly<Record<DeferralKind, object>> = {
  public: { type: THINKING },
  ephemeral: { type: THINKING, data: { flags: MessageFlags.Ephemeral } },
  update: { type: InteractionResponseType.DeferredMessageUpdate },
};
