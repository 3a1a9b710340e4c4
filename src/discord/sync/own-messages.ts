import type { Job } from '../../jobs/job.ts';
import type { Report } from '../../moderation/report.ts';
import { markOf, ownMark, type OwnMark } from '../cards/own-mark.ts';
import { type InteractionRef, type Messages, ORIGINAL } from '../rest/messages.ts';
import type { SeenMessage } from '../rest/seen-message.ts';

/** How to identify a job's message, and where to search. */
export type SoughtMessage = Pick<Job, 'id' | 'channelId' | 'answeredInteractionId' | 'postingAt'>;

/**
 * The lost id of a job's message, if it is among the channel's first 500 after the interaction, or
 * after the bot last began to post it: the interaction's answer or a post in its stead.
 *
 * @throws what discord.js throws.
 */
export async function findJobMessage(
  messages: Messages,
  { id, channelId, answeredInteractionId, postingAt }: SoughtMessage,
): Promise<string | undefined> {
  const isIts = (message: SeenMessage) =>
    message.answeredInteractionId === answeredInteractionId ||
    isSame(ownMark(message, messages.botId), { kind: 'job', id });
  const answer = await messages.search(channelId, { afterId: answeredInteractionId }, isIts);
  if (answer !== undefined || postingAt === undefined) return answer;
  return messages.search(channelId, { sinceMs: postingAt }, isIts);
}

/**
 * The id of the reply that announces a job's end, if the bot began to post one.
 *
 * @throws what discord.js throws.
 */
export async function findEndReply(
  messages: Messages,
  { channelId, messageId, tellingAt }: Pick<Job, 'channelId' | 'messageId' | 'tellingAt'>,
): Promise<string | undefined> {
  if (tellingAt === undefined || messageId === undefined) return undefined;
  return messages.search(
    channelId,
    { sinceMs: tellingAt },
    // Answers to clicks on the message reply to it too.
    ({ authorId, replyTo, answeredInteractionId: answered }) =>
      authorId === messages.botId && replyTo === messageId && answered === undefined,
  );
}

/**
 * The reply that exists, or may: a crash may have prevented storing its id.
 *
 * @throws what discord.js throws.
 */
export async function existingReply(
  messages: Messages,
  job: Pick<Job, 'channelId' | 'messageId' | 'tellingAt' | 'toldAt' | 'toldMessageId'>,
): Promise<string | undefined> {
  if (job.toldMessageId !== undefined || job.toldAt !== undefined) return job.toldMessageId;
  return findEndReply(messages, job);
}

/**
 * The id of a report's message in this channel.
 *
 * @throws what discord.js throws.
 */
export async function findReportMessage(
  messages: Messages,
  channelId: string,
  { id, reportedAt }: Pick<Report, 'id' | 'reportedAt'>,
): Promise<string | undefined> {
  return messages.search(channelId, { sinceMs: reportedAt }, (message) =>
    isSame(ownMark(message, messages.botId), { kind: 'report', id }),
  );
}

/**
 * Whether an interaction was answered with this job's message, and not by another process with the
 * same token. An answer that is no message, such as a modal, is not this job's.
 *
 * @throws what discord.js throws, and ZodError for an unreadable message.
 */
export async function isAnsweredWith(
  messages: Messages,
  { token }: InteractionRef,
  { id }: Pick<Job, 'id'>,
): Promise<boolean> {
  const message = await messages.answerTo(token);
  // Only this bot answers its interactions.
  return message !== undefined && isSame(markOf(message), { kind: 'job', id });
}

function isSame(mark: OwnMark | undefined, { kind, id }: OwnMark): boolean {
  return mark?.kind === kind && mark.id === id;
}

/** The fields that tell whether an interaction's `@original` is the job's message. */
export type DeferredJob = Pick<Job, 'deferral' | 'ephemeral' | 'asks' | 'messageId'>;

/**
 * Whether `@original` of a job's token is, or can become, the job's message. It cannot if it is the message
 * that was clicked, or a "thinking…" of the other visibility (public or ephemeral), which never changes.
 * A question that pings its poster must be a new message too, since edits do not ping.
 */
export function ownsOriginal({ deferral, ephemeral, asks }: DeferredJob): boolean {
  if (deferral === undefined) return true;
  return deferral === (ephemeral ? 'ephemeral' : 'public') && asks === undefined;
}

/** The id of the job's message on its token's routes; `undefined` if unknown. */
export function nameByToken(job: DeferredJob): string | undefined {
  return ownsOriginal(job) ? ORIGINAL : job.messageId;
}

/** Whether a "thinking…" remains that cannot become the job's message. */
export function leavesThinkingMessage(job: DeferredJob): boolean {
  return !ownsOriginal(job) && job.deferral !== 'update';
}

/**
 * Whether a clicked message is the job's own. The row may not have its id yet, but has the
 * interaction it answers, or that it is being posted: a click may arrive before Discord's response
 * to the post.
 */
export function isOwnMessage(
  job: Pick<Job, 'messageId' | 'postingAt' | 'answeredInteractionId'>,
  clicked: Pick<SeenMessage, 'id' | 'answeredInteractionId'>,
): boolean {
  const isBeingPosted = job.messageId === undefined && job.postingAt !== undefined;
  return (
    isBeingPosted ||
    job.messageId === clicked.id ||
    job.answeredInteractionId === clicked.answeredInteractionId
  );
}
