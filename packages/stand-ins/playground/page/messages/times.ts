/** Everything is written as in Britain: a 24-hour clock, and the day before the month. */
const LOCALE = 'en-GB';
const DAY_MS = 86_400_000;

/** Ways to write a moment, which is in milliseconds since the epoch. */
export interface Times {
  /** `17:40` */
  readonly minute: (at: number) => string;
  /** `17:40:05` */
  readonly second: (at: number) => string;
  /** `25/11/2026` */
  readonly day: (at: number) => string;
  /** `25 November 2026` */
  readonly longDay: (at: number) => string;
  /** `Today at 17:40`, `Yesterday at 17:40` or `20/11/2026, 17:40`. */
  readonly near: (at: number, now: number) => string;
  /** `25 November 2026 at 17:40` */
  readonly long: (at: number) => string;
  /** `Wednesday, 25 November 2026 at 17:40` */
  readonly full: (at: number) => string;
}

/** How the page writes times in a time zone; that of the machine where none is named. */
export function timesIn(timeZone?: string): Times {
  const written = (parts: Intl.DateTimeFormatOptions) => {
    // Making one takes far longer than using it.
    const format = new Intl.DateTimeFormat(LOCALE, { ...parts, timeZone });
    return (at: number) => format.format(at);
  };
  const minute = written({ hour: '2-digit', minute: '2-digit' });
  const day = written({ day: '2-digit', month: '2-digit', year: 'numeric' });
  const longDay = written({ day: 'numeric', month: 'long', year: 'numeric' });
  const weekday = written({ weekday: 'long' });
  const long = (at: number) => `${longDay(at)} at ${minute(at)}`;
  return {
    minute,
    second: written({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    day,
    longDay,
    near(at, now) {
      const on = day(at);
      if (on === day(now)) return `Today at ${minute(at)}`;
      if (on === day(now - DAY_MS)) return `Yesterday at ${minute(at)}`;
      return `${on}, ${minute(at)}`;
    },
    long,
    full: (at) => `${weekday(at)}, ${long(at)}`,
  };
}

/** Where the reader is. */
export const LOCAL_TIMES = timesIn();
