import type {
  ApplicationCommandType,
  APIApplicationCommandOptionChoice,
  APIModalInteractionResponseCallbackData,
  RawFile,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';
import type { Job } from '../../record/job/job.ts';
import type {
  CustomId,
  JobCustomId,
  PersonCustomId,
  ReportCustomId,
} from '../interactions/custom-id.ts';
import type { Handler, HandlersBySubject } from './handler-of.ts';
import type {
  AutocompleteInteraction,
  ButtonInteraction,
  CommandInteraction,
  Interaction,
  InteractionBase,
  MessageCommandInteraction,
  ModalInteraction,
} from '../interactions/interaction.ts';
import type { Card } from '../render/card.ts';

/** A message to answer with, with the files that it names where it has any. */
export type ReplyMessage = Card | { readonly card: Card; readonly files: RawFile[] };

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
  /** The message that was clicked becomes this one. For messages that belong to no job. */
  | { readonly kind: 'replaced'; readonly message: ReplyMessage }
  /** The same, for what takes longer than Discord waits. Where it fails, the message stays. */
  | { readonly kind: 'replaced-later'; readonly message: () => Promise<ReplyMessage> }
  | { readonly kind: 'modal'; readonly modal: APIModalInteractionResponseCallbackData }
  /** Nothing: this interaction came before, and was answered then. */
  | { readonly kind: 'answered' };

/**
 * A slash command: its definition as Discord takes it, and what it does with the services that
 * the bot is made of.
 */
export interface Command<Services> {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** @throws BotError for what the person is told, quietly. */
  execute(interaction: CommandInteraction, services: Services): Promise<Reply>;
  autocomplete?(
    interaction: AutocompleteInteraction,
    services: Services,
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

/** Everything that a person can use. Buttons and modals are listed by their custom ids. */
export interface Handlers<Services> {
  readonly commands: readonly Command<Services>[];
  readonly messageCommands: readonly MessageCommand<Services>[];
  readonly buttons: HandlersBySubject<ButtonInteraction, Services>;
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
