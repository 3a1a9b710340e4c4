import { fullTime } from './day-time.ts';
import { stampText, type StampStyle } from './stamp-text.ts';
import { useNow } from './ticker.ts';

/** Farther away JavaScript's dates do not go. */
const FARTHEST_MS = 8_640_000_000_000_000;

/** A time in a text. A relative one goes on by itself. */
export function Stamp({ at, style }: { at: number; style: StampStyle }) {
  const now = useNow(style === 'R');
  if (!(Math.abs(at) <= FARTHEST_MS)) return <span class="message-stamp">Invalid date</span>;
  return (
    <time class="message-stamp" dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {stampText(at, style, now)}
    </time>
  );
}
