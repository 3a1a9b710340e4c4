import type { MessageView } from '../../wire.ts';
import { authorName } from './author-name.ts';
import { Avatar } from './avatar.tsx';
import { DayTime } from './day-time.tsx';
import { Mention } from './mention.tsx';
import { causeOf } from './message-cause.ts';
import type { Names } from './names.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { plainText, TIME } from './plain-text.ts';
import { LOCAL_TIMES } from './times.ts';
import './message-head.css';

interface NamedUser {
  readonly id: string;
  readonly name: string;
}

/** The id of the elements that name a message. */
export function nameIds(messageId: string): { readonly author: string; readonly time: string } {
  return { author: `message-author-${messageId}`, time: `message-time-${messageId}` };
}

/** Who wrote a message, and when. In a group it is there for screen readers only. */
export function MessageHead(props: { view: MessageView; names: Names; visible: boolean }) {
  const { view, names, visible } = props;
  const { author, timestamp, id } = view.payload;
  const at = Date.parse(timestamp);
  const ids = nameIds(id);
  return (
    <header class={visible ? 'message-head' : 'message-head message-hidden'}>
      <span id={ids.author} class="message-author">
        {authorName(view, names)}
      </span>
      {author.bot && <span class="message-app">APP</span>}
      <time id={ids.time} class="message-time" dateTime={timestamp} title={LOCAL_TIMES.full(at)}>
        <DayTime at={at} />
      </time>
    </header>
  );
}

/** The small line above a message: the command that it answers, or the message. */
export function MessageCause(props: {
  view: MessageView;
  names: Names;
  answered: MessageView | undefined;
}) {
  const { view, names, answered } = props;
  const cause = causeOf(view);
  if (!cause) return null;
  switch (cause.kind) {
    case 'command': {
      const user = { id: cause.userId, name: names.user(cause.userId) ?? 'Somebody' };
      return <UsedCommand user={user} command={cause.name} />;
    }
    case 'reply':
      return (
        <p class="message-cause">
          {answered ? (
            <>
              <Avatar owner={answered.payload.author} name={authorName(answered, names)} small />
              <span class="message-cause-words">
                <span class="message-hidden">Answer to </span>
                <span class="message-cause-name">{authorName(answered, names)}</span>{' '}
                {glimpse(answered, names)}
              </span>
            </>
          ) : (
            <span class="message-cause-words">
              <em>Original message was deleted</em>
            </span>
          )}
        </p>
      );
  }
}

/** The small line above the answer to a command: who used it. */
export function UsedCommand({ user, command }: { user: NamedUser; command: string }) {
  return (
    <p class="message-cause">
      <Avatar owner={user} name={user.name} small />
      <span class="message-cause-words">
        <span class="message-cause-name">{user.name}</span> used <Mention>{command}</Mention>
      </span>
    </p>
  );
}

/** The first words of a message. */
function glimpse({ payload: { content, embeds } }: MessageView, names: Names): string {
  const text = content || (embeds[0]?.title ?? embeds[0]?.description ?? '');
  const words = plainText(parseMarkdown(text), names).trim().replaceAll(TIME, '…');
  return words === '' ? 'a file' : (words.split('\n', 1)[0] ?? '');
}
