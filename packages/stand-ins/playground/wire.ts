import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10';

// What the page and its server tell each other. Times are milliseconds since the epoch.

/** Somebody that the page can act as. */
export interface PersonView {
  readonly id: string;
  readonly name: string;
  /** Has Manage Messages everywhere. */
  readonly moderator: boolean;
  /** Discord's permission bits, in decimal: they decide which commands are offered. */
  readonly permissions: string;
  /** Whether they take direct messages from the bot. */
  readonly directMessages: boolean;
  /** The language of their client, by Discord's code. */
  readonly language: string;
  /** Whether they have the bot installed for themselves. */
  readonly installed: boolean;
  /** What they bought and have not been refunded, by the ids of what the shop offers. */
  readonly bought: readonly string[];
}

/** Something that the bot's shop at Discord offers. */
export interface Offer {
  readonly id: string;
  readonly label: string;
}

export interface ChannelView {
  readonly id: string;
  readonly name: string;
  /** The channel that a thread belongs to. */
  readonly parentId?: string;
  /** Whose direct messages they are: nobody else sees them. */
  readonly recipientId?: string;
  /** Whether people write to each other there, outside servers and without the bot. */
  readonly isGroup?: boolean;
  /** Whether the bot is not there: only those who have it installed for themselves can use it. */
  readonly isGuest?: boolean;
  /** A thread counts as its parent. */
  readonly ageRestricted: boolean;
  /** Whether members who are no moderators do not see it. */
  readonly moderatorsOnly?: boolean;
}

/** A message as Discord's API shows it. */
export interface MessageView {
  readonly payload: Omit<APIMessage, 'flags'> & { readonly flags: number };
  /** The command that caused it, without the slash. */
  readonly command?: string;
  /** Whom it notified when it came; `silent`: by a badge alone. */
  readonly pings?: readonly { readonly userId: string; readonly silent: boolean }[];
}

export type BotState = 'starting' | 'connected' | 'stopping' | 'stopped';

/** The bot's process. */
export interface BotView {
  readonly state: BotState;
  /** How its last process ended, as a sentence, where nobody asked it to end. */
  readonly ending?: string;
  /** The last lines that it logged. */
  readonly lines: readonly string[];
}

/** The largest form that `POST /actions` takes, in bytes. */
export const LARGEST_FORM = 64_000_000;

/** How many of the latest requests are kept, on both sides. */
export const KEPT_REQUESTS = 300;

export const GPU_MODES = ['ready', 'cold', 'slow', 'broken', 'no-capacity'] as const;
export type GpuMode = (typeof GPU_MODES)[number];

export const DISCORD_MODES = ['fast', 'slow'] as const;
export type DiscordMode = (typeof DISCORD_MODES)[number];

/** How the world around the bot behaves. */
export interface Switches {
  readonly gpu: GpuMode;
  readonly discord: DiscordMode;
}

/** One step behind the page: a request, or an event that Discord sends the bot. */
export interface RequestView {
  /** Counts up; the same number comes again once the answer is known. */
  readonly id: number;
  readonly at: number;
  /** Whom the bot asked. `gateway`: Discord told the bot. `clock`: nobody, time passed. */
  readonly to: 'discord' | 'cdn' | 'runpod' | 'gateway' | 'clock';
  readonly method: string;
  /** Path and query, tokens shortened. */
  readonly path: string;
  readonly status?: number;
  /** How long the answer took. */
  readonly ms?: number;
}

/** A value of a row, as it can be shown: for blobs and tokens, words about them. */
export type Cell = string | number | null;

/** A job, as the bot's database has it and as RunPod was asked for it. */
export interface JobView {
  readonly id: string;
  /** The row of `jobs`, by column. */
  readonly row: Readonly<Record<string, Cell>>;
  /** Its rows of `job_events`, oldest first, by column. */
  readonly events: readonly Readonly<Record<string, Cell>>[];
  /** The last input that RunPod was sent for it, long texts shortened. */
  readonly input?: unknown;
}

/** Everything that the page shows. */
export interface PlaygroundState {
  readonly server: string;
  readonly botId: string;
  readonly botName: string;
  readonly people: readonly PersonView[];
  readonly offers: readonly Offer[];
  /** What the bot speaks, by Discord's codes. */
  readonly languages: readonly { readonly code: string; readonly name: string }[];
  readonly channels: readonly ChannelView[];
  /** As registered by the bot. */
  readonly commands: readonly APIApplicationCommand[];
  /** In order. */
  readonly messages: readonly MessageView[];
  readonly bot: BotView;
  readonly switches: Switches;
  /** The latest, oldest first. */
  readonly requests: readonly RequestView[];
  /** The latest, newest first. */
  readonly jobs: readonly JobView[];
}

/** What the server sends over the WebSocket: everything at first, then each change. */
export type PlaygroundEvent =
  | { readonly type: 'all'; readonly state: PlaygroundState }
  | { readonly type: 'message'; readonly message: MessageView }
  | { readonly type: 'message-deleted'; readonly id: string }
  | { readonly type: 'people'; readonly people: readonly PersonView[] }
  | { readonly type: 'commands'; readonly commands: readonly APIApplicationCommand[] }
  | { readonly type: 'bot'; readonly bot: BotView }
  | { readonly type: 'switches'; readonly switches: Switches }
  | { readonly type: 'request'; readonly request: RequestView }
  | { readonly type: 'jobs'; readonly jobs: readonly JobView[] };

/** A value that somebody fills in. A file is named by its field in the form that carries it. */
export type OptionInput =
  | string
  | number
  | boolean
  | { readonly file: string }
  | { readonly user: string }
  | { readonly channel: string };

/** What somebody fills into a field of a form. Files are named by their fields, as above. */
export type FieldInput =
  string | boolean | readonly string[] | { readonly files: readonly string[] };

/** Something that a person does. Who does it stands in {@link ActionRequest}. */
export type Action =
  | {
      readonly kind: 'command';
      readonly channel: string;
      readonly name: string;
      /** Its name, after that of its group and a space where it is in one. */
      readonly subcommand?: string;
      readonly options: Readonly<Record<string, OptionInput>>;
    }
  | {
      readonly kind: 'autocomplete';
      readonly channel: string;
      readonly name: string;
      readonly subcommand?: string;
      /** The option that is being typed. */
      readonly focused: string;
      readonly options: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'message-command'; readonly message: string; readonly name: string }
  | { readonly kind: 'button'; readonly message: string; readonly customId: string }
  | {
      readonly kind: 'select';
      readonly message: string;
      readonly customId: string;
      readonly values: readonly string[];
    }
  | {
      readonly kind: 'modal';
      /** The interaction whose answer opened it. */
      readonly interaction: string;
      readonly fields: Readonly<Record<string, FieldInput>>;
    }
  /** Takes direct messages from the bot from now on, or no more. */
  | { readonly kind: 'direct-messages'; readonly on: boolean }
  /** Installs the bot for themselves, or removes it from their apps. */
  | { readonly kind: 'install'; readonly on: boolean }
  | { readonly kind: 'language'; readonly language: string }
  | { readonly kind: 'buy'; readonly offer: string }
  /** Has Discord refund what they bought of it. */
  | { readonly kind: 'refund'; readonly offer: string }
  | { readonly kind: 'say'; readonly channel: string; readonly content: string };

/** The field `action` of the form that `POST /actions` takes, as JSON; files stand beside it. */
export interface ActionRequest {
  /** A person's id. */
  readonly by: string;
  readonly action: Action;
}

/** The result of an action. */
export type ActionOutcome =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'modal';
      readonly interaction: string;
      readonly modal: APIModalInteractionResponseCallbackData;
    }
  | { readonly kind: 'choices'; readonly choices: readonly APIApplicationCommandOptionChoice[] }
  /** The bot did not answer within Discord's 3 seconds, or is not there. */
  | { readonly kind: 'no-answer' }
  /** Discord's own form would not send that. A sentence that says why. */
  | { readonly kind: 'refused'; readonly problem: string };

export const BOT_ORDERS = ['start', 'restart', 'kill'] as const;
/** What `POST /bot` takes. */
export type BotOrder = (typeof BOT_ORDERS)[number];
