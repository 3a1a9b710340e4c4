import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from 'discord.js';
import { CallsPaused, CallsSpent } from './refused-calls.ts';

/**
 * What a failed call to Discord means.
 *
 * - `too_late`: the interaction is unknown, its three seconds are over.
 * - `acknowledged`: it was answered already, as when an answer that got through is sent again.
 * - `token_dead`: the interaction's token is of no use any more.
 * - `message_gone`: there is no such message.
 * - `no_access`: the bot may not do this in the channel, or there is no channel.
 * - `too_large`: the files are larger than Discord takes.
 * - `refused`: Discord does not take these words, or this form; it never will.
 * - `passing`: worth another try.
 */
export type DiscordFailure =
  | 'too_late'
  | 'acknowledged'
  | 'token_dead'
  | 'message_gone'
  | 'no_access'
  | 'too_large'
  | 'refused'
  | 'passing';

const BY_CODE: ReadonlyMap<string | number, DiscordFailure> = new Map([
  [RESTJSONErrorCodes.UnknownInteraction, 'too_late'],
  [RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged, 'acknowledged'],
  [RESTJSONErrorCodes.InvalidWebhookToken, 'token_dead'],
  [RESTJSONErrorCodes.UnknownWebhook, 'token_dead'],
  // It can still edit, but the message that was to be posted has to go another way.
  [RESTJSONErrorCodes.ThisInteractionHasHitTheMaximumNumberOfFollowUpMessages, 'token_dead'],
  [RESTJSONErrorCodes.UnknownMessage, 'message_gone'],
  // A 403, like that of a member who accepts no direct messages, but it concerns the whole bot and
  // is soon over.
  [RESTJSONErrorCodes.OpeningDirectMessagesTooFast, 'passing'],
  [RESTJSONErrorCodes.RequestEntityTooLarge, 'too_large'],
  [RESTJSONErrorCodes.UnknownChannel, 'no_access'],
  [RESTJSONErrorCodes.MissingAccess, 'no_access'],
  [RESTJSONErrorCodes.MissingPermissions, 'no_access'],
  [RESTJSONErrorCodes.ExplicitContentCannotBeSentToTheDesiredRecipient, 'refused'],
  [RESTJSONErrorCodes.CannotSendAnEmptyMessage, 'refused'],
  [RESTJSONErrorCodes.InvalidFormBodyOrContentType, 'refused'],
  [RESTJSONErrorCodes.MessageWasBlockedByAutomaticModeration, 'refused'],
  [RESTJSONErrorCodes.TitleWasBlockedByAutomaticModeration, 'refused'],
  [RESTJSONErrorCodes.MessageBlockedByHarmfulLinksFilter, 'refused'],
]);

/** Each of these counts toward shutting out the bot's address, so none is tried again. */
const FINAL_STATUSES: ReadonlySet<number> = new Set([403, 404]);

/**
 * Classifies an error of discord.js's REST client. Unknown errors may pass, such as that of an
 * archived thread (50083), which ends with the next post there. An error without a Discord code
 * comes from a proxy, or means that the bot token is invalid (401): the operator has to fix that,
 * and it fails no job.
 */
export function discordFailure(error: unknown): DiscordFailure {
  if (!(error instanceof DiscordAPIError)) return 'passing';
  const known = BY_CODE.get(error.code);
  if (known) return known;
  if (error.status === 413) return 'too_large';
  const { code, status } = error;
  const fromDiscord = typeof code === 'number' && code !== 0;
  return fromDiscord && FINAL_STATUSES.has(status) ? 'no_access' : 'passing';
}

/** Of the system and of undici. discord.js itself asks again after the first alone. */
const BROKEN =
  /^(ECONNRESET|ECONNREFUSED|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|E(NET|HOST)UNREACH|UND_ERR_(?!INVALID|NOT_SUPPORTED)\w+)$/;

/** Whether the connection broke, which leaves open whether the call took effect. */
export function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && BROKEN.test(String(error.code));
}

/** Of the system and of undici, before there was a connection. */
const NOT_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|E(NET|HOST)UNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** Whether a call certainly took no effect, since it was never sent. */
export function isUnsent(error: unknown): boolean {
  if ([RateLimitError, CallsPaused, CallsSpent].some((sort) => error instanceof sort)) return true;
  return error instanceof Error && 'code' in error && NOT_CONNECTED.test(String(error.code));
}

const BY_ITSELF = [HTTPError, RateLimitError, CallsPaused, CallsSpent] as const;

/**
 * Whether Discord, the network, or a deleted message, channel or token made a call fail: the
 * request was fine, and there is nothing to fix here.
 */
export function isDiscordsDoing(error: unknown): boolean {
  // As a call ends that has no answer for too long.
  if (error instanceof DOMException && error.name === 'TimeoutError') return true;
  if (isBrokenOff(error) || BY_ITSELF.some((sort) => error instanceof sort)) return true;
  if (!(error instanceof DiscordAPIError)) return false;
  const failure = discordFailure(error);
  if (failure !== 'passing') return failure !== 'refused' && failure !== 'too_large';
  // An invalid bot token and unknown errors need attention.
  const { code, status } = error;
  return BY_CODE.has(code) || status === 429 || status >= 500;
}
