/** Everything is written as in Britain: a 24-hour clock, and the day before the month. */
const LOCALE = 'en-GB';
const DAY_MS = 86_400_000;

/** How the page writes times; `timeZone` is that of the machine where it is left out. */
export interface TimeStyle {
  readonly timeZone?: string | undefined;
}

/** `17:40` */
export function clockTime(at: number, { timeZone }: TimeStyle = {}): string {
  return format(at, { hour: '2-digit', minute: '2-digit', timeZone });
}

/** `Today at 17:40`, `Yesterday at 17:40` or `20/11/2026, 17:40`. */
export function dayTime(at: number, now: number, style: TimeStyle = {}): string {
  const day = dayOf(at, style);
  const time = clockTime(at, style);
  if (day === dayOf(now, style)) return `Today at ${time}`;
  if (day === dayOf(now - DAY_MS, style)) return `Yesterday at ${time}`;
  return `${day}, ${time}`;
}

/** `Wednesday, 25 November 2026 at 17:40` */
export function fullTime(at: number, { timeZone }: TimeStyle = {}): string {
  const weekday = format(at, { weekday: 'long', timeZone });
  return `${weekday}, ${longDate(at, { timeZone })} at ${clockTime(at, { timeZone })}`;
}

/** `25 November 2026` */
export function longDate(at: number, { timeZone }: TimeStyle = {}): string {
  return format(at, { day: 'numeric', month: 'long', year: 'numeric', timeZone });
}

/** `25/11/2026` */
export function dayOf(at: number, { timeZone }: TimeStyle = {}): string {
  return format(at, { day: '2-digit', month: '2-digit', year: 'numeric', timeZone });
}

/** `17:40:05` */
export function clockSeconds(at: number, { timeZone }: TimeStyle = {}): string {
  return format(at, { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone });
}

function format(at: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE, options).format(at);
}
