import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ChannelView, MessageView, PersonView, PlaygroundState } from '../../wire.ts';
import type { Act } from '../actions.ts';
import type { LocalMessage } from '../local-message.ts';
import { LocalItem } from './local-item.tsx';
import { causeOf } from './message-cause.ts';
import { messageCommands } from './message-commands.ts';
import { MessageItem } from './message-item.tsx';
import { namesIn } from './names.ts';
import { isOwnNews, seenBy } from './seen-by.ts';
import { SpokenNews } from './spoken-news.tsx';
import { startsGroup } from './starts-group.ts';
import { createTicker, TickerContext } from './ticker.ts';
import { useFollowBottom } from './use-follow-bottom.ts';
import { useMessageActs } from './use-message-acts.ts';
import './message-list.css';

interface MessageListProps {
  readonly state: PlaygroundState;
  readonly viewer: PersonView;
  readonly channel: ChannelView;
  readonly local: readonly LocalMessage[];
  readonly act: Act;
}

/** The messages of a channel as somebody sees them, oldest first. */
export function MessageList(props: MessageListProps) {
  const { viewer, channel } = props;
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const [ticker] = useState(createTicker);
  const dismiss = (id: string) => {
    setDismissed((before) => new Set([...before, id]));
  };
  // Another channel or person begins at the end again, and nothing of its history is news.
  return (
    <TickerContext value={ticker}>
      <Messages key={`${channel.id} ${viewer.id}`} {...props} {...{ dismissed, dismiss }} />
    </TickerContext>
  );
}

interface MessagesProps extends MessageListProps {
  readonly dismissed: ReadonlySet<string>;
  readonly dismiss: (id: string) => void;
}

function Messages(props: MessagesProps) {
  const { state, viewer, channel, local, act, dismissed, dismiss } = props;
  const { people, channels, botId, messages, commands } = state;
  const names = useMemo(() => namesIn({ people, channels, botId }), [people, channels, botId]);
  const seen = useMemo(
    () => seenBy(messages, viewer, channel).filter(({ payload }) => !dismissed.has(payload.id)),
    [messages, viewer, channel, dismissed],
  );
  const { scroller, content, atBottom, toBottom } = useFollowBottom();
  const does = useMessageActs(act);
  const newest = seen.at(-1);
  const ownNews = newest && isOwnNews(newest, viewer) ? newest.payload.id : undefined;
  // Whoever does something wants to see what comes of it.
  useEffect(() => {
    if (ownNews !== undefined || local.length > 0) toBottom();
  }, [ownNews, local.length, toBottom]);
  const bot = { id: botId, name: names.user(botId) ?? 'Bot' };
  return (
    <div class="message-pane">
      <div
        ref={scroller}
        class="message-scroller"
        role="region"
        aria-label={`Messages in #${channel.name}`}
        tabIndex={0}
      >
        <div ref={content} class="message-all">
          <p class="message-start">
            This is the start of #{channel.name}. Type / for what the bot can do.
          </p>
          <ol class="message-list" role="list">
            {seen.map((view, index) => (
              <MessageItem
                key={view.payload.id}
                view={view}
                names={names}
                leads={startsGroup(seen[index - 1], view)}
                answered={answeredBy(view, seen)}
                commands={messageCommands(commands, view, viewer, channel)}
                does={does}
                dismiss={() => {
                  dismiss(view.payload.id);
                }}
              />
            ))}
            {local.map((message) => (
              <LocalItem key={`local-${message.id}`} {...{ message, viewer, bot }} />
            ))}
          </ol>
        </div>
      </div>
      {!atBottom && (
        <button type="button" class="message-jump" onClick={toBottom}>
          Jump to present
        </button>
      )}
      <SpokenNews messages={seen} names={names} viewer={viewer} />
    </div>
  );
}

/** The message that another one answers, as far as it is seen. */
function answeredBy(view: MessageView, seen: readonly MessageView[]): MessageView | undefined {
  const cause = causeOf(view);
  if (cause?.kind !== 'reply') return undefined;
  return seen.find(({ payload }) => payload.id === cause.messageId);
}
