import { useCallback, useEffect, useReducer, useRef, useState } from 'preact/hooks';
import { ChannelBar } from './channel-bar.tsx';
import { ChannelPane } from './channel-pane.tsx';
import { followPlayground } from './live.ts';
import { reduce } from './page-state.ts';
import { Panel } from './panel/panel.tsx';
import { useUnseenPings } from './use-unseen-pings.ts';
import { useMessageHash } from './use-message-hash.ts';
import type { PlaygroundEvent, PlaygroundState } from '../wire.ts';

/** The whole page. */
export function App() {
  const [state, dispatch] = useReducer<PlaygroundState | undefined, PlaygroundEvent>(
    reduce,
    undefined,
  );
  const [connected, setConnected] = useState<boolean>();
  const shown = useRef<string | undefined>(undefined);
  useEffect(() => {
    const event = (change: PlaygroundEvent) => {
      if (change.type === 'all') {
        const { botId } = change.state;
        // Another playground at the same address: this page's policy only knows the earlier one.
        if (shown.current !== undefined && shown.current !== botId) location.reload();
        shown.current = botId;
      }
      dispatch(change);
    };
    const left = new AbortController();
    followPlayground({ event, connected: setConnected }, left.signal);
    return () => {
      left.abort();
    };
  }, []);
  return (
    <>
      <p class="page-notice" role="status">
        {connected === false &&
          'The playground does not answer. Start it again, and open the address that it prints.'}
      </p>
      {state && <Server state={state} />}
    </>
  );
}

/** Which part of the page a narrow screen shows. */
type Part = 'channels' | 'chat' | 'panel';

function Server({ state }: { state: PlaygroundState }) {
  const [personId, setPersonId] = useState<string>();
  const [channelId, setChannelId] = useState<string>();
  const [part, setPart] = useState<Part>('chat');
  const openChannel = useCallback((id: string) => {
    setChannelId(id);
    setPart('chat');
  }, []);
  useMessageHash(openChannel);
  const viewer = state.people.find(({ id }) => id === personId) ?? state.people[0];
  const channels = state.channels.filter(
    ({ recipientId, moderatorsOnly = false }) =>
      (recipientId === undefined || recipientId === viewer?.id) &&
      (!moderatorsOnly || viewer?.moderator === true),
  );
  const channel = channels.find(({ id }) => id === channelId) ?? channels[0];
  const pings = useUnseenPings(state.messages, viewer?.id, channel?.id);
  if (!viewer || !channel) return null;
  const toggle = (other: Part) => {
    setPart(part === other ? 'chat' : other);
  };
  return (
    <div class={`page page-shows-${part}`}>
      <ChannelBar
        state={state}
        channels={channels}
        pings={pings}
        viewer={viewer}
        channel={channel}
        act={(id) => {
          setPersonId(id);
          setPart('chat');
        }}
        open={openChannel}
      />
      <ChannelPane
        state={state}
        viewer={viewer}
        channel={channel}
        shows={part}
        toggleChannels={() => {
          toggle('channels');
        }}
        togglePanel={() => {
          toggle('panel');
        }}
      />
      <Panel state={state} />
    </div>
  );
}
