import { ChannelType, MessageFlags, type APIUser } from 'discord.js';
import type { Clock } from '../../../src/engines/clock.ts';
import { Listeners } from '../listeners.ts';
import type { Cdn } from './cdn.ts';
import { composeMessage, type ComposeContext, type MessageState } from './compose-message.ts';
import type { Message, MessageChange, MessagePayload, MessageWrite, Ping, Via } from './message.ts';
import type { Snowflakes } from './snowflake.ts';
import { pingsOf } from './mentions.ts';
import { newMessage, type MessageHead } from './new-message.ts';
import { shownMessage, type StoredMessage } from './shown-message.ts';
import { userOf } from './person-object.ts';
import { isInGuild, type World } from './world.ts';

/** Every message in the server, with all its states, and whoever is told when one changes. */
export class MessageStore {
  readonly #clock: Clock;
  readonly #snowflakes: Snowflakes;
  readonly #cdn: Cdn;
  readonly #world: World;
  readonly #bot: APIUser;
  readonly #messages = new Map<string, StoredMessage>();
  readonly #listeners = new Listeners<MessageChange>();
  readonly #context: ComposeContext;

  constructor(parts: {
    clock: Clock;
    snowflakes: Snowflakes;
    cdn: Cdn;
    world: World;
    bot: APIUser;
  }) {
    this.#clock = parts.clock;
    this.#snowflakes = parts.snowflakes;
    this.#cdn = parts.cdn;
    this.#world = parts.world;
    this.#bot = parts.bot;
    this.#context = {
      nextId: () => this.#snowflakes.next(),
      fileUrl: (...place) => this.#cdn.messageFileUrl(...place),
      user: (id) => {
        const person = this.#world.person(id);
        return person && userOf(person);
      },
    };
  }

  /** Posts a message. Throws a DiscordError where Discord would refuse it. */
  create(head: MessageHead, write: MessageWrite): Message {
    const blank = this.#blank(head, write.body.flags ?? 0);
    const repliedTo = head.isReply ? head.reference?.author : undefined;
    const context = { ...this.#context, repliedTo };
    const { newFiles, ...state } = composeMessage(blank, write, 'create', context);
    return this.#save('created', head.via, state, newFiles);
  }

  /** Posts the "thinking…" that a deferred answer shows. */
  createLoading(head: MessageHead): Message {
    const { payload, files } = this.#blank(head, 0);
    const loading = { ...payload, flags: payload.flags | MessageFlags.Loading };
    return this.#save('created', head.via, { payload: loading, files }, []);
  }

  /** Changes a message. The first edit of a loading one makes it an ordinary, unedited one. */
  edit(id: string, via: Via, write: MessageWrite): Message {
    const before = this.#stored(id);
    if (!before) throw new RangeError(`no message ${id}`);
    const { newFiles, payload, files } = composeMessage(before, write, 'edit', this.#context);
    const { flags } = payload;
    const wasLoading = (flags & MessageFlags.Loading) !== 0;
    const edited: MessagePayload = {
      ...payload,
      flags: flags & ~MessageFlags.Loading,
      edited_timestamp: wasLoading ? null : this.#timestamp(),
    };
    return this.#save('edited', via, { payload: edited, files }, newFiles);
  }

  delete(id: string, via: Via): void {
    const message = this.get(id);
    this.#messages.delete(id);
    if (message) this.#listeners.tell({ kind: 'deleted', message, via });
  }

  /** The message, unless it or its channel is gone. */
  get(id: string): Message | undefined {
    const stored = this.#stored(id);
    return stored && this.#shown(stored);
  }

  /** Every message, in order. */
  all(): Message[] {
    return [...this.#messages.keys()].flatMap((id) => this.get(id) ?? []);
  }

  /**
   * The messages of a channel in order; an ephemeral one, or a direct one, only for the
   * person it is for.
   */
  list(channelId: string, seenBy: { readonly id: string } | 'everybody' | 'bot'): Message[] {
    const channel = this.#world.channel(channelId);
    if (channel && !isInGuild(channel) && typeof seenBy === 'object') {
      if (!this.#world.readersOf(channel).some(({ id }) => id === seenBy.id)) return [];
    }
    const sees = (message: MessagePayload) =>
      seenBy === 'everybody' ||
      !isEphemeral(message) ||
      (seenBy !== 'bot' && message.interaction_metadata?.user.id === seenBy.id);
    return [...this.#messages.values()].flatMap(({ payload }) =>
      payload.channel_id === channelId && sees(payload) ? (this.get(payload.id) ?? []) : [],
    );
  }

  /** The bytes of one of a message's files. */
  bytes(id: string, filename: string): Buffer | undefined {
    const stored = this.#stored(id);
    const file = stored?.files.find((candidate) => candidate.filename === filename);
    return file && stored?.bytes.get(file.id);
  }

  /** Calls the listener after every change. Returns what stops that. */
  onChange(listener: (change: MessageChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  #blank(head: MessageHead, flags: number): MessageState {
    return newMessage(head, {
      id: this.#snowflakes.next(),
      timestamp: this.#timestamp(),
      bot: this.#bot,
      world: this.#world,
      flags,
    });
  }

  #save(
    kind: 'created' | 'edited',
    via: Via,
    state: MessageState,
    newFiles: ReturnType<typeof composeMessage>['newFiles'],
  ): Message {
    const { id, channel_id: channelId } = state.payload;
    const before = this.#messages.get(id);
    const bytes = new Map(before?.bytes);
    for (const { attachment, upload } of newFiles) {
      this.#cdn.putMessageFile(channelId, attachment.id, attachment.filename, upload.bytes);
      bytes.set(attachment.id, upload.bytes);
    }
    const version = { payload: state.payload, at: this.#clock.now(), via };
    const versions = [...(before?.versions ?? []), version];
    const pings = before?.pings ?? this.#pingsOf(state.payload);
    const stored = { ...state, versions, bytes, pings };
    this.#messages.set(id, stored);
    const message = this.#shown(stored);
    this.#listeners.tell({ kind, message, via });
    return message;
  }

  #shown(stored: StoredMessage): Message {
    return shownMessage(stored, {
      fresh: (address) => this.#cdn.fresh(address),
      payload: (id) => this.#stored(id)?.payload,
    });
  }

  #pingsOf(payload: MessagePayload): Ping[] {
    const channel = this.#world.channel(payload.channel_id);
    if (!channel || (payload.flags & MessageFlags.Loading) !== 0) return [];
    const readers = this.#world.readersOf(channel).map(({ id }) => id);
    return pingsOf(payload, readers, channel.type === ChannelType.DM);
  }

  #stored(id: string): StoredMessage | undefined {
    const stored = this.#messages.get(id);
    return stored && this.#world.channel(stored.payload.channel_id) ? stored : undefined;
  }

  #timestamp(): string {
    return new Date(this.#clock.now()).toISOString().replace('Z', '000+00:00');
  }
}

export function isEphemeral(message: MessagePayload): boolean {
  return (message.flags & MessageFlags.Ephemeral) !== 0;
}
