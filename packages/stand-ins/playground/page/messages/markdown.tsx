import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { MarkdownNode } from './markdown-node.ts';
import { Mention } from './mention.tsx';
import { MessageLink } from './message-link.tsx';
import { channelMention, userMention, type Names } from './names.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { Spoiler } from './spoiler.tsx';
import { Stamp } from './stamp.tsx';
import './markdown.css';

interface MarkdownProps {
  readonly text: string;
  readonly names: Names;
  /** What follows on the last line. */
  readonly children?: ComponentChildren;
}

/** A text in Discord's markdown. */
export function Markdown({ text, names, children }: MarkdownProps) {
  const nodes = useMemo(() => parseMarkdown(text), [text]);
  return (
    <div class="message-markdown">
      {renderAll(nodes, names)}
      {children}
    </div>
  );
}

function renderAll(nodes: readonly MarkdownNode[], names: Names): ComponentChildren {
  return nodes.map((node) => renderNode(node, names));
}

function renderNode(node: MarkdownNode, names: Names): ComponentChildren {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'break':
      return <br />;
    case 'strong':
      return <strong>{renderAll(node.content, names)}</strong>;
    case 'em':
      return <em>{renderAll(node.content, names)}</em>;
    case 'underline':
      return <u>{renderAll(node.content, names)}</u>;
    case 'strike':
      return <s>{renderAll(node.content, names)}</s>;
    case 'spoiler':
      return <Spoiler>{renderAll(node.content, names)}</Spoiler>;
    case 'quote':
      return <blockquote class="message-quote">{renderAll(node.content, names)}</blockquote>;
    case 'subtext':
      return <small class="message-subtext">{renderAll(node.content, names)}</small>;
    case 'heading':
      // Its size is the author's choice; in the page's outline every heading is below the channel.
      return (
        <h3 class={`message-heading message-heading-${node.level}`}>
          {renderAll(node.content, names)}
        </h3>
      );
    case 'list': {
      const items = node.items.map((item) => <li>{renderAll(item, names)}</li>);
      return node.start === undefined ? <ul>{items}</ul> : <ol start={node.start}>{items}</ol>;
    }
    case 'code':
      return <code class="message-code">{node.text}</code>;
    case 'code-block':
      return (
        <pre class="message-code-block" tabIndex={0}>
          <code>{node.text}</code>
        </pre>
      );
    case 'link':
      return (
        <a class="message-link" href={node.address} target="_blank" rel="noopener noreferrer">
          {renderAll(node.content, names)}
        </a>
      );
    case 'message':
      return (
        <MessageLink node={node} names={names}>
          {node.content && renderAll(node.content, names)}
        </MessageLink>
      );
    case 'user':
      return <Mention>{userMention(node.id, names)}</Mention>;
    case 'channel':
      return <Mention>{channelMention(node.id, names)}</Mention>;
    case 'role':
      return <Mention>@role</Mention>;
    case 'mention':
      return <Mention>{node.text}</Mention>;
    case 'stamp':
      return <Stamp at={node.at} style={node.style} />;
  }
}
