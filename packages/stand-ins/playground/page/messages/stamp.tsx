import { stampText, type StampStyle } from './stamp-text.ts';
import { LOCAL_TIMES } from './times.ts';
import { useNow } from './use-now.ts';

const SECOND_MS = 1_000;
/** JavaScript's dates go no further than this. */
const FARTHEST_MS = 8_640_000_000_000_000;

/** A time in a text. A relative one keeps itself up to date. */
export function Stamp({ at, style }: { at: number; style: StampStyle }) {
  const now = useNow(style === 'R' ? SECOND_MS : undefined);
  if (!(Math.abs(at) <= FARTHEST_MS)) return <span class="message-stamp">Invalid date</span>;
  return (
    <time class="message-stamp" dateTime={new Date(at).toISOString()} title={LOCAL_TIMES.full(at)}>
      {stampText(at, style, now)}
    </time>
  );
}
