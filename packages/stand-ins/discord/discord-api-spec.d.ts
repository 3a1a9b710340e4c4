/**
 * Types for the part of `discord-api-spec/zod` that the sandbox uses: the library ships its
 * schemas without any.
 */
declare module 'discord-api-spec/zod' {
  import type {
    APIApplicationCommandAutocompleteResponse,
    APIEntitlement,
    APIInteractionResponseChannelMessageWithSource,
    APIInteractionResponseDeferredChannelMessageWithSource,
    APIInteractionResponseDeferredMessageUpdate,
    APIInteractionResponseUpdateMessage,
    APIMessage,
    APIModalInteractionResponse,
    RESTPatchAPIChannelMessageJSONBody,
    RESTPostAPIApplicationCommandsJSONBody,
    RESTPostAPIChannelMessageJSONBody,
    RESTPostAPIWebhookWithTokenJSONBody,
  } from 'discord.js';
  import type { ZodMiniType } from 'zod/mini';

  export const ApplicationCommandAutocompleteCallbackRequestSchema: ZodMiniType<APIApplicationCommandAutocompleteResponse>;
  export const ApplicationCommandUpdateRequestSchema: ZodMiniType<RESTPostAPIApplicationCommandsJSONBody>;
  export const EntitlementResponseSchema: ZodMiniType<APIEntitlement>;
  export const CreateMessageInteractionCallbackRequestSchema: ZodMiniType<
    | APIInteractionResponseChannelMessageWithSource
    | APIInteractionResponseDeferredChannelMessageWithSource
  >;
  export const CreatePrivateChannelRequestSchema: ZodMiniType<{ recipient_id?: string | null }>;
  export const IncomingWebhookRequestPartialSchema: ZodMiniType<RESTPostAPIWebhookWithTokenJSONBody>;
  export const IncomingWebhookUpdateRequestPartialSchema: ZodMiniType<RESTPatchAPIChannelMessageJSONBody>;
  export const MessageCreateRequestSchema: ZodMiniType<RESTPostAPIChannelMessageJSONBody>;
  export const MessageEditRequestPartialSchema: ZodMiniType<RESTPatchAPIChannelMessageJSONBody>;
  export const MessageResponseSchema: ZodMiniType<APIMessage>;
  export const ModalInteractionCallbackRequestSchema: ZodMiniType<APIModalInteractionResponse>;
  export const UpdateMessageInteractionCallbackRequestSchema: ZodMiniType<
    APIInteractionResponseDeferredMessageUpdate | APIInteractionResponseUpdateMessage
  >;
}
