import { useState } from 'preact/hooks';
import { matching } from './list-item.ts';
import { Listbox } from './listbox.tsx';
import type { OfferedOption } from './offered-command.ts';
import { ADD_SLOT } from './slot-focus.ts';
import { useListbox } from './use-listbox.ts';
import './add-option.css';
import './popup.css';

interface AddOptionProps {
  readonly remaining: readonly OfferedOption[];
  readonly add: (name: string) => void;
  /** Backspace was pressed with nothing typed. */
  readonly erase: () => void;
}

/** The end of the bar, where more options are opened. */
export function AddOption({ remaining, add, erase }: AddOptionProps) {
  const [typed, setTyped] = useState('');
  const [focused, setFocused] = useState(false);
  const all = remaining.map(({ name, label = name, description }) => {
    return { label, detail: description, value: name };
  });
  const items = matching(all, typed);
  const list = useListbox({
    items,
    onPick: ({ value }) => {
      setTyped('');
      add(value);
    },
  });
  const count = `+${remaining.length} optional`;
  return (
    <div class="composer-add">
      <div class="composer-popup" hidden={!focused || !(list.shown || items.length === 0)}>
        <p class="composer-description">
          <strong>Options</strong>
        </p>
        <Listbox list={list} label="Options" />
        {items.length === 0 && (
          <p class="composer-nothing" role="status">
            No option is called that.
          </p>
        )}
      </div>
      <input
        {...list.inputProps}
        data-slot={ADD_SLOT}
        class="composer-control composer-add-control"
        type="text"
        enterkeyhint="send"
        aria-label={`Add an option (${count})`}
        placeholder={count}
        value={typed}
        onFocus={() => {
          setFocused(true);
          list.open();
        }}
        onClick={() => {
          if (!list.shown) list.open();
        }}
        onBlur={() => {
          setFocused(false);
          list.close();
        }}
        onInput={({ currentTarget: { value } }) => {
          setTyped(value);
          list.open(value.trim() !== '');
        }}
        onKeyDown={(event) => {
          list.onKeyDown(event);
          if (event.defaultPrevented) return;
          if (event.key === 'Enter' && typed.trim() !== '') event.preventDefault();
          if (event.key !== 'Backspace' || typed !== '' || event.repeat) return;
          event.preventDefault();
          erase();
        }}
      />
    </div>
  );
}
