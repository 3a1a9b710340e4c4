import { useState } from 'preact/hooks';
import { openForm, type CommandForm } from './command-form.ts';
import { matching } from './list-item.ts';
import { Listbox } from './listbox.tsx';
import type { OfferedCommand } from './offered-command.ts';
import { SendButton } from './send-button.tsx';
import { MESSAGE_SLOT } from './slot-focus.ts';
import { commandQuery, typedCommand } from './typed-command.ts';
import { useListbox } from './use-listbox.ts';
import './popup.css';

interface MessageBoxProps {
  readonly label: string;
  readonly text: string;
  readonly offered: readonly OfferedCommand[];
  readonly type: (text: string) => void;
  readonly open: (form: CommandForm) => void;
  readonly send: () => void;
}

/** The box for a message; after a slash it offers the commands. */
export function MessageBox({ label, text, offered, type, open, send }: MessageBoxProps) {
  const [focused, setFocused] = useState(false);
  const query = commandQuery(text);
  const all = offered.map((command) => {
    return { label: `/${command.label}`, detail: command.description, value: command };
  });
  const items = query === undefined ? [] : matching(all, text);
  const list = useListbox({
    items,
    onPick: ({ value }) => {
      open(openForm(value));
    },
  });
  // With a space in it, it is a message that begins with a slash.
  const lost = focused && items.length === 0 && query?.includes(' ') === false;
  return (
    <form
      class="composer-bar"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="composer-popup" hidden={!list.shown && !lost}>
        <p class="composer-description">
          <strong>Commands</strong>
        </p>
        <Listbox list={list} label="Commands" />
        {lost && (
          <p class="composer-nothing" role="status">
            {offered.length === 0
              ? 'The bot offers no commands here.'
              : 'No command is called that.'}
          </p>
        )}
      </div>
      <input
        {...list.inputProps}
        data-slot={MESSAGE_SLOT}
        class="composer-message"
        type="text"
        enterkeyhint="send"
        aria-label={label}
        placeholder={label}
        value={text}
        onInput={({ currentTarget: { value } }) => {
          const form = typedCommand(value, offered);
          if (form) {
            open(form);
            return;
          }
          type(value);
          list.open(true);
        }}
        onFocus={() => {
          setFocused(true);
          list.open(true);
        }}
        onBlur={() => {
          setFocused(false);
          list.close();
        }}
        onKeyDown={list.onKeyDown}
      />
      <SendButton />
    </form>
  );
}
