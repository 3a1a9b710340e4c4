import { InteractionResponseType, InteractionType, type APIInteractionResponse } from 'discord.js';
import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  ModalInteractionCallbackRequestSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from 'discord-api-spec/zod';
import { checkModal } from './check-modal.ts';
import { FormErrors } from './discord-error.ts';
import { isRecord, readForm } from './form.ts';
import type { InteractionPayload } from './interaction-payload.ts';

/** The answers that the sandbox plays. */
export type Callback = Extract<
  APIInteractionResponse,
  {
    type:
      | InteractionResponseType.ChannelMessageWithSource
      | InteractionResponseType.DeferredChannelMessageWithSource
      | InteractionResponseType.DeferredMessageUpdate
      | InteractionResponseType.UpdateMessage
      | InteractionResponseType.ApplicationCommandAutocompleteResult
      | InteractionResponseType.Modal;
  }
>;

/**
 * Reads an answer, which has to be of a kind that the interaction takes. Throws a DiscordError
 * (400, 50035) that names the fields.
 */
export function readCallback(body: unknown, payload: InteractionPayload): Callback {
  const type = isRecord(body) ? body.type : undefined;
  const allowed = answersTo(payload);
  if (!allowed.some((candidate) => candidate === type)) {
    const errors = new FormErrors();
    const message = `Value must be one of {${allowed.join(', ')}}.`;
    errors.add(['type'], 'BASE_TYPE_CHOICES', message);
    errors.throwIfAny();
  }
  switch (type) {
    case InteractionResponseType.ApplicationCommandAutocompleteResult:
      return readForm(ApplicationCommandAutocompleteCallbackRequestSchema, body);
    case InteractionResponseType.Modal: {
      const answer = readForm(ModalInteractionCallbackRequestSchema, body);
      checkModal(answer.data);
      return answer;
    }
    case InteractionResponseType.DeferredMessageUpdate:
    case InteractionResponseType.UpdateMessage:
      return readForm(UpdateMessageInteractionCallbackRequestSchema, body);
    default: {
      const answer = readForm(CreateMessageInteractionCallbackRequestSchema, body);
      if (type === InteractionResponseType.ChannelMessageWithSource && !hasData(body)) {
        const errors = new FormErrors();
        errors.add(['data'], 'BASE_TYPE_REQUIRED', 'This field is required');
        errors.throwIfAny();
      }
      return answer;
    }
  }
}

/** The schema lets a message without data through; Discord does not. */
function hasData(body: unknown): boolean {
  return isRecord(body) && isRecord(body.data);
}

function answersTo(payload: InteractionPayload): readonly InteractionResponseType[] {
  const message = [
    InteractionResponseType.ChannelMessageWithSource,
    InteractionResponseType.DeferredChannelMessageWithSource,
  ];
  const update = [
    InteractionResponseType.DeferredMessageUpdate,
    InteractionResponseType.UpdateMessage,
  ];
  switch (payload.type) {
    case InteractionType.ApplicationCommandAutocomplete:
      return [InteractionResponseType.ApplicationCommandAutocompleteResult];
    case InteractionType.ApplicationCommand:
      return [...message, InteractionResponseType.Modal];
    case InteractionType.MessageComponent:
      return [...message, ...update, InteractionResponseType.Modal];
    case InteractionType.ModalSubmit:
      return payload.message ? [...message, ...update] : message;
  }
}
