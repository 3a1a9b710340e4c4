import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ChannelView, MessageView, PersonView, PlaygroundState } from '../../wire.ts';
import type { Act } from '../actions.ts';
import { channelSign } from '../channel-sign.ts';
import type { LocalMessage } from '../local-message.ts';
import { channelLines } from './channel-lines.ts';
import { LocalItem } from './local-item.tsx';
import { NO_ACTS } from './message-acts.ts';
import { causeOf } from './message-cause.ts';
import { MessageItem } from './message-item.tsx';
import { namesIn } from './names.ts';
import { hasMore, ownNews } from './own-news.ts';
import { seenBy } from './seen-by.ts';
import { SpokenNews } from './spoken-news.tsx';
import { useFollowBottom } from './use-follow-bottom.ts';
import { useMessageActs } from './use-message-acts.ts';
import './message-list.css';

interface MessageListProps {
  readonly state: PlaygroundState;
  readonly viewer: PersonView;
  readonly channel: ChannelView;
  readonly local: readonly LocalMessage[];
  /** Removes a local message. */
  readonly dismissLocal: (id: number) => void;
  readonly act: Act;
}

/** The messages of a channel as somebody sees them, oldest first. */
export function MessageList(props: MessageListProps) {
  const { viewer, channel } = props;
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const dismiss = useCallback((id: string) => {
    setDismissed((before) => new Set([...before, id]));
  }, []);
  // With another channel or person it starts at the end again, and none of the history is news.
  return <Messages key={`${channel.id} ${viewer.id}`} {...props} {...{ dismissed, dismiss }} />;
}

interface MessagesProps extends MessageListProps {
  readonly dismissed: ReadonlySet<string>;
  readonly dismiss: (id: string) => void;
}

function Messages(props: MessagesProps) {
  const { state, viewer, channel, local, dismissLocal, act, dismissed, dismiss } = props;
  const { people, channels, botId, botName, messages, commands } = state;
  const names = useMemo(
    () => namesIn({ people, channels, botId, botName }),
    [people, channels, botId, botName],
  );
  const seen = useMemo(
    () => seenBy(messages, viewer, channel).filter(({ payload }) => !dismissed.has(payload.id)),
    [messages, viewer, channel, dismissed],
  );
  const { scroller, content, atBottom, toBottom } = useFollowBottom();
  const dismissHere = useCallback(
    (id: string) => {
      dismiss(id);
      // The button that had the focus goes with its message.
      scroller.current?.focus();
    },
    [dismiss, scroller],
  );
  const lines = useMemo(() => channelLines(seen, local), [seen, local]);
  const own = useMemo(() => ownNews(seen, local, viewer), [seen, local, viewer]);
  const ownBefore = useRef(own);
  // Whoever does something wants to see the result.
  useEffect(() => {
    if (hasMore(ownBefore.current, own)) toBottom();
    ownBefore.current = own;
  }, [own, toBottom]);
  const [acts, controls] = useMessageActs(act);
  return (
    <div class="message-pane">
      <div
        ref={scroller}
        class="message-scroller"
        role="region"
        aria-label={`Messages in ${channelSign(channel)}${channel.name}`}
        tabIndex={0}
      >
        <div ref={content} class="message-all">
          <p class="message-start">
            Type / for what the bot can do. A stand-in draws the pictures: no model is at work.
          </p>
          <ol class="message-list" role="list">
            {lines.map((line) =>
              line.kind === 'message' ? (
                <MessageItem
                  key={line.view.payload.id}
                  view={line.view}
                  names={names}
                  leads={line.leads}
                  answered={answeredBy(line.view, seen)}
                  commands={commands}
                  viewer={viewer}
                  channel={channel}
                  acts={acts.get(line.view.payload.id) ?? NO_ACTS}
                  controls={controls}
                  dismiss={dismissHere}
                />
              ) : (
                <LocalItem
                  key={`local-${line.message.id}`}
                  message={line.message}
                  viewer={viewer}
                  bot={{ id: botId, name: botName }}
                  dismiss={() => {
                    dismissLocal(line.message.id);
                    scroller.current?.focus();
                  }}
                />
              ),
            )}
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

/** The message that another one answers, if it can be seen. */
function answeredBy(view: MessageView, seen: readonly MessageView[]): MessageView | undefined {
  const cause = causeOf(view);
  if (cause?.kind !== 'reply') return undefined;
  return seen.find(({ payload }) => payload.id === cause.messageId);
}
