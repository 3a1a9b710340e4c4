import { RequestMethod, Routes, SnowflakeUtil } from 'discord.js';
import { z } from 'zod';
import type { Job } from '../../record/job/job.ts';
import { jobFooter } from './message-payload.ts';
import type { RestCalls } from './rest-calls.ts';

/** As many messages as Discord gives at a time. */
const PAGE = 100;
/** How many pages are read from each place where the message may begin to be. */
const MOST_PAGES = 5;
/** How far this machine's time may be ahead of Discord's. */
const CLOCK_MARGIN_MS = 60_000;

const embed = z.object({ footer: z.object({ text: z.string() }).nullish().catch(undefined) });

/** Most are somebody else's, and of whatever kind came later: none is to end the search. */
const foundMessages = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }).nullish().catch(undefined),
    interaction_metadata: z.object({ id: z.string() }).nullish().catch(undefined),
    embeds: z.array(embed).nullish().catch(undefined),
  }),
);
type FoundMessage = z.infer<typeof foundMessages>[number];

/** What a job's message can be known by, and where it is looked for. */
export type SoughtMessage = Pick<Job, 'id' | 'channelId' | 'answeredInteractionId' | 'postingAt'>;

/**
 * The id of a job's message, if it is among the channel's first 500 after what it answers, or after
 * the bot last set out to post it: the answer to the interaction itself, or one in its stead, by
 * the bot as the user `botId`.
 *
 * @throws what discord.js throws.
 */
export async function findMessage(
  calls: RestCalls,
  job: SoughtMessage,
  botId: string,
): Promise<string | undefined> {
  const isIts = (message: FoundMessage) =>
    message.interaction_metadata?.id === job.answeredInteractionId ||
    hasFooter(message, jobFooter(job), botId);
  const answer = await search(calls, job.channelId, job.answeredInteractionId, isIts);
  if (answer !== undefined || job.postingAt === undefined) return answer;
  return search(calls, job.channelId, idBefore(job.postingAt - CLOCK_MARGIN_MS), isIts);
}

/** The same for a message that answers nothing, known by its footer. */
export async function findByFooter(
  calls: RestCalls,
  sought: {
    readonly channelId: string;
    readonly footer: string;
    /** Before which it was not posted, in milliseconds since the epoch. */
    readonly sinceMs: number;
    readonly botId: string;
  },
): Promise<string | undefined> {
  const { channelId, footer, sinceMs, botId } = sought;
  const start = idBefore(sinceMs - CLOCK_MARGIN_MS);
  return search(calls, channelId, start, (message) => hasFooter(message, footer, botId));
}

/** Anybody may write the same words. */
function hasFooter({ author, embeds }: FoundMessage, text: string, botId: string): boolean {
  return author?.id === botId && (embeds ?? []).some(({ footer }) => footer?.text === text);
}

async function search(
  calls: RestCalls,
  channelId: string,
  start: string,
  fits: (message: FoundMessage) => boolean,
): Promise<string | undefined> {
  const fullRoute = Routes.channelMessages(channelId);
  let after = start;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ after, limit: String(PAGE) });
    const answer = await calls.asBot({ method: RequestMethod.Get, fullRoute, query });
    const messages = foundMessages.parse(answer);
    const found = messages.find(fits);
    if (found) return found.id;
    const [newest] = messages;
    if (!newest || messages.length < PAGE) return undefined;
    after = newest.id;
  }
  return undefined;
}

/** An id that is older than every one of that millisecond. */
function idBefore(ms: number): string {
  const first = { timestamp: ms, increment: 0n, workerId: 0n, processId: 0n };
  return String(SnowflakeUtil.generate(first) - 1n);
}
