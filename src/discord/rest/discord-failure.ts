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
  [RESTJSONErrorCodes.UnknownMessage, 'message_gone'],
  // A 403, as that of somebody who takes no direct messages is, but it is about everybody's and soon over.
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
 * Reads an error of discord.js's REST client. An error of an unknown kind may pass, as that of an
 * archived thread (50083) does as soon as somebody writes there. One without a code of Discord's
 * comes from something in between, or says that the bot token is not taken (401): that is the
 * operator's to mend, and ends no job.
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

/** Whether the connection broke, so that nobody knows whether the call has taken effect. */
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
 * Whether Discord, the way there, or what has become of a message, channel or token there, is why a call failed: it is no
 * fault of what was sent, and nothing here is to be mended.
 */
export function isDiscordsDoing(error: unknown): boolean {
  // As a call ends that has no answer for too long.
  if (error instanceof DOMException && error.name === 'TimeoutError') return true;
  if (isBrokenOff(error) || BY_ITSELF.some((sort) => error instanceof sort)) return true;
  if (!(error instanceof DiscordAPIError)) return false;
  const failure = discordFailure(error);
  if (failure !== 'passing') return failure !== 'refused' && failure !== 'too_large';
  // A bot token that is not taken, and complaints that nobody knows, are worth a look.
  const { code, status } = error;
  return BY_CODE.has(code) || status === 429 || status >= 500;
}
