import { useCallback } from 'preact/hooks';
import { Account } from './account.tsx';
import { type Act, sendAction } from './actions.ts';
import type { ChannelView, PersonView, PlaygroundState } from '../wire.ts';
import './channel-bar.css';

interface ChannelBarProps {
  readonly state: PlaygroundState;
  readonly viewer: PersonView;
  /** Those that the viewer sees. */
  readonly channels: readonly ChannelView[];
  readonly channel: ChannelView;
  /** How many messages have notified the viewer in each channel since they looked there. */
  readonly pings: ReadonlyMap<string, number>;
  /** Acts as the person with that id from now on. */
  readonly act: (personId: string) => void;
  readonly open: (channelId: string) => void;
}

/** The channels of the server, the bot's direct messages, and who the page acts as. */
export function ChannelBar({
  state,
  viewer,
  channels,
  channel: { id: openId },
  pings,
  act,
  open,
}: ChannelBarProps) {
  const actAs = useCallback<Act>((action) => sendAction(viewer.id, action), [viewer.id]);
  return (
    <aside class="bar" aria-label="Server">
      <h2 class="bar-server">{state.server}</h2>
      <nav class="bar-channels" aria-label="Channels">
        <ul>
          {channels.map(({ id, name, parentId, ageRestricted, ...of }) => (
            <li key={id} class={of.recipientId ? 'bar-direct' : undefined}>
              <button
                type="button"
                class={parentId ? 'bar-channel bar-thread' : 'bar-channel'}
                aria-current={id === openId ? 'page' : undefined}
                onClick={() => {
                  open(id);
                }}
              >
                <span aria-hidden="true">
                  {of.recipientId || of.isGroup ? '@' : parentId ? '⤷' : '#'}
                </span>
                <span>{name}</span>
                <PingBadge count={pings.get(id) ?? 0} />
                {of.recipientId && <span class="bar-age">direct messages</span>}
                {ageRestricted && <span class="bar-age">age-restricted</span>}
                {of.moderatorsOnly && <span class="bar-age">moderators only</span>}
                {of.isGuest && <span class="bar-age">{whereTheBotIsNot(of)}</span>}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <fieldset class="bar-people">
        <legend>You are</legend>
        {state.people.map(({ id, name, moderator }) => (
          <label key={id}>
            <input
              type="radio"
              name="person"
              checked={id === viewer.id}
              onChange={() => {
                act(id);
              }}
            />
            {name}
            <span class="bar-role">{moderator ? 'moderator' : 'member'}</span>
          </label>
        ))}
      </fieldset>
      <Account viewer={viewer} state={state} act={actAs} />
    </aside>
  );
}

function whereTheBotIsNot({ isGroup = false }: Pick<ChannelView, 'isGroup'>): string {
  return isGroup ? 'without the bot' : 'another server';
}

function PingBadge({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span class="bar-pings" role="img" aria-label={count === 1 ? '1 ping' : `${count} pings`}>
      {count}
    </span>
  );
}
