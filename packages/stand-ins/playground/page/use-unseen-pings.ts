import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MessageView } from '../wire.ts';
import { newestId, seenKey, unseenPings, type SeenMessages } from './unseen-pings.ts';

/** The pings of a person by channel; those in the open channel are seen at once. */
export function useUnseenPings(
  messages: readonly MessageView[],
  personId: string | undefined,
  channelId: string | undefined,
): ReadonlyMap<string, number> {
  const since = useRef<string | undefined>(undefined);
  since.current ??= newestId(messages);
  const [seen, setSeen] = useState<SeenMessages>(new Map());
  useEffect(() => {
    if (personId === undefined || channelId === undefined) return;
    const key = seenKey(personId, channelId);
    const newest = newestId(messages, channelId);
    setSeen((before) => (before.get(key) === newest ? before : new Map(before).set(key, newest)));
  }, [messages, personId, channelId]);
  const from = since.current;
  return useMemo(() => {
    const counts = new Map(unseenPings(messages, personId ?? '', seen, from));
    counts.delete(channelId ?? '');
    return counts;
  }, [messages, personId, channelId, seen, from]);
}
