import { InteractionType, type APIAttachment } from 'discord.js';
import type { Clock } from '../../clock.ts';
import { buttonsOf } from './buttons.ts';
import { contentTypeOf, keptName, type Cdn } from './cdn.ts';
import {
  checkCommandForm,
  optionData,
  type OptionValues,
  type PersonsFile,
} from './command-form.ts';
import type { CommandRegistry } from './command-registry.ts';
import type { Gateway } from './gateway.ts';
import type { InteractionBook } from './interaction-book.ts';
import {
  autocompletePayload,
  buttonPayload,
  commandPayload,
  modalPayload,
  type InteractionPayload,
  type Situation,
} from './interaction-payload.ts';
import { Interaction, type SandboxInteraction } from './interaction.ts';
import type { MessageStore } from './message-store.ts';
import { payloadOf, type Message } from './message.ts';
import { fillModal, type ModalFields } from './modal-form.ts';
import type { Snowflakes } from './snowflake.ts';
import type { Channel, Person, World } from './world.ts';

/** A slash command that somebody sends. */
export interface CommandUse {
  readonly by: Person;
  readonly in: Channel;
  readonly name: string;
  readonly options?: OptionValues;
  /** The bot's permission bits in that channel. Default: all that it needs. */
  readonly appPermissions?: bigint;
  /** Sends it whether or not Discord's form would let it through. */
  readonly raw?: boolean;
}

/** A button that somebody presses, named by its custom id or its label. */
export interface ButtonUse {
  readonly by: Person;
  readonly message: Message;
  readonly customId?: string;
  readonly label?: string;
  readonly appPermissions?: bigint;
  /** Sends `customId` whether or not there is such a button and `by` sees it. */
  readonly raw?: boolean;
}

/** What people act on. */
interface Surroundings {
  readonly clock: Clock;
  readonly closing: AbortSignal;
  readonly snowflakes: Snowflakes;
  readonly world: World;
  readonly cdn: Cdn;
  readonly commands: CommandRegistry;
  readonly messages: MessageStore;
  readonly interactions: InteractionBook;
  readonly gateway: Gateway;
  readonly applicationId: string;
}

/** Plays what people do, and sends it to the bot as their clients would. */
export class People {
  readonly #parts: Surroundings;

  constructor(parts: Surroundings) {
    this.#parts = parts;
  }

  command({ by, in: channel, name, options = {}, appPermissions, raw = false }: CommandUse) {
    const command = this.#parts.commands.find(name, this.#parts.world.guild.id);
    if (!raw) {
      if (!command) throw new Error(`there is no command /${name}`);
      if (command.nsfw && !channel.nsfw) throw new Error(`/${name} is not offered in that channel`);
      checkCommandForm(command.options ?? [], options);
    }
    const attachments: APIAttachment[] = [];
    const data = optionData(command?.options ?? [], options, (file) => {
      const attachment = this.#upload(file);
      attachments.push(attachment);
      return attachment.id;
    });
    const { id } = command ?? { id: this.#parts.snowflakes.next() };
    const situation = this.#situation(by, channel, appPermissions);
    return this.#send(by, commandPayload(situation, { id, name }, data, attachments));
  }

  /** Types into an option that completes itself. The answer holds the choices. */
  autocomplete(use: {
    by: Person;
    in: Channel;
    name: string;
    focused: string;
    options: Readonly<Record<string, string>>;
  }): SandboxInteraction {
    const command = this.#parts.commands.find(use.name, this.#parts.world.guild.id);
    const definition = command?.options?.find(({ name }) => name === use.focused);
    if (!command || !definition || !('autocomplete' in definition) || !definition.autocomplete) {
      throw new Error(`/${use.name} does not complete ${use.focused}`);
    }
    const data = optionData(command.options ?? [], use.options, ({ name }) => name);
    const options = data.map((option) =>
      option.name === use.focused ? { ...option, focused: true } : option,
    );
    return this.#send(
      use.by,
      autocompletePayload(this.#situation(use.by, use.in), command, options),
    );
  }

  click({ by, message, customId, label, appPermissions, raw = false }: ButtonUse) {
    const { messages, world } = this.#parts;
    const channel = world.channel(message.channel_id);
    if (!channel) throw new Error('the channel of that message is gone');
    const seen = messages.list(channel.id, by).find(({ id }) => id === message.id);
    const button = buttonsOf(seen ?? message).find((candidate) =>
      customId === undefined ? candidate.label === label : candidate.custom_id === customId,
    );
    if (!raw) {
      if (!seen) throw new Error(`${by.displayName} does not see that message`);
      if (!button || button.disabled) {
        throw new Error(`that message has no enabled button ${customId ?? label ?? ''}`);
      }
    }
    const pressed = customId ?? button?.custom_id;
    if (pressed === undefined) throw new Error(`that message has no button ${label ?? ''}`);
    const payload = payloadOf(messages.get(message.id) ?? message);
    const situation = this.#situation(by, channel, appPermissions);
    return this.#send(by, buttonPayload(situation, payload, pressed));
  }

  /** Sends the modal that the bot opened in answer to `interaction`. */
  submitModal(use: {
    by: Person;
    interaction: SandboxInteraction;
    fields: ModalFields;
  }): SandboxInteraction {
    const { interactions, world } = this.#parts;
    const cause = interactions.byId(use.interaction.id);
    const channel = world.channel(cause?.payload.channel?.id ?? '');
    if (!cause?.answer?.modal || cause.by.id !== use.by.id || !channel) {
      throw new Error(`${use.by.displayName} has no modal open from that interaction`);
    }
    const clicked =
      cause.payload.type === InteractionType.MessageComponent ? cause.payload.message : undefined;
    const data = fillModal(cause.answer.modal, use.fields);
    const payload = modalPayload(this.#situation(use.by, channel), clicked, data);
    return this.#send(use.by, payload, cause);
  }

  /** Sends the same event once more. */
  deliver({ payload }: SandboxInteraction): void {
    this.#parts.gateway.dispatch('INTERACTION_CREATE', payload);
  }

  #send(by: Person, payload: InteractionPayload, cause?: Interaction): SandboxInteraction {
    const { clock, closing, interactions } = this.#parts;
    const interaction = new Interaction({
      payload,
      by,
      clock,
      closing,
      cause: cause?.metadata,
    });
    interactions.add(interaction);
    this.deliver(interaction);
    return interaction;
  }

  #situation(by: Person, channel: Channel, appPermissions?: bigint): Situation {
    const { snowflakes, applicationId, world } = this.#parts;
    const guildId = world.guild.id;
    return { id: snowflakes.next(), applicationId, guildId, by, channel, appPermissions };
  }

  #upload({ name, bytes, contentType }: PersonsFile): APIAttachment {
    const { applicationId, cdn, snowflakes } = this.#parts;
    const id = snowflakes.next();
    const filename = keptName(name);
    const type = contentType ?? contentTypeOf(filename);
    const file = { name: filename, bytes: Buffer.from(bytes), contentType: type };
    const url = cdn.putPersonsFile(applicationId, id, file);
    return {
      id,
      filename,
      size: bytes.length,
      url,
      proxy_url: url,
      content_type: type,
      ephemeral: true,
    };
  }
}

/** The bytes of one of a message's files. Throws an Error where there is none of that name. */
export function fileOf(messages: MessageStore, message: Message, name: string): Buffer {
  const bytes = messages.bytes(message.id, name);
  if (!bytes) {
    const names = message.files.map(({ filename }) => filename).join(', ') || 'none';
    throw new Error(`message ${message.id} has no file ${name}; it has ${names}`);
  }
  return bytes;
}
