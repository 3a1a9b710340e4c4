import { useRef } from 'preact/hooks';
import type { ActionFiles, Act } from '../actions.ts';
import type { Action, ChannelView, PersonView, PlaygroundState } from '../../wire.ts';
import { channelSign } from '../channel-sign.ts';
import { CommandBar } from './command-bar.tsx';
import { checkFields, type CommandForm } from './command-form.ts';
import './composer.css';
import {
  EMPTY_DRAFT,
  isEmpty,
  withForm,
  type ChangeDraft,
  type Draft,
  type Notice,
} from './draft.ts';
import { fileField, placeForFile, withFile } from './file-option.ts';
import { completionAction, formAction } from './form-action.ts';
import { MessageBox } from './message-box.tsx';
import { messageProblem } from './message-problem.ts';
import { NoticeLines } from './notice.tsx';
import { offeredCommands } from './offered-command.ts';
import { SuggestionRow } from './suggestion-row.tsx';
import { suggestionsFor } from './suggestions.ts';
import { firstSlot, MESSAGE_SLOT, optionSlot, useSlotFocus } from './slot-focus.ts';
import { useDrafts } from './use-drafts.ts';
import { useGivenFiles } from './use-given-files.ts';

interface ComposerProps {
  readonly state: PlaygroundState;
  readonly viewer: PersonView;
  readonly channel: ChannelView;
  readonly act: Act;
}

/** Where a person writes, and fills in commands. Each of them has a draft in each channel. */
export function Composer(props: ComposerProps) {
  const draftOf = useDrafts();
  const key = `${props.viewer.id} ${props.channel.id}`;
  const [draft, change] = draftOf(key);
  return <ChannelComposer key={key} {...props} draft={draft} change={change} />;
}

type ChannelComposerProps = ComposerProps & { readonly draft: Draft; readonly change: ChangeDraft };

function ChannelComposer(props: ChannelComposerProps) {
  const { state, viewer, channel, act, draft, change } = props;
  const root = useRef<HTMLDivElement>(null);
  const focus = useSlotFocus(root);
  const offered = offeredCommands(state.commands, viewer, channel);
  const { form, files, text, notice } = draft;

  const hasFocus = () => root.current?.contains(document.activeElement) === true;
  const say = (kind: Notice['kind'], words: string) => {
    change((now) => ({ ...now, notice: { kind, text: words } }));
  };
  const edit: ChangeDraft = (next) => {
    change((now) => ({ ...next(now), notice: undefined }));
  };
  const changeForm = (next: (form: CommandForm) => CommandForm) => {
    change((now) => {
      const kept = now.notice?.kind === 'hint' ? { ...now, notice: undefined } : now;
      return now.form ? withForm(kept, next(now.form)) : kept;
    });
  };
  const send = async (action: Action, sent: ActionFiles) => {
    edit(() => EMPTY_DRAFT);
    focus(MESSAGE_SLOT);
    const outcome = await act(action, sent);
    if (outcome.kind !== 'refused') return;
    const stays = hasFocus();
    change((now) => (isEmpty(now) ? draft : now));
    say('problem', outcome.problem);
    if (stays && draft.form) focus(firstSlot(draft.form));
  };
  const sendText = () => {
    const content = text.trim();
    if (content === '') return;
    const problem = messageProblem(content);
    if (problem === undefined) void send({ kind: 'say', channel: channel.id, content }, new Map());
    else say('problem', problem);
  };
  const sendForm = (filled: CommandForm) => {
    const reading = formAction(filled, channel, state);
    if (reading.kind === 'action') {
      void send(reading.action, files);
      return;
    }
    changeForm((now) => checkFields(now));
    focus(optionSlot(reading.option));
  };
  const choose = (option: string, file: File) => {
    edit((now) => {
      if (!now.form) return now;
      const taken = new Map(now.files).set(fileField(option), file);
      return { ...now, form: withFile(now.form, option, file.name), files: taken };
    });
  };
  const held = useGivenFiles((given) => {
    let now = form;
    for (const file of given) {
      const place = placeForFile(now, offered);
      if (place.kind === 'hint') {
        say('hint', place.hint);
        return;
      }
      now = withFile(place.form, place.name, file.name);
      changeForm(() => place.form);
      choose(place.name, file);
      say('hint', `${file.name} goes with ${place.name}.`);
    }
    if (now && !hasFocus()) focus(firstSlot(now));
  });
  return (
    <div ref={root} class={`composer${held ? ' composer-held' : ''}`}>
      <NoticeLines notice={notice} />
      {isEmpty(draft) && (
        <SuggestionRow
          suggestions={suggestionsFor(offered, channel)}
          send={({ action }) => {
            void act(action);
          }}
        />
      )}
      {form ? (
        <CommandBar
          form={form}
          files={files}
          around={state}
          change={changeForm}
          choose={choose}
          complete={(option) => act(completionAction(form, channel, option))}
          focus={focus}
          leave={() => {
            edit(() => EMPTY_DRAFT);
            focus(MESSAGE_SLOT);
          }}
          send={() => {
            sendForm(form);
          }}
        />
      ) : (
        <MessageBox
          label={`Message ${channelSign(channel)}${channel.name}`}
          text={text}
          offered={offered}
          type={(typed) => {
            edit((now) => ({ ...now, text: typed }));
          }}
          open={(opened) => {
            edit(() => ({ ...EMPTY_DRAFT, form: opened }));
            focus(firstSlot(opened));
          }}
          send={sendText}
        />
      )}
    </div>
  );
}
