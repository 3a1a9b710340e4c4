import type { StampStyle } from './stamp-text.ts';

/** A piece of Discord's markdown that holds others. */
export type MarkdownWrap =
  'strong' | 'em' | 'underline' | 'strike' | 'spoiler' | 'quote' | 'subtext';

/** A piece of Discord's markdown. */
export type MarkdownNode =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'break' }
  | { readonly type: MarkdownWrap; readonly content: readonly MarkdownNode[] }
  | {
      readonly type: 'heading';
      readonly level: 1 | 2 | 3;
      readonly content: readonly MarkdownNode[];
    }
  | {
      readonly type: 'list';
      /** The number of the first item, in a numbered list. */
      readonly start?: number;
      readonly items: readonly (readonly MarkdownNode[])[];
    }
  | { readonly type: 'code' | 'code-block'; readonly text: string }
  | {
      readonly type: 'link';
      /** An http or https address. */
      readonly address: string;
      readonly content: readonly MarkdownNode[];
    }
  | {
      /** A link to one message. */
      readonly type: 'message';
      readonly channelId: string;
      readonly messageId: string;
      /** The words that stand in its place, where it is masked. */
      readonly content?: readonly MarkdownNode[];
    }
  | { readonly type: 'user' | 'channel' | 'role'; readonly id: string }
  /** A mention that itself says what it stands for: `/imagine`, `@everyone`. */
  | { readonly type: 'mention'; readonly text: string }
  | { readonly type: 'stamp'; readonly at: number; readonly style: StampStyle };
