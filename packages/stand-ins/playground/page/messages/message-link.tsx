import type { ComponentChildren } from 'preact';
import { messageHash } from '../message-hash.ts';
import type { MarkdownNode } from './markdown-node.ts';
import { Mention } from './mention.tsx';
import { channelMention, type Names } from './names.ts';

interface MessageLinkProps {
  readonly node: Extract<MarkdownNode, { type: 'message' }>;
  readonly names: Names;
  /** The words of a masked one. */
  readonly children?: ComponentChildren;
}

/** A link to a message: here it stays on the page. One in a server that is not here leads nowhere. */
export function MessageLink({ node, names, children }: MessageLinkProps) {
  const words = children ?? <Mention>{channelMention(node.channelId, names)} › message</Mention>;
  if (names.channel(node.channelId) === undefined) return <>{words}</>;
  return (
    <a class="message-link" href={messageHash(node)} title="Go to the message">
      {words}
    </a>
  );
}
