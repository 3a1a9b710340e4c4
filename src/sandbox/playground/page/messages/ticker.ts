import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';

const TICK_MS = 1_000;

/** Tells all that follow it when another second is over. */
export interface Ticker {
  /** Returns what ends that. */
  follow(tick: () => void): () => void;
}

/** The ticker that relative times follow. Without one they stand still. */
export const TickerContext = createContext<Ticker>({ follow: () => () => undefined });

/** One timer for all that follow, and none while nobody does. */
export function createTicker(): Ticker {
  const followers = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    follow(tick) {
      followers.add(tick);
      timer ??= setInterval(() => {
        for (const follower of followers) follower();
      }, TICK_MS);
      return () => {
        followers.delete(tick);
        if (followers.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

/** The time, which goes on by itself where that is wanted. */
export function useNow(ticks: boolean): number {
  const ticker = useContext(TickerContext);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticks) return undefined;
    return ticker.follow(() => {
      setNow(Date.now());
    });
  }, [ticker, ticks]);
  return now;
}
