import { messageHash } from '../message-hash.ts';
import type { MarkdownNode } from './markdown-node.ts';
import { Mention } from './mention.tsx';
import { channelMention, type Names } from './names.ts';

interface MessageLinkProps {
  readonly node: Extract<MarkdownNode, { type: 'message' }>;
  readonly names: Names;
}

/** A link to a message: here it stays on the page. One in a server that is not here leads nowhere. */
export function MessageLink({ node, names }: MessageLinkProps) {
  const mention = <Mention>{channelMention(node.channelId, names)} › message</Mention>;
  if (names.channel(node.channelId) === undefined) return mention;
  return (
    <a class="message-link" href={messageHash(node)} title="Go to the message">
      {mention}
    </a>
  );
}
