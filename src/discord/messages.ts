import {
  DiscordAPIError,
  InteractionResponseType,
  MessageFlags,
  Routes,
  type APIApplicationCommandOptionChoice,
  type APIModalInteractionResponseCallbackData,
  type RawFile,
  type REST,
} from 'discord.js';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Job } from '../jobs/job.ts';
import { CallBreaker } from './call-breaker.ts';
import { jobFooter, type MessageBody } from './message-payload.ts';

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

/** Who a call is made as: the bot, or the holder of an interaction's token. */
type Identity = 'bot' | 'token';

const messageAnswer = z.object({ id: z.string() });
const callbackAnswer = z.object({
  resource: z.object({ message: messageAnswer.optional() }).optional(),
});
const foundMessages = z.array(
  z.object({
    id: z.string(),
    interaction_metadata: z.object({ id: z.string() }).optional(),
    embeds: z.array(z.object({ footer: z.object({ text: z.string() }).optional() })).optional(),
  }),
);

/**
 * Discord's REST calls about messages and answers to interactions. Calls by an interaction's token
 * carry no bot token.
 */
export class Messages {
  readonly #rest: REST;
  readonly #applicationId: string;
  readonly #botToken: string;
  readonly #halt: AbortSignal;
  readonly #underWay = new Set<AbortController>();
  readonly #breakers: Readonly<Record<Identity, CallBreaker>>;

  /** `halt` ends every call that is under way, and lets none begin. */
  constructor(
    rest: REST,
    options: {
      readonly applicationId: string;
      readonly botToken: string;
      readonly clock: Clock;
      readonly halt: AbortSignal;
    },
  ) {
    const { applicationId, botToken, clock, halt } = options;
    this.#rest = rest.setToken(botToken);
    this.#applicationId = applicationId;
    this.#botToken = botToken;
    this.#halt = halt;
    this.#breakers = { bot: new CallBreaker(clock), token: new CallBreaker(clock) };
    halt.addEventListener('abort', () => {
      for (const call of this.#underWay) call.abort(halt.reason);
    });
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
    const answer = await this.#call('token', (signal) =>
      this.#rest.patch(route, { body, auth: false, signal, ...(files && { files }) }),
    );
    return messageAnswer.parse(answer).id;
  }

  /** Deletes the message that answered the interaction of this token. */
  async deleteByToken(token: string): Promise<void> {
    const route = Routes.webhookMessage(this.#applicationId, token, ORIGINAL);
    await this.#call('token', (signal) => this.#rest.delete(route, { auth: false, signal }));
  }

  /** Edits as the bot, for as long as it sees the channel. */
  async edit(
    channelId: string,
    messageId: string,
    { body, files }: OutgoingMessage,
  ): Promise<string> {
    const route = Routes.channelMessage(channelId, messageId);
    const answer = await this.#call('bot', (signal) =>
      this.#rest.patch(route, { body, signal, ...(files && { files }) }),
    );
    return messageAnswer.parse(answer).id;
  }

  /** Posts as the bot. The same nonce within some minutes gives the message that is there. */
  async create(
    channelId: string,
    { body, files }: OutgoingMessage,
    nonce?: string,
  ): Promise<string> {
    const answer = await this.#call('bot', (signal) =>
      this.#rest.post(Routes.channelMessages(channelId), {
        body: { ...body, ...(nonce !== undefined && { nonce, enforce_nonce: true }) },
        signal,
        ...(files && { files }),
      }),
    );
    return messageAnswer.parse(answer).id;
  }

  /**
   * A job's message, if it is among the channel's first ones after what it answers: the answer to
   * the interaction itself, or one that the bot posted in its stead.
   */
  async find(
    job: Pick<Job, 'id' | 'channelId' | 'answeredInteractionId'>,
  ): Promise<string | undefined> {
    const { channelId, answeredInteractionId } = job;
    const query = new URLSearchParams({ after: answeredInteractionId, limit: '100' });
    const answer = await this.#call('bot', (signal) =>
      this.#rest.get(Routes.channelMessages(channelId), { query, signal }),
    );
    const found = foundMessages
      .parse(answer)
      .find(
        ({ interaction_metadata: metadata, embeds }) =>
          metadata?.id === answeredInteractionId ||
          embeds?.some(({ footer }) => footer?.text === jobFooter(job)),
      );
    return found?.id;
  }

  async #callback(
    { id, token }: InteractionRef,
    body: object,
    files?: RawFile[],
  ): Promise<string | undefined> {
    const query = new URLSearchParams({ with_response: 'true' });
    const answer = await this.#call('token', (signal) =>
      this.#rest.post(Routes.interactionCallback(id, token), {
        body,
        auth: false,
        signal,
        query,
        ...(files && { files }),
      }),
    );
    return callbackAnswer.parse(answer).resource?.message?.id;
  }

  /**
   * One call with a signal of its own: discord.js never takes its listener off a signal again
   * (`makeNetworkRequest` of @discordjs/rest 2), so that one for all calls would hold them all.
   * While it waits for a rate limit discord.js does not listen at all, so a halt ends the call here.
   */
  async #call<T>(as: Identity, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#halt.throwIfAborted();
    const call = new AbortController();
    this.#underWay.add(call);
    try {
      return await this.#breakers[as].run(() => Promise.race([send(call.signal), aborted(call)]));
    } catch (error) {
      // discord.js drops its token at a 401, and every later call as the bot would fail.
      if (error instanceof DiscordAPIError && error.status === 401) {
        this.#rest.setToken(this.#botToken);
      }
      throw error;
    } finally {
      this.#underWay.delete(call);
    }
  }
}

function aborted({ signal }: AbortController): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    });
  });
}
