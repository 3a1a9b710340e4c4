import type { APIApplicationCommand } from 'discord-api-types/v10';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { ChannelView, MessageView, PersonView } from '../../wire.ts';
import { messageElementId } from '../message-hash.ts';
import { authorName } from './author-name.ts';
import { Avatar } from './avatar.tsx';
import { messageCommands } from './message-commands.ts';
import { MessageContent, type MessageContentProps } from './message-content.tsx';
import { MessageCause, MessageHead, nameIds } from './message-head.tsx';
import { MessageMenu, type MenuPlace } from './message-menu.tsx';
import { isEphemeral } from './seen-by.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import './message-item.css';

interface MessageItemProps extends MessageContentProps {
  /** Whether it is shown with its author and time. */
  readonly leads: boolean;
  /** The message that it answers. */
  readonly answered: MessageView | undefined;
  /** As registered by the bot. */
  readonly commands: readonly APIApplicationCommand[];
  readonly viewer: PersonView;
  readonly channel: ChannelView;
}

/** One message, with all that can be done with it. It is drawn again when one of these changes. */
export function MessageItem(props: MessageItemProps) {
  return useMemo(() => <DrawnMessage {...props} />, Object.values(props));
}

function DrawnMessage(props: MessageItemProps) {
  const { view, names, leads, answered, viewer, channel, controls } = props;
  const { id, author } = view.payload;
  const article = useRef<HTMLElement>(null);
  useKeptFocus(article);
  const [menu, setMenu] = useState<MenuPlace>();
  const commands = messageCommands(props.commands, view, viewer, channel);
  const ids = nameIds(id);
  // In direct messages everything does.
  const isDirect = channel.recipientId !== undefined;
  const ping = isDirect ? undefined : view.pings?.find(({ userId }) => userId === viewer.id);
  const name = authorName(view, names);
  const label = `message of ${name}`;
  return (
    <li class={leads ? 'message-item message-leads' : 'message-item'}>
      <article
        ref={article}
        id={messageElementId(id)}
        class={`message-body${isEphemeral(view) ? ' message-ephemeral' : ''}${ping ? ' message-pings' : ''}`}
        aria-labelledby={`${ids.author} ${ids.time}`}
        tabIndex={-1}
        onContextMenu={(event) => {
          if (commands.length === 0 || hasOwnMenu(event.target)) return;
          event.preventDefault();
          setMenu({ x: event.clientX, y: event.clientY });
        }}
      >
        <MessageCause view={view} names={names} answered={answered} />
        {leads && (
          <span class="message-gutter">
            <Avatar owner={author} name={name} />
          </span>
        )}
        <MessageHead view={view} names={names} visible={leads} />
        <MessageContent {...props} />
        {ping && (
          <p class="message-ping">
            <span aria-hidden="true">{ping.silent ? '🔕' : '🔔'}</span>{' '}
            {ping.silent ? 'You were notified silently' : 'You were notified'}
          </p>
        )}
        {commands.length > 0 && (
          <button
            type="button"
            class="message-more"
            aria-label={`More actions for ${label}`}
            aria-haspopup="menu"
            aria-expanded={menu !== undefined}
            onClick={({ currentTarget }) => {
              const { left, bottom } = currentTarget.getBoundingClientRect();
              setMenu({ x: left, y: bottom + 4 });
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
            controls.choose(id, command);
          }}
          close={() => {
            setMenu(undefined);
          }}
        />
      )}
    </li>
  );
}

/** A link has a menu of its own, the browser's, and so does a picture that is shown large. */
function hasOwnMenu(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a, dialog') !== null;
}
