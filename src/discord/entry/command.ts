import type {
  ApplicationCommandType,
  APIApplicationCommandOptionChoice,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';
import type {
  CustomId,
  JobCustomId,
  PersonCustomId,
  ReportCustomId,
} from '../interactions/custom-id.ts';
import type { Slicing } from '../../slices.ts';
import type { Handler, HandlersBySubject } from './handler-of.ts';
import type { Reply } from './reply.ts';
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
import type { Card } from '../render/card.ts';

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
