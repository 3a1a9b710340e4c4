import {
  type APIEmbed,
  DiscordAPIError,
  HTTPError,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  type RequestData,
  type InternalRequest,
  REST,
  RESTEvents,
} from 'discord.js';
import { Upload } from '../../src/discord/rest/message-payload.ts';
import type { Dice, Life, Timeline } from './env.ts';
import type { Faults } from './faults.ts';
import { brokenOff } from './network.ts';
import { nameIn } from './pictures.ts';

/*
 * Discord's REST API as its reference and shared facts describe it: three seconds for a first answer,
 * 15 minutes for a token (then 50027), one acknowledgement (then 40060), ephemeral messages that only the
 * token reaches. It stands where discord.js's REST client stands, and throws what that throws: after three
 * retries of a 5xx or a broken connection, and waiting out a 429.
 */

const EPOCH = 1_420_070_400_000;
const ANSWER_WITHIN_MS = 3_000;
const TOKEN_LIFE_MS = 15 * 60_000;
const RETRIES = 3;
export const APPLICATION = '100000000000000001';
export const BOT = '100000000000000002';
export const GUILD = '200000000000000001';
const CDN = 'https://cdn.discordapp.com';

/** A file of a message. */
export interface PostedFile {
  readonly id: string;
  readonly filename: string;
  readonly size: number;
  /** The name of the picture in it. */
  readonly picture: string | undefined;
  readonly bytes: Buffer;
}

/** A component with its custom id, as deep as it stands. */
export interface Component {
  readonly type: number;
  readonly custom_id?: string;
  readonly value?: string;
  readonly components?: readonly Component[];
  readonly component?: Component;
  readonly options?: readonly { readonly value: string }[];
  readonly required?: boolean;
  readonly label?: string;
}

export interface Message {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  /** The member who alone sees it; `undefined`: everyone. */
  readonly onlyFor: string | undefined;
  readonly interactionId: string | undefined;
  readonly replyTo: string | undefined;
  readonly nonce: string | undefined;
  /** How often it was written. */
  written: number;
  isLoading: boolean;
  content: string;
  embeds: readonly APIEmbed[];
  components: readonly Component[];
  files: readonly PostedFile[];
}

export interface SentInteraction {
  readonly id: string;
  readonly token: string;
  readonly userId: string;
  readonly payload: object;
  readonly createdAt: number;
  readonly clicked: Message | undefined;
  isAcknowledged: boolean;
  original: Message | undefined;
  modal: ModalForm | undefined;
}

export interface ModalForm {
  readonly custom_id: string;
  readonly components: readonly Component[];
}

interface Body {
  readonly content?: string;
  readonly embeds?: readonly APIEmbed[];
  readonly components?: readonly Component[];
  readonly attachments?: readonly { readonly id: string | number; readonly filename?: string }[];
  readonly flags?: number;
  readonly nonce?: string;
  readonly message_reference?: { readonly message_id: string };
  readonly recipient_id?: string;
}

interface DiscordParts {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly crash: () => void;
  /** A message was posted, edited or deleted, or a form opened. */
  readonly onShown: (what: string) => void;
}

/** A refusal with Discord's own code. */
class Refused extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const unknownMessage = () => new Refused(404, 10008, 'Unknown Message');

/** Channels of direct messages end as their members' ids do. */
function directChannelOf(userId: string): string {
  return `7${userId.slice(1)}`;
}

export function isDirect(channelId: string): boolean {
  return channelId.startsWith('7');
}

/** Discord, with one server. */
export class DiscordModel {
  readonly messages = new Map<string, Message>();
  readonly interactions: SentInteraction[] = [];
  readonly #parts: DiscordParts;
  #ids = 0;

  constructor(parts: DiscordParts) {
    this.#parts = parts;
  }

  /** A new id, which has the time of Discord's clock in it. */
  newId(): string {
    this.#ids += 1;
    return String((BigInt(this.#parts.timeline.now - EPOCH) << 22n) | BigInt(this.#ids % 4_096));
  }

  /** The messages that a member sees, oldest first. */
  seenBy(userId: string): readonly Message[] {
    return [...this.messages.values()].filter(
      ({ onlyFor }) => onlyFor === undefined || onlyFor === userId,
    );
  }

  /** A member does something. Returns the payload to deliver, whose interaction can be answered. */
  interact(
    userId: string,
    channelId: string,
    { clicked, ...parts }: { type: number; data: object; clicked?: Message | undefined },
  ): SentInteraction {
    const id = this.newId();
    const token = `token-${id}`;
    const payload = {
      id,
      token,
      application_id: APPLICATION,
      ...parts,
      guild_id: GUILD,
      channel_id: channelId,
      channel: { id: channelId, type: 0, nsfw: false },
      member: { user: userObject(userId), permissions: '0', roles: [] },
      app_permissions: String(2n ** 40n - 1n),
      locale: 'en-US',
      guild_locale: 'en-US',
      entitlements: [],
      authorizing_integration_owners: { 0: GUILD },
      context: 0,
      ...(clicked && { message: this.#payloadOf(clicked) }),
    };
    const interaction: SentInteraction = {
      ...{ id, token, userId, payload, clicked, createdAt: this.#parts.timeline.now },
      isAcknowledged: false,
      original: undefined,
      modal: undefined,
    };
    this.interactions.push(interaction);
    return interaction;
  }

  /** A member posts a picture. */
  post(userId: string, channelId: string, bytes: Buffer): Message {
    const head = { channelId, onlyFor: undefined, interactionId: undefined };
    const message = this.#create(
      { ...head, replyTo: undefined, nonce: undefined, authorId: userId },
      {},
      [{ name: 'photo.png', bytes }],
    );
    return message;
  }

  /** A member picks a command in the menu of a message. */
  menuOf(message: Message, name: string): { readonly type: number; readonly data: object } {
    const resolved = { messages: { [message.id]: this.#payloadOf(message) } };
    const data = { id: '1', type: 3, name, target_id: message.id, resolved };
    return { type: InteractionType.ApplicationCommand, data };
  }

  /** The client of one caller in one life. */
  client(life: Life): REST {
    return new ModelRest(life, this.#parts, (call) => this.#call(call));
  }

  /** The file behind an address at Discord's CDN. */
  fileAt(path: string): Buffer | undefined {
    const id = /\/attachments\/\d+\/(\d+)\//.exec(path)?.[1];
    for (const { files } of this.messages.values()) {
      const file = files.find((one) => one.id === id);
      if (file) return file.bytes;
    }
    return undefined;
  }

  #call({ method, path, query, body, uploads }: Call): unknown {
    const [root, a = '', b = '', c = '', d = ''] = path.split('/').slice(1);
    if (root === 'interactions') return this.#callback(a, b, body as unknown as Callback, uploads);
    if (root === 'webhooks') return this.#byToken(method, b, { kind: c, id: d }, body, uploads);
    if (root === 'users') return this.#users(method, a, body);
    if (root === 'guilds') return this.#guild(b, c);
    if (root !== 'channels') return { url: 'wss://gateway' };
    if (b === '') return { id: a, type: isDirect(a) ? 1 : 0, nsfw: false };
    if (method === 'GET' && c === '') return this.#list(a, query);
    if (method === 'POST') return this.#post(a, body, uploads);
    const message = this.messages.get(c);
    if (message?.channelId !== a || message.onlyFor !== undefined) throw unknownMessage();
    if (method === 'GET') return this.#payloadOf(message);
    if (method === 'DELETE') {
      this.#delete(message);
      return;
    }
    return this.#payloadOf(this.#edit(message, body, uploads));
  }

  #users(method: string, id: string, { recipient_id: recipient = '' }: Body): unknown {
    return method === 'POST' ? { id: directChannelOf(recipient), type: 1 } : userObject(id);
  }

  #guild(kind: string, userId: string): unknown {
    if (kind === 'roles') return [{ id: GUILD }];
    if (kind === 'members') return { nick: null, user: userObject(userId) };
    return { id: GUILD };
  }

  #list(channelId: string, query: URLSearchParams | undefined): unknown {
    const after = BigInt(query?.get('after') ?? 0);
    const limit = Number(query?.get('limit') ?? 50);
    return [...this.messages.values()]
      .filter(({ channelId: at, onlyFor }) => at === channelId && onlyFor === undefined)
      .filter(({ id }) => BigInt(id) > after)
      .slice(0, limit)
      .reverse()
      .map((message) => this.#payloadOf(message));
  }

  #callback(id: string, token: string, { type, data = {} }: Callback, uploads: Uploads): unknown {
    const interaction = this.interactions.find((one) => one.id === id && one.token === token);
    const age = this.#parts.timeline.now - (interaction?.createdAt ?? -Infinity);
    if (!interaction || age >= ANSWER_WITHIN_MS)
      throw new Refused(404, 10062, 'Unknown interaction');
    if (interaction.isAcknowledged) throw new Refused(400, 40060, 'Already acknowledged');
    interaction.isAcknowledged = true;
    const message = this.#answer(interaction, { type, data }, uploads);
    interaction.original = message;
    return {
      interaction: { id, type },
      resource: { type, message: message && this.#payloadOf(message) },
    };
  }

  #answer(interaction: SentInteraction, { type, data }: Required<Callback>, uploads: Uploads) {
    const { clicked } = interaction;
    switch (type) {
      case InteractionResponseType.ChannelMessageWithSource:
        return this.#create(this.#headOf(interaction, data), data, uploads);
      case InteractionResponseType.DeferredChannelMessageWithSource: {
        const message = this.#create(this.#headOf(interaction, data), {}, []);
        message.isLoading = true;
        return message;
      }
      case InteractionResponseType.UpdateMessage:
        return this.#edit(this.#existing(clicked), data, uploads);
      case InteractionResponseType.DeferredMessageUpdate:
        return this.#existing(clicked);
      case InteractionResponseType.Modal:
        interaction.modal = data as unknown as ModalForm;
        this.#parts.onShown(`opens a form for ${interaction.userId}`);
        return undefined;
      case InteractionResponseType.ApplicationCommandAutocompleteResult:
        return undefined;
    }
  }

  #existing(message: Message | undefined): Message {
    if (!message || !this.messages.has(message.id)) throw unknownMessage();
    return message;
  }

  #headOf({ id, userId, payload, clicked }: SentInteraction, { flags = 0 }: Body): MessageHead {
    const { channel_id: channelId } = payload as { readonly channel_id: string };
    const onlyFor = (flags & MessageFlags.Ephemeral) !== 0 ? userId : undefined;
    return { channelId, onlyFor, interactionId: id, replyTo: clicked?.id, nonce: undefined };
  }

  #byToken(
    method: string,
    token: string,
    { kind, id }: { readonly kind: string; readonly id: string },
    body: Body,
    uploads: Uploads,
  ): unknown {
    const interaction = this.interactions.find((one) => one.token === token);
    const age = this.#parts.timeline.now - (interaction?.createdAt ?? -Infinity);
    if (!interaction || age >= TOKEN_LIFE_MS)
      throw new Refused(401, 50027, 'Invalid Webhook Token');
    if (!interaction.isAcknowledged) throw new Refused(404, 10015, 'Unknown Webhook');
    const { original } = interaction;
    if (kind !== 'messages') {
      if (original?.isLoading) return this.#payloadOf(this.#edit(original, body, uploads));
      const message = this.#create(this.#headOf(interaction, body), body, uploads);
      return this.#payloadOf(message);
    }
    const isOriginal = decodeURIComponent(id) === '@original';
    const message = this.#existing(isOriginal ? original : this.messages.get(id));
    if (method === 'GET') return this.#payloadOf(message);
    if (method === 'DELETE') {
      this.#delete(message);
      return;
    }
    return this.#payloadOf(this.#edit(message, body, uploads));
  }

  #post(channelId: string, body: Body, uploads: Uploads): unknown {
    const { nonce, message_reference: reference } = body;
    const earlier = [...this.messages.values()].find((one) => nonce && one.nonce === nonce);
    if (earlier) return this.#payloadOf(earlier);
    const replyTo = reference?.message_id;
    if (replyTo !== undefined && !this.messages.has(replyTo)) {
      throw new Refused(400, 50035, 'Invalid Form Body');
    }
    const head = { channelId, replyTo, nonce, onlyFor: undefined, interactionId: undefined };
    return this.#payloadOf(this.#create(head, body, uploads));
  }

  #create(head: MessageHead, body: Body, uploads: Uploads): Message {
    const parts = {
      written: 0,
      isLoading: false,
      content: '',
      embeds: [],
      components: [],
      files: [],
    };
    const message: Message = { authorId: BOT, ...head, id: this.newId(), ...parts };
    this.messages.set(message.id, message);
    return this.#write(message, body, uploads, 'posts');
  }

  #edit(message: Message, body: Body, uploads: Uploads): Message {
    message.isLoading = false;
    return this.#write(message, body, uploads, 'edits');
  }

  #write(message: Message, body: Body, uploads: Uploads, as: string): Message {
    const kept = message.files.filter(
      ({ id }) => body.attachments?.some((one) => String(one.id) === id) ?? true,
    );
    const added = uploads.map(({ name, bytes }) => ({
      ...{ id: this.newId(), filename: name, size: bytes.length, bytes, picture: nameIn(bytes) },
    }));
    message.written += 1;
    message.files = [...kept, ...added];
    message.content = body.content ?? message.content;
    message.embeds = body.embeds ?? message.embeds;
    message.components = body.components ?? message.components;
    this.#parts.onShown(`${as} ${described(message)}`);
    return message;
  }

  #delete(message: Message): undefined {
    this.messages.delete(message.id);
    this.#parts.onShown(`deletes ${message.id}`);
    return undefined;
  }

  #payloadOf(message: Message): object {
    const { id, channelId, content, embeds, components, files, interactionId, replyTo } = message;
    const ephemeral = message.onlyFor === undefined ? 0 : MessageFlags.Ephemeral;
    return {
      ...{ id, content, embeds, components, channel_id: channelId },
      author: { id: message.authorId, bot: message.authorId === BOT },
      flags: ephemeral | (message.isLoading ? MessageFlags.Loading : 0),
      ...(interactionId !== undefined && { interaction_metadata: { id: interactionId } }),
      ...(replyTo !== undefined && { message_reference: { message_id: replyTo } }),
      attachments: files.map(({ id: file, filename, size }) => ({
        ...{ id: file, filename, size },
        url: `${CDN}/attachments/${channelId}/${file}/${filename}`,
      })),
    };
  }
}

type MessageHead = Pick<Message, 'channelId' | 'onlyFor' | 'interactionId' | 'replyTo' | 'nonce'> &
  Partial<Pick<Message, 'authorId'>>;

/** The answers that the bot gives. */
type AnswerType =
  | InteractionResponseType.ChannelMessageWithSource
  | InteractionResponseType.DeferredChannelMessageWithSource
  | InteractionResponseType.DeferredMessageUpdate
  | InteractionResponseType.UpdateMessage
  | InteractionResponseType.ApplicationCommandAutocompleteResult
  | InteractionResponseType.Modal;

interface Callback {
  readonly type: AnswerType;
  readonly data?: Body;
}

type Uploads = readonly { readonly name: string; readonly bytes: Buffer }[];

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams | undefined;
  readonly body: Body;
  readonly uploads: Uploads;
}

function userObject(id: string): object {
  return { id, username: `user${id.slice(-1)}`, global_name: null };
}

function described({ id, content, embeds, files, isLoading }: Message): string {
  if (isLoading) return `${id}: thinking…`;
  const text = [content, ...embeds.map(({ description }) => description ?? '')].join(' ').trim();
  const pictures = files.map(({ picture, filename }) => picture ?? filename);
  return `${id}: ${text.replaceAll('\n', ' / ').slice(0, 100)} [${pictures.join(', ')}]`;
}

/** discord.js's client, with its queues and its network replaced. */
class ModelRest extends REST {
  readonly #life: Life;
  readonly #parts: DiscordParts;
  readonly #call: (call: Call) => unknown;

  constructor(life: Life, parts: DiscordParts, call: (call: Call) => unknown) {
    super({ hashSweepInterval: 0, handlerSweepInterval: 0 });
    this.#life = life;
    this.#parts = parts;
    this.#call = call;
  }

  override async request(request: InternalRequest): Promise<unknown> {
    this.#parts.timeline.activity += 1;
    const uploads = request.body instanceof Upload ? await readUploads(request.body) : [];
    const body = request.body instanceof Upload ? request.body.body : request.body;
    const path = request.fullRoute;
    const call = { method: request.method, path, query: request.query, body: body ?? {}, uploads };
    for (let retries = 0; ; retries += 1) {
      try {
        return await this.#once(call, request, retries);
      } catch (error) {
        const isPassing =
          error instanceof HTTPError || (error as { code?: unknown }).code === 'ECONNRESET';
        if (!isPassing || retries === RETRIES) throw error;
      }
    }
  }

  /** One try: when it arrives there it takes effect, then its answer travels back. */
  async #once(call: Call, { signal }: RequestData, retries: number): Promise<unknown> {
    const { dice, faults, crash } = this.#parts;
    const fault = faults.next('discord');
    const ms = fault === 'late' ? dice.duration(3_000, 25_000) : dice.duration(20, 260);
    await this.#wait(ms - 10, signal);
    if (fault === 'crash') crash();
    if (fault === 'crash') await this.#never();
    if (fault === 'lost') throw brokenOff();
    if (fault === '5xx') throw new HTTPError(503, 'Unavailable', call.method, 'url', {});
    if (fault === '429') {
      await this.#wait(2_000, signal);
      return this.#once(call, { signal }, retries);
    }
    const answered = this.#answered(call);
    if (fault === 'crash-after') crash();
    if (fault === 'crash-after') await this.#never();
    await this.#wait(10, signal);
    if (fault === 'unanswered') throw brokenOff();
    if (fault === '5xx-after') throw new HTTPError(502, 'Bad gateway', call.method, 'url', {});
    const response = { status: 200, headers: new Headers() };
    this.emit(RESTEvents.Response, { data: { signal }, retries } as never, response as never);
    if (answered instanceof Error) throw answered;
    return answered;
  }

  #answered(call: Call): unknown {
    try {
      return structuredClone(this.#call(call));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { status, code, message } = error;
      return new DiscordAPIError({ code, message }, code, status, call.method, call.path, {});
    }
  }

  #wait(ms: number, signal: RequestData['signal']): Promise<void> {
    return this.#parts.timeline.clockOf(this.#life).sleep(ms, signal);
  }

  #never(): Promise<never> {
    return new Promise(() => undefined);
  }
}

async function readUploads({ files }: Upload): Promise<Uploads> {
  const read: { name: string; bytes: Buffer }[] = [];
  for (const { name, data } of files) {
    if (!('pieces' in data)) {
      read.push({ name, bytes: Buffer.from(data) });
      continue;
    }
    const pieces: Uint8Array[] = [];
    for await (const piece of data.pieces()) pieces.push(piece);
    read.push({ name, bytes: Buffer.concat(pieces) });
  }
  return read;
}

/** What a member's client sends for a slash command, a click, a choice or a form. */
export const clientSends = {
  command: (
    name: string,
    values: Readonly<Record<string, string | number | boolean>>,
    photo?: Photo,
  ) => ({
    type: InteractionType.ApplicationCommand,
    data: {
      id: '1',
      type: 1,
      name,
      options: [
        ...Object.entries(values).map(([option, value]) => ({
          name: option,
          type: typeof value === 'string' ? 3 : typeof value === 'number' ? 4 : 5,
          value,
        })),
        ...(photo ? [{ name: photo.option, type: 11, value: photo.id }] : []),
      ],
      ...(photo && { resolved: { attachments: { [photo.id]: photo.attachment } } }),
    },
  }),
  click: (clicked: Message, { type, custom_id }: Component, values?: readonly string[]) => ({
    type: InteractionType.MessageComponent,
    data: { component_type: type, custom_id, ...(values && { values }) },
    clicked,
  }),
  form: (clicked: Message | undefined, { custom_id, components }: ModalForm) => ({
    type: InteractionType.ModalSubmit,
    data: { custom_id, components: components.map(filledIn) },
    clicked,
  }),
};

/** A photo in a command. */
export interface Photo {
  readonly option: string;
  readonly id: string;
  readonly attachment: object;
}

const TEXT_INPUT = 4;

/** A part of a form with what stands in it, or the first choice. */
function filledIn(part: Component): object {
  if (part.component) return { ...part, component: valueOf(part.component) };
  return { ...part, components: (part.components ?? []).map(valueOf) };
}

function valueOf(field: Component): object {
  const { type, custom_id, value, options, required } = field;
  if (type === TEXT_INPUT)
    return { type, custom_id, value: value ?? (required ? 'a lighthouse' : '') };
  const first = options?.[0]?.value;
  return { type, custom_id, values: first === undefined ? [] : [first], value: null };
}
