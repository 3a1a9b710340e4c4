import { useRef, useState } from 'preact/hooks';
import { sendAction, type Act } from './actions.ts';
import './channel-pane.css';
import { Composer } from './composer/composer.tsx';
import type { LocalMessage } from './local-message.ts';
import { MessageList } from './messages/message-list.tsx';
import { ModalDialog, type OpenModal } from './modal-dialog.tsx';
import type { ActionOutcome, ChannelView, PersonView, PlaygroundState } from '../wire.ts';

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
  const { local, act, modal, closeModal } = useActions(viewer, channel);
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
          <span aria-hidden="true">{channel.parentId ? '⤷' : '#'}</span> {channel.name}
        </h1>
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
      <MessageList state={state} viewer={viewer} channel={channel} local={local} act={act} />
      <Composer state={state} viewer={viewer} channel={channel} act={act} />
      {modal && <ModalDialog open={modal} act={act} close={closeModal} />}
    </main>
  );
}

/** What the viewer does here, and what their client shows of it by itself. */
function useActions(viewer: PersonView, channel: ChannelView) {
  const [all, setAll] = useState<readonly LocalMessage[]>([]);
  const [modal, setModal] = useState<OpenModal>();
  const next = useRef(1);

  const act: Act = async (action, files) => {
    if (action.kind !== 'command') {
      const outcome = await sendAction(viewer, action, files);
      if (outcome.kind === 'modal') setModal({ ...outcome, personId: viewer.id });
      return outcome;
    }
    const id = next.current;
    next.current += 1;
    const where = { id, channelId: channel.id, personId: viewer.id };
    setAll((before) => [...before, { ...where, kind: 'sending', text: `/${action.name}` }]);
    const outcome = await sendAction(viewer, action, files);
    const problem = problemOf(outcome);
    setAll((before) => {
      const others = before.filter((message) => message.id !== id);
      return problem === undefined
        ? others
        : [...others, { ...where, kind: 'failed', text: problem }];
    });
    if (outcome.kind === 'modal') setModal({ ...outcome, personId: viewer.id });
    return outcome;
  };

  return {
    act,
    modal,
    closeModal: () => {
      setModal(undefined);
    },
    local: all.filter((one) => one.channelId === channel.id && one.personId === viewer.id),
  };
}

/** What the person's client says below the channel of a command that came to nothing. */
function problemOf(outcome: ActionOutcome): string | undefined {
  return outcome.kind === 'no-answer' ? 'The application did not respond' : undefined;
}
