import type { ComponentChildren } from 'preact';
import './mention.css';

/** Somebody or something that is named in a text, or a command. */
export function Mention({ children }: { children: ComponentChildren }) {
  return <span class="message-mention">{children}</span>;
}
