import type { MessageView } from '../wire.ts';

/** The last message that somebody has seen in a channel, by both their ids. */
export type SeenMessages = ReadonlyMap<string, string>;

export function seenKey(personId: string, channelId: string): string {
  return `${personId} ${channelId}`;
}

/** The id of the newest message in a channel, or of all where none is named. Ids grow with time. */
export function newestId(messages: readonly MessageView[], channelId?: string): string {
  return messages
    .filter(({ payload }) => channelId === undefined || payload.channel_id === channelId)
    .map(({ payload }) => payload.id)
    .reduce((newest, id) => (BigInt(id) > BigInt(newest) ? id : newest), '0');
}

/**
 * How many messages have notified somebody in each channel since they last looked there. `since` is
 * the newest message that was there at the beginning.
 */
export function unseenPings(
  messages: readonly MessageView[],
  personId: string,
  seen: SeenMessages,
  since: string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { payload, pings = [] } of messages) {
    const { id, channel_id: channelId } = payload;
    if (!pings.some(({ userId }) => userId === personId)) continue;
    if (BigInt(id) <= BigInt(seen.get(seenKey(personId, channelId)) ?? since)) continue;
    counts.set(channelId, (counts.get(channelId) ?? 0) + 1);
  }
  return counts;
}
