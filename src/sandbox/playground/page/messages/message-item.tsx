import { useRef, useState } from 'preact/hooks';
import type { MessageView } from '../../wire.ts';
import { authorName } from './author-name.ts';
import { Avatar } from './avatar.tsx';
import { MessageContent, type MessageContentProps } from './message-content.tsx';
import { MessageCause, MessageHead, nameIds } from './message-head.tsx';
import { MessageMenu, type MenuPlace } from './message-menu.tsx';
import { isEphemeral } from './seen-by.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { useLongPress } from './use-long-press.ts';
import './message-item.css';

interface MessageItemProps extends MessageContentProps {
  /** Whether it is shown with its author and time. */
  readonly leads: boolean;
  /** The message that it answers. */
  readonly answered: MessageView | undefined;
  /** The commands in its menu. */
  readonly commands: readonly string[];
}

/** One message, with all that can be done with it. */
export function MessageItem(props: MessageItemProps) {
  const { view, names, leads, answered, commands, does } = props;
  const { id, author } = view.payload;
  const article = useRef<HTMLElement>(null);
  useKeptFocus(article);
  const [menu, setMenu] = useState<MenuPlace>();
  const open = (place: MenuPlace) => {
    if (commands.length > 0) setMenu(place);
  };
  const ids = nameIds(id);
  const name = authorName(view, names);
  const label = `message of ${name}`;
  return (
    <li class={leads ? 'message-item message-leads' : 'message-item'}>
      <article
        ref={article}
        class={isEphemeral(view) ? 'message-body message-ephemeral' : 'message-body'}
        aria-labelledby={`${ids.author} ${ids.time}`}
        tabIndex={-1}
        onContextMenu={(event) => {
          if (commands.length === 0 || isLink(event.target)) return;
          event.preventDefault();
          open({ x: event.clientX, y: event.clientY });
        }}
        {...useLongPress(open)}
      >
        <MessageCause view={view} names={names} answered={answered} />
        {leads && (
          <span class="message-gutter">
            <Avatar owner={author} name={name} />
          </span>
        )}
        <MessageHead view={view} names={names} visible={leads} />
        <MessageContent {...props} />
        {commands.length > 0 && (
          <button
            type="button"
            class="message-more"
            aria-label={`More actions for ${label}`}
            aria-haspopup="menu"
            aria-expanded={menu !== undefined}
            onClick={({ currentTarget }) => {
              const { left, bottom } = currentTarget.getBoundingClientRect();
              open({ x: left, y: bottom + 4 });
            }}
          >
            <span aria-hidden="true">⋯</span>
          </button>
        )}
      </article>
      {menu && (
        <MessageMenu
          place={menu}
          label={`Actions for ${label}`}
          commands={commands}
          choose={(command) => {
            does.choose(id, command);
          }}
          close={() => {
            setMenu(undefined);
          }}
        />
      )}
    </li>
  );
}

/** A link has a menu of its own, the browser's. */
function isLink(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a') !== null;
}
