import { RequestMethod, Routes, SnowflakeUtil } from 'discord.js';
import type { RestCalls } from './rest-calls.ts';
import { foundMessages, type FoundMessage } from './seen-message.ts';

/** As many messages as Discord gives at a time. */
const PAGE = 100;
/** How many pages are read from the earliest place where the message may be. */
const MOST_PAGES = 5;
/** How far this machine's time may be ahead of Discord's. */
const CLOCK_MARGIN_MS = 60_000;

/** Where a message is looked for: after another thing of Discord's, or since a time here. */
export type SearchStart =
  | { readonly afterId: string }
  /** In milliseconds since the epoch. */
  | { readonly sinceMs: number };

/**
 * The id of the first message that fits, if it is among the channel's first 500 from there on.
 *
 * @throws what discord.js throws.
 */
export async function searchMessages(
  calls: RestCalls,
  channelId: string,
  start: SearchStart,
  fits: (message: FoundMessage) => boolean,
): Promise<string | undefined> {
  const fullRoute = Routes.channelMessages(channelId);
  let after = 'afterId' in start ? start.afterId : idBefore(start.sinceMs - CLOCK_MARGIN_MS);
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
