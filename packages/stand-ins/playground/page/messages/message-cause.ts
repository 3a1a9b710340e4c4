import { InteractionType, type APIMessageInteractionMetadata } from 'discord-api-types/v10';
import type { MessageView } from '../../wire.ts';

/** Why a message came: a command that somebody used, or a message that it answers. */
export type MessageCause =
  | { readonly kind: 'command'; readonly userId: string; readonly name: string }
  | { readonly kind: 'reply'; readonly messageId: string };

/** Why an application's message came; `undefined` for what came by itself. */
export function causeOf({ payload, command }: MessageView): MessageCause | undefined {
  const metadata = payload.interaction_metadata;
  if (!metadata) {
    const answered = payload.message_reference?.message_id;
    return answered === undefined ? undefined : { kind: 'reply', messageId: answered };
  }
  const original = metadata.original_response_message_id;
  return original === undefined
    ? causeOfAnswer(metadata, command)
    : { kind: 'reply', messageId: original };
}

function causeOfAnswer(
  metadata: APIMessageInteractionMetadata,
  command: string | undefined,
): MessageCause | undefined {
  switch (metadata.type) {
    case InteractionType.ApplicationCommand: {
      if (command === undefined) return undefined;
      const name = metadata.target_message_id === undefined ? `/${command}` : command;
      return { kind: 'command', userId: metadata.user.id, name };
    }
    case InteractionType.MessageComponent:
      return { kind: 'reply', messageId: metadata.interacted_message_id };
    case InteractionType.ModalSubmit:
      return causeOfAnswer(metadata.triggering_interaction_metadata, command);
  }
}
