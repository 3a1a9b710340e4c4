import { LOCAL_TIMES } from './times.ts';

/** Discord's ways to write a time: `<t:0:R>` and so on. */
export type StampStyle = 't' | 'T' | 'd' | 'D' | 'f' | 'F' | 'R';

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A time as Discord writes it in a message. */
export function stampText(at: number, style: StampStyle, now: number, times = LOCAL_TIMES): string {
  switch (style) {
    case 't':
      return times.minute(at);
    case 'T':
      return times.second(at);
    case 'd':
      return times.day(at);
    case 'D':
      return times.longDay(at);
    case 'f':
      return times.long(at);
    case 'F':
      return times.full(at);
    case 'R':
      return relativeTime(at, now);
  }
}

/** `in 12 seconds`, `2 minutes ago`, `an hour ago`, `now`. */
export function relativeTime(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1_000);
  const size = Math.abs(seconds);
  const unit = UNITS.find(([, length]) => size >= length);
  if (!unit) return 'now';
  const [name, length] = unit;
  const amount = counted(Math.floor(size / length), name);
  return seconds > 0 ? `in ${amount}` : `${amount} ago`;
}

function counted(amount: number, unit: string): string {
  if (amount > 1) return `${amount} ${unit}s`;
  return unit === 'hour' ? 'an hour' : `a ${unit}`;
}
