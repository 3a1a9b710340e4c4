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
