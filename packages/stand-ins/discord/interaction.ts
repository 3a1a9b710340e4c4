import {
  ApplicationIntegrationType,
  InteractionType,
  type APIApplicationCommandOptionChoice,
  type APIMessageInteractionMetadata,
  type APIModalInteractionResponseCallbackData,
  type InteractionResponseType,
} from 'discord.js';
import type { Clock } from '../../../src/engines/clock.ts';
import { refuse } from './discord-error.ts';
import type { InteractionPayload } from './interaction-payload.ts';
import type { Message } from './message.ts';
import { userOf } from './person-object.ts';
import type { Person } from './world.ts';

/** How long Discord waits for the first answer. */
export const ANSWER_WITHIN_MS = 3000;

/** How long an interaction's token lives, from the interaction's creation. */
const TOKEN_LIFE_MS = 15 * 60 * 1000;

/** Follow-ups to an interaction in a place that the bot is not in. */
const MOST_FOLLOW_UPS = 5;

/** The bot's first answer. */
export interface InteractionAnswer {
  readonly type: InteractionResponseType;
  /** The message posted or changed. */
  readonly message?: Message;
  readonly choices?: readonly APIApplicationCommandOptionChoice[];
  readonly modal?: APIModalInteractionResponseCallbackData;
}

/** Something that a person did, as a test sees it. */
export interface SandboxInteraction {
  readonly id: string;
  readonly token: string;
  readonly payload: InteractionPayload;
  /** Rejects when 3 s pass unanswered, or the sandbox closes. Need not be awaited. */
  readonly answered: Promise<InteractionAnswer>;
}

/** An interaction through its life: the first answer's deadline, its token, and its messages. */
export class Interaction implements SandboxInteraction {
  readonly payload: InteractionPayload;
  readonly by: Person;
  readonly answered: Promise<InteractionAnswer>;
  /** What caused it, for messages that say where they come from. */
  readonly metadata: APIMessageInteractionMetadata | undefined;
  /** The id of `@original`, once there is one. */
  originalId: string | undefined;
  /** Messages that the token may change by id. */
  readonly messageIds = new Set<string>();
  answer: InteractionAnswer | undefined;
  #followUps = 0;
  readonly #clock: Clock;
  readonly #createdAt: number;
  readonly #answerWithinMs: number;
  readonly #settled = new AbortController();
  #resolve: (answer: InteractionAnswer) => void = () => undefined;
  #acknowledged = false;
  #tokenEndsAt: number;

  constructor(parts: {
    payload: InteractionPayload;
    by: Person;
    clock: Clock;
    closing: AbortSignal;
    answerWithinMs: number;
    cause?: APIMessageInteractionMetadata | undefined;
  }) {
    this.payload = parts.payload;
    this.by = parts.by;
    this.#clock = parts.clock;
    this.#createdAt = parts.clock.now();
    this.#answerWithinMs = parts.answerWithinMs;
    this.#tokenEndsAt = this.#createdAt + TOKEN_LIFE_MS;
    this.metadata = metadataOf(parts.payload, parts.by, parts.cause);
    this.answered = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      const signal = AbortSignal.any([this.#settled.signal, parts.closing]);
      parts.clock.sleep(this.#answerWithinMs, signal).then(
        () => {
          reject(
            new Error(
              `the bot did not answer interaction ${this.id} within ${this.#answerWithinMs / 1_000} s`,
            ),
          );
        },
        () => {
          reject(new Error(`the sandbox closed before interaction ${this.id} was answered`));
        },
      );
    });
    this.answered.catch(() => undefined);
  }

  get id(): string {
    return this.payload.id;
  }

  get token(): string {
    return this.payload.token;
  }

  /** Takes the first answer. Throws a DiscordError when there was one or it comes too late. */
  acknowledge(): void {
    if (this.#acknowledged) throw refuse.alreadyAcknowledged();
    if (this.#clock.now() - this.#createdAt >= this.#answerWithinMs) {
      throw refuse.unknownInteraction();
    }
    this.#acknowledged = true;
  }

  /** Undoes {@link acknowledge} where the answer is then refused after all. */
  retract(): void {
    this.#acknowledged = false;
  }

  settle(answer: InteractionAnswer): void {
    this.answer = answer;
    this.#resolve(answer);
    this.#settled.abort();
  }

  /** The modal that answered it was sent, and is gone from its person's screen. */
  closeModal(): void {
    if (this.answer) this.answer = { type: this.answer.type };
  }

  /** Throws a DiscordError unless the token can be used on webhook routes now. */
  checkToken(): void {
    if (this.#clock.now() >= this.#tokenEndsAt) throw refuse.invalidWebhookToken();
    if (!this.#acknowledged) throw refuse.unknownWebhook();
  }

  /**
   * Counts a follow-up. Throws a DiscordError for one too many: where the person's own install alone
   * authorised it, Discord takes five (its reference, Create Followup Message).
   */
  countFollowUp(): void {
    const owners = this.payload.authorizing_integration_owners;
    const isLimited = owners[ApplicationIntegrationType.GuildInstall] === undefined;
    if (isLimited && this.#followUps >= MOST_FOLLOW_UPS) throw refuse.tooManyFollowUps();
    this.#followUps += 1;
  }

  /** Ends the token now, as if its 15 minutes were over. */
  endToken(): void {
    this.#tokenEndsAt = Math.min(this.#tokenEndsAt, this.#clock.now());
  }
}

function metadataOf(
  payload: InteractionPayload,
  by: Person,
  cause: APIMessageInteractionMetadata | undefined,
): APIMessageInteractionMetadata | undefined {
  const { id, authorizing_integration_owners } = payload;
  const common = { id, user: userOf(by), authorizing_integration_owners };
  switch (payload.type) {
    case InteractionType.ApplicationCommand:
      return {
        ...common,
        type: payload.type,
        ...('target_id' in payload.data && { target_message_id: payload.data.target_id }),
      };
    case InteractionType.MessageComponent:
      return { ...common, type: payload.type, interacted_message_id: payload.message.id };
    case InteractionType.ModalSubmit:
      return cause && cause.type !== InteractionType.ModalSubmit
        ? { ...common, type: payload.type, triggering_interaction_metadata: cause }
        : undefined;
    case InteractionType.ApplicationCommandAutocomplete:
      return undefined;
  }
}
