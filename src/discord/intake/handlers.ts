import {
  type APIApplicationCommandOptionChoice,
  type APIModalInteractionResponseCallbackData,
  type ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';
import { own } from '../../engines/own.ts';
import type { Slicing } from '../../engines/slices.ts';
import { BotError } from '../../errors/errors.ts';
import type { Job } from '../../jobs/job.ts';
import { type Card, payloadOf } from '../cards/card.ts';
import {
  type CustomId,
  type JobCustomId,
  type MessageCustomId,
  parseCustomId,
  type PersonCustomId,
  type ReportCustomId,
} from '../interactions/custom-id.ts';
import type {
  AutocompleteInteraction,
  ButtonInteraction,
  CommandInteraction,
  Interaction,
  InteractionBase,
  MessageCommandInteraction,
  ModalInteraction,
  SelectInteraction,
} from '../interactions/interaction.ts';
import type { OutgoingFile } from '../rest/message-payload.ts';
import type { OutgoingMessage } from '../rest/messages.ts';

/** A slash command: its Discord definition and its handler. */
export interface Command<Services> {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** @throws BotError for errors that the member reads, ephemerally. */
  execute(interaction: CommandInteraction, services: Services): Promise<Reply>;
  /** Whether the answer will be public, as far as is known before execution. Default: it is ephemeral. */
  isPublic?(interaction: CommandInteraction, services: Services): Promise<boolean>;
  /** Long work runs in slices, whose signal aborts once the member types on or Discord no longer waits. */
  autocomplete?(
    interaction: AutocompleteInteraction,
    services: Services,
    slicing: Slicing,
  ): Promise<readonly APIApplicationCommandOptionChoice[]>;
}

/** A message menu command. */
export interface MessageCommand<Services> {
  readonly definition: RESTPostAPIContextMenuApplicationCommandsJSONBody & {
    readonly type: ApplicationCommandType.Message;
  };
  /** @throws BotError for errors that the member reads, ephemerally. */
  execute(interaction: MessageCommandInteraction, services: Services): Promise<Reply>;
}

/** The handler for one button action. Its id names a job unless another kind is given. */
export type ButtonHandler<Services, Id extends CustomId = JobCustomId> = Handler<
  ButtonInteraction,
  Id,
  Services
>;
export type ReportButton<Services> = ButtonHandler<Services, ReportCustomId>;
export type PersonButton<Services> = ButtonHandler<Services, PersonCustomId>;

/** The same for a menu choice and for a submitted form. */
export type SelectHandler<Services, Id extends CustomId = JobCustomId> = Handler<
  SelectInteraction,
  Id,
  Services
>;
export type ModalHandler<Services, Id extends CustomId = JobCustomId> = Handler<
  ModalInteraction,
  Id,
  Services
>;

/** All commands and components. Buttons, menus and modals are listed by custom id. */
export interface Handlers<Services> {
  readonly commands: readonly Command<Services>[];
  readonly messageCommands: readonly MessageCommand<Services>[];
  readonly buttons: HandlersBySubject<ButtonInteraction, Services>;
  /** Handles a job's button with an action that this version does not know. */
  readonly otherButton?: ButtonHandler<Services>;
  readonly selects: HandlersBySubject<SelectInteraction, Services>;
  readonly modals: HandlersBySubject<ModalInteraction, Services>;
  /** Runs before everything else. @throws BotError for a member who may not use the bot. */
  readonly admit?: (interaction: Interaction, services: Services) => Promise<void>;
  /** Runs after each answer, and may return an additional message for the member. */
  readonly afterwards?: (
    interaction: InteractionBase,
    services: Services,
  ) => Promise<Afterword | undefined>;
}

/** An additional message for the member alone. */
export interface Afterword {
  readonly message: Card;
  /** Called if it could not be delivered. */
  readonly onFailure: () => Promise<void>;
}

/** Handles a click or a modal. */
type Handler<Interaction, Id extends CustomId, Services> = (
  interaction: Interaction,
  id: Id,
  services: Services,
) => Promise<Reply>;

/** Handlers by the subject of their custom ids, then by action. */
interface HandlersBySubject<Interaction, Services> {
  readonly job?: Readonly<Record<string, Handler<Interaction, JobCustomId, Services>>>;
  readonly report?: Readonly<Record<string, Handler<Interaction, ReportCustomId, Services>>>;
  readonly person?: Readonly<Record<string, Handler<Interaction, PersonCustomId, Services>>>;
  readonly message?: Readonly<Record<string, Handler<Interaction, MessageCustomId, Services>>>;
}

/** The handler for a custom id; `undefined` if its subject has no such action. */
function handlerOf<Interaction, Services>(
  { job, report, person, message }: HandlersBySubject<Interaction, Services>,
  id: CustomId,
): ((interaction: Interaction, services: Services) => Promise<Reply>) | undefined {
  if ('job' in id) return withId(own(job, id.action), id);
  if ('report' in id) return withId(own(report, id.action), id);
  if ('message' in id) return withId(own(message, id.action), id);
  return withId(own(person, id.action), id);
}

function withId<Interaction, Id extends CustomId, Services>(
  handler: Handler<Interaction, Id, Services> | undefined,
  id: Id,
) {
  return (
    handler &&
    ((interaction: Interaction, services: Services) => handler(interaction, id, services))
  );
}

/** Interactions answered with a reply: all but autocomplete. */
export type Answerable = Exclude<Interaction, { readonly kind: 'autocomplete' }>;

/**
 * Runs the handler of an interaction.
 *
 * @throws BotError `unknown_action` if there is none, and what the handler throws.
 */
export async function carryOut<Services>(
  interaction: Answerable,
  handlers: Handlers<Services>,
  services: Services,
): Promise<Reply> {
  if (interaction.kind === 'command') {
    const command = named(handlers.commands, interaction.name);
    if (!command) throw new BotError('unknown_action');
    return command.execute(interaction, services);
  }
  if (interaction.kind === 'message-command') {
    const command = named(handlers.messageCommands, interaction.name);
    if (!command) throw new BotError('unknown_action');
    return command.execute(interaction, services);
  }
  const id = parseCustomId(interaction.customId);
  if (!id) throw new BotError('unknown_action');
  if (interaction.kind === 'button') {
    const press = handlerOf(handlers.buttons, id);
    if (!press && 'job' in id && handlers.otherButton) {
      return handlers.otherButton(interaction, id, services);
    }
    if (!press) throw new BotError('unknown_action');
    return press(interaction, services);
  }
  if (interaction.kind === 'select') {
    const pick = handlerOf(handlers.selects, id);
    if (!pick) throw new BotError('unknown_action');
    return pick(interaction, services);
  }
  const submit = handlerOf(handlers.modals, id);
  if (!submit) throw new BotError('unknown_action');
  return submit(interaction, services);
}

/** The command with that name. */
export function named<C extends { readonly definition: { readonly name: string } }>(
  commands: readonly C[],
  name: string,
): C | undefined {
  return commands.find(({ definition }) => definition.name === name);
}

/** A message to answer with, and its files if any. */
export type ReplyMessage = Card | { readonly card: Card; readonly files: readonly OutgoingFile[] };

/** The answer to an interaction. */
export type Reply =
  /** The job's own message, edited from then on. The question that it answers is deleted. */
  | { readonly kind: 'job'; readonly job: Job; readonly question?: Job }
  /** Updates the clicked message to the job's current state. */
  | { readonly kind: 'changed'; readonly job: Job }
  /** A message that only this member sees. */
  | { readonly kind: 'quiet'; readonly message: ReplyMessage }
  /** The same for work that exceeds Discord's deadline. `onEnd` receives whether it was shown. */
  | {
      readonly kind: 'later';
      readonly message: () => Promise<ReplyMessage>;
      readonly onEnd?: (shown: boolean) => Promise<void>;
    }
  /**
   * Replaces the clicked message. For messages that belong to no job and only this member sees.
   * `isShared`: others see it too, and its row was checked to name it.
   */
  | { readonly kind: 'replaced'; readonly message: ReplyMessage; readonly isShared?: true }
  /**
   * The same for work that exceeds Discord's deadline. `meanwhile`: shown at once. On failure the
   * message stays as it is by then.
   */
  | {
      readonly kind: 'replaced-later';
      readonly meanwhile?: ReplyMessage | undefined;
      readonly message: () => Promise<ReplyMessage>;
    }
  | { readonly kind: 'modal'; readonly modal: APIModalInteractionResponseCallbackData }
  /** Nothing new: the first of two equal clicks was answered. */
  | { readonly kind: 'seen' }
  /** Nothing: an earlier delivery of this interaction was answered. */
  | { readonly kind: 'answered' };

/** Any reply but a job's own message. */
export type OtherReply = Exclude<Reply, { readonly kind: 'job' }>;

/** Converts a reply to Discord's format. */
export function outgoing(message: ReplyMessage): OutgoingMessage {
  if (!('card' in message)) return { body: payloadOf(message).body };
  return { body: payloadOf(message.card).body, files: message.files };
}

/** The same for an update, which clears the content: Discord keeps it if the update has none. */
export function inPlace(message: ReplyMessage): OutgoingMessage {
  const { body, ...rest } = outgoing(message);
  return { ...rest, body: { ...body, content: body.content ?? '' } };
}

/** The bot offers its commands only in servers that installed it. */
export const IN_SERVERS = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild],
};
