import type { Job } from '../../jobs/job.ts';
import type { Catalogue } from '../../say/say.ts';

/**
 * Control characters except line breaks, bidirectional marks, and zero-width characters. Joiners
 * are kept: emoji and some scripts need them.
 */
const INVISIBLE =
  /(?!\n)[\p{Cc}\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/gu;

/**
 * Characters of Discord's markdown: emphasis, code, spoilers, links, mentions, headings and quotes.
 * discord.js's own `escapeMarkdown` leaves runs such as `*****` open.
 */
const MARKDOWN = /[\\*_~`|<>@#[\]]|:(?=\/\/)/g;
/** A list bullet at the start of a line. */
const BULLET = /^([^\S\n]*)([-+])(?=\s)/gm;
/** A possible list number. The part before the dot is checked later, to read nothing twice. */
const NUMBER = /^(?:[^\S\n]|\d)+\./gm;

/** Any escaped character. */
const ESCAPED = /\\([\\*_~`|<>@#[\]:+.-])/g;

/** A prompt may consist of line breaks; a message shows this many lines of it. */
const MOST_LINES = 12;

/** At most `length` characters (code points), with an ellipsis if cut. */
export function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

/**
 * A member's words in a quote block: no markdown, mention or masked link, and nothing that affects
 * the text around it.
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

/** A member's words within a line, escaped in the same way. */
export function plainWords(text: string, length: number): string {
  return oneLine(text, length).replace(MARKDOWN, '\\$&');
}

/**
 * A member's words where Discord renders no markdown, such as in a menu: one line, without
 * invisible characters.
 */
export function oneLine(text: string, length: number): string {
  const seen = text.replace(/\s+/g, ' ').replace(INVISIBLE, '');
  return cut(seen.replace(/ {2,}/g, ' ').trim(), length);
}

/**
 * The prompt quoted in a message: reverses {@link quotePrompt}, except for what that removed. Empty
 * if there is none.
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

/** A text shown verbatim and easy to copy. A fence in it would end the block. */
export function codeBlock(text: string): string {
  return `${START}${text.replaceAll('```', '``\u200b`')}${END}`;
}

/** The text of the first code block in a message. */
export function inCodeBlock(text: string): string | undefined {
  const start = text.indexOf(START);
  const end = text.indexOf(END, start + START.length);
  if (start === -1 || end === -1) return undefined;
  return text.slice(start + START.length, end).replaceAll('``\u200b`', '```');
}

/**
 * Limit of a frame's text: Discord allows 4096 characters, and this leaves room for a last line.
 */
export const LONGEST_FRAME = 4_000;

/** As many lines as fit in a frame, and how many were left out. */
export function withinFrame(
  lines: readonly string[],
  { more }: Pick<Catalogue, 'more'>,
): readonly string[] {
  let length = 0;
  const most = lines.findIndex((line) => (length += line.length + 1) > LONGEST_FRAME);
  return most === -1 ? lines : [...lines.slice(0, most), more(lines.length - most)];
}

/** Mentions a member, shown with their name. Does not ping. */
export function mention(userId: string): string {
  return `<@${userId}>`;
}

/** A Discord timestamp relative to now, which keeps counting. */
export function stamp(ms: number): string {
  return `<t:${Math.floor(ms / 1000)}:R>`;
}

/** A duration in whole seconds, at least one. */
export function duration(ms: number, words: Pick<Catalogue, 'duration'>): string {
  return words.duration(Math.max(1, Math.round(ms / 1000)));
}

/** Stands for the server in links to direct messages. */
export const IN_DIRECT = '@me';

/** The location of a job's message. */
export type LinkedJob = Pick<Job, 'id' | 'guildId' | 'channelId' | 'messageId'> &
  Partial<Pick<Job, 'ephemeral' | 'private'>>;

/** The link to a job's message; `undefined` if it is unknown or cannot be linked. */
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

/** The same, or the job's id if there is no link. */
export function messageLink(job: LinkedJob, words: Pick<Catalogue, 'job'>): string {
  return linkTo(job) ?? words.job(job.id);
}

/** A line in bold. What is bold in it already would end that. */
export function bold(line: string): string {
  return `**${line.replaceAll('**', '')}**`;
}
