import { InteractionType } from 'discord.js';
import { ClientRefusal } from './client-refusal.ts';
import { modalPayload } from './interaction-payload.ts';
import type { SandboxInteraction } from './interaction.ts';
import type { MessageStore } from './message-store.ts';
import type { Message } from './message.ts';
import { fillModal, type ModalFields } from './modal-form.ts';
import type { PersonsFile } from './option-value.ts';
import { deliver, sendInteraction, situationOf, type Surroundings } from './send-interaction.ts';
import {
  completeOption,
  useCommand,
  useMessageCommand,
  type CommandTyping,
  type CommandUse,
  type MessageCommandUse,
} from './use-command.ts';
import { chooseFrom, pressButton, type ButtonUse, type SelectUse } from './use-component.ts';
import { uploadFile } from './upload-file.ts';
import { userOf } from './person-object.ts';
import type { Channel, Person } from './world.ts';

/** A modal that somebody sends, named by the interaction that the bot answered with it. */
export interface ModalUse {
  readonly by: Person;
  readonly interaction: Pick<SandboxInteraction, 'id'>;
  readonly fields: ModalFields;
}

/** A message that somebody writes. */
export interface Saying {
  readonly by: Person;
  readonly in: Channel;
  readonly content: string;
  readonly files?: readonly PersonsFile[];
}

/** Plays what people do, and sends it to the bot as their clients would. */
export class People {
  readonly #parts: Surroundings;

  constructor(parts: Surroundings) {
    this.#parts = parts;
  }

  command(use: CommandUse): SandboxInteraction {
    return useCommand(this.#parts, use);
  }

  messageCommand(use: MessageCommandUse): SandboxInteraction {
    return useMessageCommand(this.#parts, use);
  }

  autocomplete(use: CommandTyping): SandboxInteraction {
    return completeOption(this.#parts, use);
  }

  /** Writes a message. The bot does not hear of it. */
  say({ by, in: channel, content, files = [] }: Saying): Message {
    const head = { channelId: channel.id, via: 'person' as const, author: userOf(by) };
    const uploads = files.map(({ name, bytes, pixels }, place) => ({
      index: String(place),
      name,
      bytes: Buffer.from(bytes),
      ...(pixels && { pixels }),
    }));
    return this.#parts.messages.create(head, { body: { content }, uploads, path: [] });
  }

  click(use: ButtonUse): SandboxInteraction {
    return pressButton(this.#parts, use);
  }

  choose(use: SelectUse): SandboxInteraction {
    return chooseFrom(this.#parts, use);
  }

  /** Sends the modal that the bot opened in answer to `interaction`. */
  submitModal(use: ModalUse): SandboxInteraction {
    const { interactions, world } = this.#parts;
    const cause = interactions.byId(use.interaction.id);
    const channel = world.channel(cause?.payload.channel?.id ?? '');
    if (!cause?.answer?.modal || cause.by.id !== use.by.id || !channel) {
      throw new ClientRefusal(`${use.by.displayName} has no modal open from that interaction`);
    }
    const clicked =
      cause.payload.type === InteractionType.MessageComponent ? cause.payload.message : undefined;
    const upload = (file: PersonsFile) => uploadFile(this.#parts, file);
    const data = fillModal(cause.answer.modal, use.fields, upload);
    const { authorizing_integration_owners: owners } = cause.payload;
    const situation = situationOf(this.#parts, use.by, channel, { owners });
    const payload = modalPayload(situation, clicked, data);
    const submission = sendInteraction(this.#parts, use.by, payload, cause);
    // One that nobody answers stays open, so that it can be sent again.
    submission.answered.then(
      () => {
        cause.closeModal();
      },
      () => undefined,
    );
    return submission;
  }

  /** Sends the same event once more. */
  deliver({ payload }: SandboxInteraction): void {
    deliver(this.#parts, payload);
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
