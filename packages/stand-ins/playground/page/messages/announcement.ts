import type { MessageView } from '../../wire.ts';
import { authorName } from './author-name.ts';
import type { MarkdownNode } from './markdown-node.ts';
import type { Names } from './names.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { pictureAlts } from './pictures-of.ts';
import { plainText, TIME } from './plain-text.ts';
import { isEphemeral, isLoading } from './seen-by.ts';

const LONGEST = 200;
const BAR = /[▰▱]+\s*(\d+)\s*%/gu;

/** What a screen reader was told of each message as it was, by the message's id. */
export type Told = ReadonlyMap<string, { readonly view: MessageView; readonly text: string }>;

/** What a screen reader is told of a message. */
export function announcement(view: MessageView, names: Names): string {
  const author = authorName(view, names);
  if (isLoading(view)) return `${author} is thinking…`;
  return `${isEphemeral(view) ? 'Only you can see this' : author}: ${newsOf(view, names)}`;
}

/** What every message says now; none of it is to be read out. */
export function alreadyTold(
  views: readonly MessageView[],
  names: Names,
  before: Told = new Map(),
): Told {
  return new Map(
    views.map((view) => {
      const was = before.get(view.payload.id);
      // Most messages stayed as they were, and need not be read again.
      const now = was?.view === view ? was : { view, text: announcement(view, names) };
      return [view.payload.id, now];
    }),
  );
}

/**
 * What is to be said after a change: new messages from others, and those that say something new. A
 * percentage that grows, or a time, is not new.
 */
export function newAnnouncements(
  before: Told,
  views: readonly MessageView[],
  names: Names,
  viewerId: string,
): { readonly told: Told; readonly say: readonly string[] } {
  const told = alreadyTold(views, names, before);
  const say = [...told].flatMap(([id, { view, text }]) => {
    const was = before.get(id);
    const same = was ? gist(was.text) === gist(text) : view.payload.author.id === viewerId;
    return same ? [] : [text];
  });
  return { told, say };
}

/** The text without its numbers. */
function gist(text: string): string {
  return text.replace(/\d+/g, '');
}

/** What is new in a message: the picture if there is one, else what stands outside the quotes. */
function newsOf(view: MessageView, names: Names): string {
  const [alt] = pictureAlts(view, names);
  if (alt !== undefined)
    return shortened(`picture ready: ${alt.replace(/\s+/g, ' ') || 'no description'}`);
  const { content, embeds, attachments } = view.payload;
  const texts = [
    content,
    ...embeds.flatMap(({ title = '', description = '', fields = [] }) => [
      title,
      description,
      ...fields.flatMap(({ name, value }) => [name, value]),
    ]),
  ];
  const lines = texts
    .flatMap((text) => plainText(withoutQuotes(parseMarkdown(text)), names).split('\n'))
    .map(spoken)
    .filter((line) => line !== '');
  if (lines.length > 0) return shortened(sentences(lines));
  const [file] = attachments;
  return file ? `a file, ${file.filename}` : 'a message without text';
}

/** Somebody's prompt is quoted in every state of a job: it is not news. */
function withoutQuotes(nodes: readonly MarkdownNode[]): MarkdownNode[] {
  return nodes.filter(({ type }) => type !== 'quote');
}

/** A line as it is read out: without the parts that are times, and a bar as its percentage. */
function spoken(line: string): string {
  const parts = line.replace(BAR, '$1 percent done').split(' · ');
  const timeless = parts.filter((part) => !part.includes(TIME));
  return (timeless.length > 0 ? timeless.join(', ') : line.replaceAll(TIME, 'a time')).trim();
}

function sentences(lines: readonly string[]): string {
  const text = lines.reduce((before, line) => {
    if (/[.!?…:,]$/.test(before)) return `${before} ${line}`;
    return /^[\p{Ll}\d]/u.test(line) ? `${before}, ${line}` : `${before}. ${line}`;
  });
  return /[.!?…:]$/.test(text) ? text : `${text}.`;
}

function shortened(text: string): string {
  const signs = Array.from(text);
  return signs.length <= LONGEST ? text : `${signs.slice(0, LONGEST - 1).join('')}…`;
}
