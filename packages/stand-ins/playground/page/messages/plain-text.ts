import type { MarkdownNode } from './markdown-node.ts';
import { channelMention, userMention, type Names } from './names.ts';

/** What stands in for a time in a text without marks; it is not a character that people type. */
export const TIME = '\u0000';

/** The words of a text without its marks. What is hidden as a spoiler stays so. */
export function plainText(nodes: readonly MarkdownNode[], names: Names): string {
  return nodes.map((node) => textOf(node, names)).join('');
}

function textOf(node: MarkdownNode, names: Names): string {
  switch (node.type) {
    case 'text':
    case 'code':
    case 'mention':
      return node.text;
    case 'code-block':
      return `\n${node.text}\n`;
    case 'break':
      return '\n';
    case 'strong':
    case 'em':
    case 'underline':
    case 'strike':
    case 'link':
      return plainText(node.content, names);
    case 'spoiler':
      return 'spoiler';
    case 'quote':
    case 'subtext':
    case 'heading':
      return `\n${plainText(node.content, names)}\n`;
    case 'list':
      return `\n${node.items.map((item) => plainText(item, names)).join('\n')}\n`;
    case 'user':
      return userMention(node.id, names);
    case 'channel':
      return channelMention(node.id, names);
    case 'message':
      if (node.content) return plainText(node.content, names);
      return `a message in ${channelMention(node.channelId, names)}`;
    case 'role':
      return '@role';
    case 'stamp':
      return TIME;
  }
}
