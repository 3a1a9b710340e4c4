import { buttonsOf } from '../discord/buttons.ts';
import type { Message } from '../discord/message.ts';

/** What kind of line of a message it is, for whoever colours it. */
export type LineKind = 'prompt' | 'status' | 'small' | 'buttons' | 'file' | 'footer';

export interface MessageLine {
  readonly kind: LineKind;
  readonly text: string;
}

/** What reading Discord's markup takes besides the text. */
export interface Reader {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** A person's name by their id; `undefined` for somebody unknown. */
  readonly nameOf: (id: string) => string | undefined;
}

/** From the largest: its length in seconds and its name. */
const UNITS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** An escaped character, a relative time, a mention, or a mark of bold or code. */
const MARKUP = /\\([\p{P}\p{S}])|<t:(\d+):R>|<@!?(\d+)>|\*\*|`/gu;

/** How a line in small print begins. */
const SMALL_PRINT = '-# ';

/** A message as a person sees it: prompt, where things stand, buttons, files, footer. */
export function messageLines(message: Message, reader: Reader): MessageLine[] {
  const texts = [message.content, ...message.embeds.map(({ description }) => description ?? '')];
  const footers = message.embeds.flatMap(({ footer }) => footer?.text ?? []);
  const buttons = buttonsOf(message).map(({ label }) => `[ ${label ?? ''} ]`);
  return [
    ...texts.filter(Boolean).flatMap((text) => text.split('\n').map((raw) => line(raw, reader))),
    ...message.files.map(({ filename, size }): MessageLine => {
      return { kind: 'file', text: `picture ${filename}, ${fileSize(size)}` };
    }),
    ...(buttons.length > 0 ? [{ kind: 'buttons' as const, text: buttons.join('  ') }] : []),
    ...footers.map((text): MessageLine => ({ kind: 'footer', text })),
  ];
}

/** A text from Discord as people read it: no escapes or marks, names for ids, words for times. */
export function plainText(markup: string, { now, nameOf }: Reader): string {
  return markup.replace(
    MARKUP,
    (_, escaped?: string, seconds?: string, userId?: string): string => {
      if (escaped !== undefined) return escaped;
      if (seconds !== undefined) return relativeTime(Number(seconds) * 1_000, now);
      if (userId !== undefined) return `@${nameOf(userId) ?? 'somebody'}`;
      return '';
    },
  );
}

/** `in 4 seconds`, `now`, `2 minutes ago`. Both are milliseconds since the epoch. */
export function relativeTime(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1_000);
  const [length, unit] = UNITS.find(([size]) => Math.abs(seconds) >= size) ?? [1, 'second'];
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  return words.format(Math.trunc(seconds / length), unit);
}

/** `640 kB`, `1.4 MB` */
export function fileSize(bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1_000));
  return kilobytes < 1_000 ? `${kilobytes} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function line(markup: string, reader: Reader): MessageLine {
  const plain = (from: number) => plainText(markup.slice(from), reader);
  if (markup.startsWith('> ')) return { kind: 'prompt', text: `“${plain(2)}”` };
  if (markup.startsWith(SMALL_PRINT)) return { kind: 'small', text: plain(SMALL_PRINT.length) };
  return { kind: 'status', text: plain(0) };
}
