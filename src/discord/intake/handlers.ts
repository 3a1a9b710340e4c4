import {
  type APIApplicationCommandOptionChoice,
  type APIModalInteractionResponseCallbackData,
  type ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';
import type { Slicing } from '../../engines/slices.ts';
import { BotError } from '../../errors/errors.ts';
import type { Job } from '../../jobs/job.ts';
import { type Card, payloadOf } from '../cards/card.ts';
import {
  type CustomId,
  type CustomIdOf,
  isAbout,
  type JobCustomId,
  parseCustomId,
  type Subject,
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
 * A command, or buttons and menus that belong together: everything that Discord may call. `Needs`:
 * the handlers' dependencies.
 */
export interface Feature<Needs> {
  readonly reach?: Reach;
  readonly command?: Command<Needs>;
  readonly messageCommand?: MessageCommand<Needs>;
  readonly buttons?: readonly Component<ButtonInteraction, Needs>[];
  readonly selects?: readonly Component<SelectInteraction, Needs>[];
  readonly modals?: readonly Component<ModalInteraction, Needs>[];
}

/** The needs of several features at once. */
export type NeedsOf<F> = Taking<F> extends (needs: infer Needs) => void ? Needs : never;
type Taking<F> = F extends Feature<infer Needs> ? (needs: Needs) => void : never;

/**
 * Who may use something despite a ban. `own-jobs`: banned members, for their own jobs. `own-data`: they,
 * and members of unlisted servers with stored data.
 */
export type Reach = 'own-jobs' | 'own-data';

/** A slash command: its Discord definition and its handler. */
export interface Command<Needs> {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** @throws BotError for errors that the member reads, ephemerally. */
  readonly execute: (interaction: CommandInteraction, needs: Needs) => Reply | Promise<Reply>;
  /** Whether the answer will be public, as far as is known before execution. Default: it is ephemeral. */
  readonly isPublic?: (interaction: CommandInteraction, needs: Needs) => Promise<boolean>;
  /** Long work runs in slices, whose signal aborts once the member types on or Discord no longer waits. */
  readonly autocomplete?: (
    interaction: AutocompleteInteraction,
    needs: Needs,
    slicing: Slicing,
  ) => Promise<readonly APIApplicationCommandOptionChoice[]>;
}

/** A message menu command. */
export interface MessageCommand<Needs> {
  readonly definition: RESTPostAPIContextMenuApplicationCommandsJSONBody & {
    readonly type: ApplicationCommandType.Message;
  };
  /** @throws BotError for errors that the member reads, ephemerally. */
  readonly execute: (
    interaction: MessageCommandInteraction,
    needs: Needs,
  ) => Reply | Promise<Reply>;
}

/** The handler for one button action. Its id names a job unless another kind is given. */
export type ButtonHandler<Needs, Id extends CustomId = JobCustomId> = Handler<
  ButtonInteraction,
  Id,
  Needs
>;

/** The handlers for a menu choice and for a submitted form. */
export type SelectHandler<Needs, Id extends CustomId = JobCustomId> = Handler<
  SelectInteraction,
  Id,
  Needs
>;
export type ModalHandler<Needs, Id extends CustomId = JobCustomId> = Handler<
  ModalInteraction,
  Id,
  Needs
>;

type Handler<Interaction, Id extends CustomId, Needs> = (
  interaction: Interaction,
  id: Id,
  needs: Needs,
) => Reply | Promise<Reply>;

/** A button, menu or form, by its custom id. */
export interface Component<Interaction, Needs> {
  readonly subject: Subject;
  readonly action: string;
  readonly handle: Handler<Interaction, CustomId, Needs>;
}

/**
 * Declares a button, menu or form, by the subject and action of its custom id. One about a person is
 * theirs alone.
 */
export function on<S extends Subject, Interaction extends Pick<InteractionBase, 'user'>, Needs>(
  subject: S,
  action: string,
  handler: Handler<Interaction, CustomIdOf<S>, Needs>,
): Component<Interaction, Needs> {
  return {
    subject,
    action,
    handle(interaction, id, needs) {
      if (!isAbout(subject, id)) throw new BotError('unknown_action');
      // A custom id can be forged.
      if ('person' in id && id.person !== interaction.user.id) throw new BotError('not_yours');
      return handler(interaction, id, needs);
    },
  };
}

/** What runs around all handlers. */
interface Around<Needs> {
  /** Handles a job's button with an action that this version does not know. */
  readonly otherButton?: ButtonHandler<Needs>;
  /** Runs before everything else. @throws BotError for a member who may not use the bot. */
  readonly admit?: (interaction: Interaction, needs: Needs, reach?: Reach) => Promise<void>;
  /** Runs after each answer, and may return an additional message for the member. */
  readonly afterwards?: (
    interaction: InteractionBase,
    needs: Needs,
  ) => Promise<Afterword | undefined>;
}

/** All commands and components, each with the reach of its feature. */
export interface Handlers<Needs> extends Around<Needs> {
  readonly commands: readonly Reaching<Command<Needs>>[];
  readonly messageCommands: readonly Reaching<MessageCommand<Needs>>[];
  readonly buttons: readonly Reaching<Component<ButtonInteraction, Needs>>[];
  readonly selects: readonly Reaching<Component<SelectInteraction, Needs>>[];
  readonly modals: readonly Reaching<Component<ModalInteraction, Needs>>[];
}
type Reaching<T> = T & { readonly reach?: Reach | undefined };

/** An additional message for the member alone. */
export interface Afterword {
  readonly message: Card;
  /** Called if it could not be delivered. */
  readonly onFailure: () => Promise<void>;
}

/**
 * The handlers of all features.
 *
 * @throws TypeError if two of them declare the same command or custom id.
 */
export function handlersOf<Needs>(
  features: readonly Feature<Needs>[],
  around: Around<Needs> = {},
): Handlers<Needs> {
  const commands = reaching(features, ({ command }) => [command]);
  const messageCommands = reaching(features, ({ messageCommand }) => [messageCommand]);
  const buttons = reaching(features, (feature) => feature.buttons);
  const selects = reaching(features, (feature) => feature.selects);
  const modals = reaching(features, (feature) => feature.modals);
  requireOnce([
    ...commands.map(({ definition }) => `command ${definition.name}`),
    ...messageCommands.map(({ definition }) => `message-command ${definition.name}`),
    ...buttons.map(({ action, subject }) => `button ${action}:${subject}`),
    ...selects.map(({ action, subject }) => `select ${action}:${subject}`),
    ...modals.map(({ action, subject }) => `modal ${action}:${subject}`),
  ]);
  return Object.freeze({
    ...around,
    commands: Object.freeze(commands),
    messageCommands: Object.freeze(messageCommands),
    buttons: Object.freeze(buttons),
    selects: Object.freeze(selects),
    modals: Object.freeze(modals),
  });
}

function reaching<Needs, T extends object>(
  features: readonly Feature<Needs>[],
  declared: (feature: Feature<Needs>) => readonly (T | undefined)[] | undefined,
): readonly Reaching<T>[] {
  return features.flatMap((feature) =>
    (declared(feature) ?? []).flatMap((one) => (one ? { ...one, reach: feature.reach } : [])),
  );
}

function requireOnce(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new TypeError(`the ${twice} is declared twice`);
}

/** Interactions answered with a reply: all but autocomplete. */
export type Answerable = Exclude<Interaction, { readonly kind: 'autocomplete' }>;

/** The handler of an interaction. */
export interface Found<Needs> {
  readonly reach?: Reach | undefined;
  readonly run: (needs: Needs) => Reply | Promise<Reply>;
}

/** The handler of an interaction, if this version has one. */
export function handlerOf<Needs>(
  interaction: Answerable,
  { otherButton, ...handlers }: Handlers<Needs>,
): Found<Needs> | undefined {
  switch (interaction.kind) {
    case 'command': {
      const command = named(handlers.commands, interaction.name);
      return command && { ...command, run: (needs) => command.execute(interaction, needs) };
    }
    case 'message-command': {
      const command = named(handlers.messageCommands, interaction.name);
      return command && { ...command, run: (needs) => command.execute(interaction, needs) };
    }
    case 'button': {
      const other = otherButton && on('job', '', otherButton);
      return componentFor(interaction, handlers.buttons, other);
    }
    case 'select':
      return componentFor(interaction, handlers.selects);
    case 'modal':
      return componentFor(interaction, handlers.modals);
  }
}

/** `other`: for any other action of its subject. */
function componentFor<Pressed extends { readonly customId: string }, Needs>(
  interaction: Pressed,
  components: readonly Reaching<Component<Pressed, Needs>>[],
  other?: Reaching<Component<Pressed, Needs>>,
): Found<Needs> | undefined {
  const id = parseCustomId(interaction.customId);
  if (!id) return undefined;
  const component =
    components.find(({ subject, action }) => isAbout(subject, id) && action === id.action) ??
    (other && isAbout(other.subject, id) ? other : undefined);
  return component && { ...component, run: (needs) => component.handle(interaction, id, needs) };
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
   * The same for work that exceeds Discord's deadline. `meanwhile`: shown at once, and kept if the
   * work fails.
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

/** A command of servers that installed the bot. */
export const IN_SERVERS = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild],
};

/** A command that users can install for themselves, if the operator lets them: see `definitionsOf`. */
export const EVERYWHERE = {
  integration_types: [
    ApplicationIntegrationType.GuildInstall,
    ApplicationIntegrationType.UserInstall,
  ],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
};
