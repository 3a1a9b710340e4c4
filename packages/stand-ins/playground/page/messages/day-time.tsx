import { LOCAL_TIMES } from './times.ts';
import { useNow } from './use-now.ts';

const MINUTE_MS = 60_000;

/** When something happened, in words that change as the days go by: `Today at 17:40`. */
export function DayTime({ at }: { at: number }) {
  return LOCAL_TIMES.near(at, useNow(MINUTE_MS));
}
