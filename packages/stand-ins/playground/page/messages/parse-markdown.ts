import { rulesExtended, SimpleMarkdown } from 'discord-markdown-parser';
import { lineRule } from './line-rule.ts';
import { listRule } from './list-rule.ts';
import type { MarkdownNode } from './markdown-node.ts';
import type { StampStyle } from './stamp-text.ts';
import { webAddress } from './web-address.ts';

const { heading, subtext } = rulesExtended;
const parse = SimpleMarkdown.parserFor({
  ...rulesExtended,
  list: listRule,
  ...(heading && { heading: lineRule(heading) }),
  ...(subtext && { subtext: lineRule(subtext) }),
});

/** Where Discord shows one message, in a server or in private. */
const MESSAGE_LINK = /^https:\/\/discord\.com\/channels\/(?:\d+|@me)\/(\d+)\/(\d+)$/;

/** A text in Discord's markdown, with what bots may use besides: masked links. */
export function parseMarkdown(text: string): readonly MarkdownNode[] {
  return nodesOf(parse(text, { inline: true }));
}

/** The parser's own nodes are loosely typed: each field is checked before it is used. */
function nodesOf(content: unknown): readonly MarkdownNode[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!Array.isArray(content)) return [];
  return joined(content.flatMap((node: unknown) => (isRecord(node) ? nodeOf(node) : [])));
}

function nodeOf(node: Readonly<Record<string, unknown>>): MarkdownNode | readonly MarkdownNode[] {
  const { type } = node;
  const text = (key: string) => textOf(node[key]);
  const content = () => nodesOf(node.content);
  switch (type) {
    case 'text':
      return { type, text: text('content') };
    case 'br':
    case 'newline':
      return { type: 'break' };
    case 'strong':
    case 'em':
    case 'underline':
    case 'spoiler':
    case 'subtext':
      return { type, content: content() };
    case 'strikethrough':
      return { type: 'strike', content: content() };
    case 'blockQuote':
      return { type: 'quote', content: withoutLastBreak(content()) };
    case 'heading':
      return { type, level: levelOf(node.level), content: content() };
    case 'list':
      return listOf(node.items, node.start);
    case 'inlineCode':
      return { type: 'code', text: text('content') };
    case 'codeBlock':
      return { type: 'code-block', text: text('content') };
    case 'link':
    case 'url':
    case 'autolink': {
      const address = webAddress(text('target'));
      if (address === undefined) return content();
      const [, channelId, messageId] = MESSAGE_LINK.exec(address) ?? [];
      return channelId !== undefined && messageId !== undefined
        ? { type: 'message', channelId, messageId, ...(type === 'link' && { content: content() }) }
        : { type: 'link', address, content: content() };
    }
    case 'user':
    case 'channel':
    case 'role':
      return { type, id: text('id') };
    case 'slashCommand':
      return { type: 'mention', text: `/${text('fullName')}` };
    case 'guildNavigation':
      return { type: 'mention', text: text('navigation') };
    case 'everyone':
    case 'here':
      return { type: 'mention', text: `@${type}` };
    case 'timestamp':
      return { type: 'stamp', at: Number(text('timestamp')) * 1_000, style: styleOf(node) };
    case 'emoji':
      return { type: 'text', text: `:${text('name')}:` };
    case 'twemoji':
      return { type: 'text', text: text('name') };
    default:
      return content();
  }
}

/** A quote ends its line by itself; the parser leaves the line break in it. */
function withoutLastBreak(nodes: readonly MarkdownNode[]): readonly MarkdownNode[] {
  return nodes.at(-1)?.type === 'break' ? nodes.slice(0, -1) : nodes;
}

function listOf(items: unknown, start: unknown): MarkdownNode {
  return {
    type: 'list',
    ...(typeof start === 'number' && { start }),
    items: Array.isArray(items) ? items.map((item: unknown) => nodesOf(item)) : [],
  };
}

/** The parser gives nearly every punctuation mark a node of its own. */
function joined(nodes: readonly MarkdownNode[]): readonly MarkdownNode[] {
  const result: MarkdownNode[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (node.type === 'text' && last?.type === 'text') {
      result[result.length - 1] = { type: 'text', text: last.text + node.text };
    } else if (node.type !== 'break' || last?.type !== 'code-block') {
      result.push(node);
    }
  }
  return result;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function levelOf(level: unknown): 1 | 2 | 3 {
  return level === 1 || level === 2 ? level : 3;
}

const STYLES: readonly StampStyle[] = ['t', 'T', 'd', 'D', 'f', 'F', 'R'];

function styleOf({ format }: Readonly<Record<string, unknown>>): StampStyle {
  return STYLES.find((style) => style === format) ?? 'f';
}
