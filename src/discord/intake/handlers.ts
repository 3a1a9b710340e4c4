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

/**
 * A slash command: its definition as Discord takes it, and what it does with the services that
 * the bot is made of.
 */
export interface Command<Services> {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** @throws BotError for what the person is told, quietly. */
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

/** A command in a message's menu: the same, about that message. */
export interface MessageCommand<Services> {
  readonly definition: RESTPostAPIContextMenuApplicationCommandsJSONBody & {
    readonly type: ApplicationCommandType.Message;
  };
  /** @throws BotError for what the person is told, quietly. */
  execute(interaction: MessageCommandInteraction, services: Services): Promise<Reply>;
}

/** What the buttons of one action do: to a job, unless another kind of id is named. */
export type ButtonHandler<Services, Id extends CustomId = JobCustomId> = Handler<
  ButtonInteraction,
  Id,
  Services
>;
export type ReportButton<Services> = ButtonHandler<Services, ReportCustomId>;
export type PersonButton<Services> = ButtonHandler<Services, PersonCustomId>;

/** The same of what is picked in a menu, and of a form that is sent in. */
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

/** Everything that a person can use. Buttons, menus and modals are listed by their custom ids. */
export interface Handlers<Services> {
  readonly commands: readonly Command<Services>[];
  readonly messageCommands: readonly MessageCommand<Services>[];
  readonly buttons: HandlersBySubject<ButtonInteraction, Services>;
  /** What a button about a job does whose action this version does not know. */
  readonly otherButton?: ButtonHandler<Services>;
  readonly selects: HandlersBySubject<SelectInteraction, Services>;
  readonly modals: HandlersBySubject<ModalInteraction, Services>;
  /** Asked before everything else. @throws BotError for whoever may not use anything. */
  readonly admit?: (interaction: Interaction, services: Services) => Promise<void>;
  /** Asked after everything that was answered, whether there is something else to tell this person. */
  readonly afterwards?: (
    interaction: InteractionBase,
    services: Services,
  ) => Promise<Afterword | undefined>;
}

/** What a person is told besides the answer, for them alone. */
export interface Afterword {
  readonly message: Card;
  /** Called if it did not reach them. */
  readonly onFailure: () => Promise<void>;
}

/** Does what a click or a modal asks for. */
type Handler<Interaction, Id extends CustomId, Services> = (
  interaction: Interaction,
  id: Id,
  services: Services,
) => Promise<Reply>;

/** By what their custom ids are about, and then by the action in them. */
interface HandlersBySubject<Interaction, Services> {
  readonly job?: Readonly<Record<string, Handler<Interaction, JobCustomId, Services>>>;
  readonly report?: Readonly<Record<string, Handler<Interaction, ReportCustomId, Services>>>;
  readonly person?: Readonly<Record<string, Handler<Interaction, PersonCustomId, Services>>>;
  readonly message?: Readonly<Record<string, Handler<Interaction, MessageCustomId, Services>>>;
}

/** The handler for what a custom id asks for; `undefined` where its subject has no such action. */
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

/** What is answered with a reply: anything but autocompletion. */
export type Answerable = Exclude<Interaction, { readonly kind: 'autocomplete' }>;

/**
 * Runs the command, button, menu or modal that an interaction is for.
 *
 * @throws BotError `unknown_action` where there is none, and what it throws itself.
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

/** The command of that name. */
export function named<C extends { readonly definition: { readonly name: string } }>(
  commands: readonly C[],
  name: string,
): C | undefined {
  return commands.find(({ definition }) => definition.name === name);
}

/** A message to answer with, with the files that it names where it has any. */
export type ReplyMessage = Card | { readonly card: Card; readonly files: readonly OutgoingFile[] };

/** What an interaction is answered with. */
export type Reply =
  /** The job's own message, edited from then on; the question that it answers goes away. */
  | { readonly kind: 'job'; readonly job: Job; readonly question?: Job }
  /** The message that was clicked becomes the job as it is now. */
  | { readonly kind: 'changed'; readonly job: Job }
  /** A message that only this person sees. */
  | { readonly kind: 'quiet'; readonly message: ReplyMessage }
  /** The same, for what takes longer than Discord waits. `onEnd` is told whether it was shown. */
  | {
      readonly kind: 'later';
      readonly message: () => Promise<ReplyMessage>;
      readonly onEnd?: (shown: boolean) => Promise<void>;
    }
  /**
   * The message that was clicked becomes this one. For messages that belong to no job, and that only this person sees.
   * `isShared`: others see it too, and its row was checked to name it.
   */
  | { readonly kind: 'replaced'; readonly message: ReplyMessage; readonly isShared?: true }
  /**
   * The same, for what takes longer than Discord waits. `meanwhile`: shown at once. Where it fails, the
   * message stays as it is by then.
   */
  | {
      readonly kind: 'replaced-later';
      readonly meanwhile?: ReplyMessage | undefined;
      readonly message: () => Promise<ReplyMessage>;
    }
  | { readonly kind: 'modal'; readonly modal: APIModalInteractionResponseCallbackData }
  /** Nothing new: a press that was made twice was answered the first time. */
  | { readonly kind: 'seen' }
  /** Nothing: this interaction came before, and was answered then. */
  | { readonly kind: 'answered' };

/** Any but a job's own message. */
export type OtherReply = Exclude<Reply, { readonly kind: 'job' }>;

/** A reply as Discord takes it. */
export function outgoing(message: ReplyMessage): OutgoingMessage {
  if (!('card' in message)) return { body: payloadOf(message).body };
  return { body: payloadOf(message.card).body, files: message.files };
}

/** The same in place of a message, whose words Discord leaves standing where the new one says nothing of them. */
export function inPlace(message: ReplyMessage): OutgoingMessage {
  const { body, ...rest } = outgoing(message);
  return { ...rest, body: { ...body, content: body.content ?? '' } };
}

/** Where every command of this bot is offered: in the servers that it is in. */
export const IN_SERVERS = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild],
};
