import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { sendAction, type Act } from './actions.ts';
import './channel-pane.css';
import { Composer } from './composer/composer.tsx';
import type { LocalMessage } from './local-message.ts';
import { MessageList } from './messages/message-list.tsx';
import { ModalDialog, type OpenModal } from './modal/modal-dialog.tsx';
import type { ChannelView, PersonView, PlaygroundState } from '../wire.ts';

interface ChannelPaneProps {
  readonly state: PlaygroundState;
  readonly viewer: PersonView;
  readonly channel: ChannelView;
  readonly shows: 'channels' | 'chat' | 'panel';
  readonly toggleChannels: () => void;
  readonly togglePanel: () => void;
}

/** One channel: its messages, and where somebody writes. */
export function ChannelPane(props: ChannelPaneProps) {
  const { state, viewer, channel, shows } = props;
  const { local, dismissLocal, act, modal, closeModal } = useActions(viewer, channel);
  return (
    <main class="pane">
      <header class="pane-head">
        <button
          type="button"
          class="pane-toggle"
          aria-expanded={shows === 'channels'}
          onClick={props.toggleChannels}
        >
          Channels
        </button>
        <h1>
          <span aria-hidden="true">
            {channel.recipientId || channel.isGroup ? '@' : channel.parentId ? '⤷' : '#'}
          </span>{' '}
          {channel.name}
        </h1>
        {channel.recipientId && (
          <label class="pane-direct">
            <input
              type="checkbox"
              checked={viewer.directMessages}
              onChange={({ currentTarget: { checked } }) => {
                void act({ kind: 'direct-messages', on: checked });
              }}
            />
            Take direct messages
          </label>
        )}
        {channel.ageRestricted && <span class="pane-age">age-restricted</span>}
        <button
          type="button"
          class="pane-toggle pane-toggle-panel"
          aria-expanded={shows === 'panel'}
          onClick={props.togglePanel}
        >
          Behind the scenes
        </button>
      </header>
      <MessageList
        state={state}
        viewer={viewer}
        channel={channel}
        local={local}
        dismissLocal={dismissLocal}
        act={act}
      />
      <Composer state={state} viewer={viewer} channel={channel} act={act} />
      {modal && <ModalDialog key={modal.interaction} open={modal} act={act} close={closeModal} />}
    </main>
  );
}

/** What the viewer does here, and what their client shows of it by itself. */
function useActions(viewer: PersonView, channel: ChannelView) {
  const [all, setAll] = useState<readonly LocalMessage[]>([]);
  const [modal, setModal] = useState<OpenModal>();
  const next = useRef(1);
  const personId = viewer.id;
  const channelId = channel.id;

  const dismissLocal = useCallback((id: number) => {
    setAll((before) => before.filter((message) => message.id !== id));
  }, []);
  const act = useCallback<Act>(
    async (action, files) => {
      const id = next.current;
      next.current += 1;
      const show = (kind: LocalMessage['kind'], text: string) => {
        const message = { id, channelId, personId, at: Date.now(), kind, text };
        setAll((before) => [...before.filter((one) => one.id !== id), message]);
      };
      const isCommand = action.kind === 'command';
      if (isCommand) show('sending', `/${action.name}`);
      const outcome = await sendAction(personId, action, files);
      if (isCommand && outcome.kind === 'no-answer')
        show('failed', 'The application did not respond');
      else dismissLocal(id);
      if (outcome.kind === 'modal') setModal({ ...outcome, personId });
      return outcome;
    },
    [personId, channelId, dismissLocal],
  );

  return {
    act,
    local: useMemo(
      () => all.filter((one) => one.channelId === channelId && one.personId === personId),
      [all, channelId, personId],
    ),
    dismissLocal,
    modal: modal?.personId === personId ? modal : undefined,
    closeModal: () => {
      setModal(undefined);
    },
  };
}
