import type { TargetedKeyboardEvent } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { ListItem } from './list-item.ts';
import { CLOSED, moved, OPENED, READY } from './list-state.ts';

interface ListboxParts<T> {
  readonly items: readonly ListItem<T>[];
  readonly onPick: (item: ListItem<T>) => void;
  /** Whether Tab, having picked, also moves on to the next element. */
  readonly tabMovesOn?: boolean;
}

/** A listbox that belongs to an input, which keeps the focus throughout. */
export interface ListboxOfInput<T> {
  readonly id: string;
  readonly items: readonly ListItem<T>[];
  readonly shown: boolean;
  readonly active: number;
  readonly pick: (item: ListItem<T>) => void;
  /** Shows all; `ready`: Enter picks the first one. */
  readonly open: (ready?: boolean) => void;
  readonly close: () => void;
  /** Does what the key does in the list, and then prevents its default action. */
  readonly onKeyDown: (event: TargetedKeyboardEvent<HTMLInputElement>) => void;
  readonly inputProps: ReturnType<typeof inputProps>;
}

/** The state of a listbox and the keys of the input that it belongs to. */
export function useListbox<T>({
  items,
  onPick,
  tabMovesOn = false,
}: ListboxParts<T>): ListboxOfInput<T> {
  const id = useId();
  const [state, setState] = useState(CLOSED);
  const shown = state.open && items.length > 0;
  const active = shown ? Math.min(state.active, items.length - 1) : -1;
  const close = () => {
    setState(CLOSED);
  };
  const pick = (item: ListItem<T>) => {
    close();
    onPick(item);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    if (event.isComposing || event.shiftKey) return;
    const item = items[active];
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        event.preventDefault();
        setState(moved(state, event.key === 'ArrowDown' ? 1 : -1, items.length));
        return;
      case 'Enter':
      case 'Tab':
        if (!item) return;
        if (event.key === 'Enter' || !tabMovesOn) event.preventDefault();
        pick(item);
        return;
      case 'Escape':
        if (!shown) return;
        event.preventDefault();
        close();
    }
  };
  const open = (ready = false) => {
    setState(ready ? READY : OPENED);
  };
  return {
    id,
    items,
    shown,
    active,
    pick,
    open,
    close,
    onKeyDown,
    inputProps: inputProps(id, shown, active),
  };
}

/** The id of an item's element. */
export function itemId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

function inputProps(id: string, shown: boolean, active: number) {
  return {
    role: 'combobox',
    autocomplete: 'off',
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-expanded': shown,
    'aria-controls': shown ? id : undefined,
    'aria-activedescendant': active < 0 ? undefined : itemId(id, active),
  } as const;
}
