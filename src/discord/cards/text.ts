import type { Job } from '../../jobs/job.ts';
import type { Catalogue } from '../../say/say.ts';

/**
 * Control characters but for line breaks, the marks that reorder what stands around them, and what
 * has no width of its own. The joiners stay: emoji and some scripts are written with them.
 */
const INVISIBLE =
  /(?!\n)[\p{Cc}\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/gu;

/**
 * What Discord's markdown can begin with, in any number and place: emphasis, code, spoilers, links,
 * mentions, headings and quotes. discord.js's own `escapeMarkdown` leaves runs of marks such as
 * `*****` open.
 */
const MARKDOWN = /[\\*_~`|<>@#[\]]|:(?=\/\/)/g;
/** What begins an item of a list, at the start of a line. */
const BULLET = /^([^\S\n]*)([-+])(?=\s)/gm;
/** What may begin one: what stands before the dot is looked at later, so nothing is read twice. */
const NUMBER = /^(?:[^\S\n]|\d)+\./gm;

/** Whatever is escaped there. */
const ESCAPED = /\\([\\*_~`|<>@#[\]:+.-])/g;

/** A prompt may be nothing but line breaks; a message shows this many lines of it. */
const MOST_LINES = 12;

/** At most `length` characters (code points), with an ellipsis where some were cut. */
export function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

/**
 * A person's words as they wrote them, in a quote block: no markdown, no mention, no link that
 * hides where it goes, nothing that changes the text around it.
 */
export function quotePrompt(prompt: string, length: number): string {
  const plain = cut(
    prompt
      .replace(/\r\n?|[\u2028\u2029]/g, '\n')
      .replaceAll('\t', ' ')
      .replace(INVISIBLE, ''),
    length,
  );
  const lines = plain
    .replace(MARKDOWN, '\\$&')
    .replace(BULLET, '$1\\$2')
    .replace(NUMBER, (found) =>
      /^\d+\.$/.test(found.trimStart()) ? `${found.slice(0, -1)}\\.` : found,
    )
    .split('\n');
  return [...lines.slice(0, MOST_LINES - 1), lines.slice(MOST_LINES - 1).join(' ')]
    .filter((line) => line.trim() !== '')
    .map((line) => `> ${line}`)
    .join('\n');
}

/** Somebody's words in the middle of a line, with the same left out. */
export function plainWords(text: string, length: number): string {
  return oneLine(text, length).replace(MARKDOWN, '\\$&');
}

/** Somebody's words where Discord reads no markdown, such as in a menu: in one line, without what is not seen. */
export function oneLine(text: string, length: number): string {
  const seen = text.replace(/\s+/g, ' ').replace(INVISIBLE, '');
  return cut(seen.replace(/ {2,}/g, ' ').trim(), length);
}

/**
 * The prompt that a message quotes, as its person wrote it: what {@link quotePrompt} made of it, read back. Empty where
 * it quotes none. What was left out of it stays out.
 */
export function quotedPrompt(description: string): string {
  const lines: string[] = [];
  for (const line of description.split('\n')) {
    if (!line.startsWith('> ')) break;
    lines.push(line.slice(2).replace(ESCAPED, '$1'));
  }
  return lines.join('\n');
}

const START = '```\n';
const END = '\n```';

/** A text that is shown letter by letter, and easily copied. A fence in it would end it. */
export function codeBlock(text: string): string {
  return `${START}${text.replaceAll('```', '``\u200b`')}${END}`;
}

/** The text of the first such block in a message. */
export function inCodeBlock(text: string): string | undefined {
  const start = text.indexOf(START);
  const end = text.indexOf(END, start + START.length);
  if (start === -1 || end === -1) return undefined;
  return text.slice(start + START.length, end).replaceAll('``\u200b`', '```');
}

/** How much stands in a frame, in characters: Discord takes 4096, and this leaves room for a last line. */
export const LONGEST_FRAME = 4_000;

/** As many lines as fit into a frame, and how many there are besides. */
export function withinFrame(
  lines: readonly string[],
  { more }: Pick<Catalogue, 'more'>,
): readonly string[] {
  let length = 0;
  const most = lines.findIndex((line) => (length += line.length + 1) > LONGEST_FRAME);
  return most === -1 ? lines : [...lines.slice(0, most), more(lines.length - most)];
}

/** A person by their name as each reader knows them. Messages ping nobody. */
export function mention(userId: string): string {
  return `<@${userId}>`;
}

/** A time that Discord shows relative to the reader's own, and keeps counting. */
export function stamp(ms: number): string {
  return `<t:${Math.floor(ms / 1000)}:R>`;
}

/** A length of time in whole seconds, at least one. */
export function duration(ms: number, words: Pick<Catalogue, 'duration'>): string {
  return words.duration(Math.max(1, Math.round(ms / 1000)));
}

/** What stands in a link for the server where the message is a direct one. */
export const IN_DIRECT = '@me';

/** What a job's message can be found by. */
export type LinkedJob = Pick<Job, 'id' | 'guildId' | 'channelId' | 'messageId'> &
  Partial<Pick<Job, 'ephemeral' | 'private'>>;

/** Where a job's message is; `undefined` while that is not known, or where nothing leads to it. */
export function linkTo({
  guildId,
  channelId,
  messageId,
  ephemeral = false,
  private: isPrivate = false,
}: LinkedJob): string | undefined {
  return messageId === undefined || ephemeral
    ? undefined
    : `https://discord.com/channels/${isPrivate ? IN_DIRECT : guildId}/${channelId}/${messageId}`;
}

/** The same, or the job's id while the message is not known. */
export function messageLink(job: LinkedJob, words: Pick<Catalogue, 'job'>): string {
  return linkTo(job) ?? words.job(job.id);
}
