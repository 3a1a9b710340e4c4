import type { OptionInput } from '../../wire.ts';
import { FieldFrame } from './field-frame.tsx';
import { controlProps, type FieldParts } from './field-parts.ts';
import type { ListItem } from './list-item.ts';
import { Listbox } from './listbox.tsx';
import { useListbox } from './use-listbox.ts';

interface ListFieldProps {
  readonly parts: FieldParts;
  readonly items: readonly ListItem<OptionInput>[];
  /** Said where there are no items. */
  readonly nothing: string;
  /** Whether what is typed counts as it is, so that Enter picks nothing by itself. */
  readonly free?: boolean;
  readonly focused?: (focused: boolean) => void;
}

/** An option whose value is picked from a list, which typing narrows. */
export function ListField({ parts, items, nothing, free = false, focused }: ListFieldProps) {
  const { field, actions } = parts;
  const { option, text } = field;
  const list = useListbox<OptionInput>({
    items,
    tabMovesOn: true,
    onPick: ({ label, value }) => {
      actions.pick(label, value);
    },
  });
  const below = (
    <>
      <Listbox list={list} label={option.label ?? option.name} />
      {items.length === 0 && (
        <p class="composer-nothing" role="status">
          {nothing}
        </p>
      )}
    </>
  );
  return (
    <FieldFrame parts={parts} below={below}>
      <span class="composer-grow" data-text={text}>
        <input
          {...controlProps(parts)}
          {...list.inputProps}
          class="composer-control"
          type="text"
          size={1}
          value={text}
          required={option.required === true}
          onFocus={() => {
            focused?.(true);
            list.open();
          }}
          onClick={() => {
            if (!list.shown) list.open();
          }}
          onBlur={() => {
            focused?.(false);
            list.close();
          }}
          onInput={({ currentTarget: { value } }) => {
            actions.type(value);
            list.open(!free && value.trim() !== '');
          }}
          onKeyDown={(event) => {
            list.onKeyDown(event);
            if (event.defaultPrevented || event.key !== 'Backspace') return;
            if (text !== '' || event.repeat) return;
            event.preventDefault();
            actions.erase();
          }}
        />
      </span>
    </FieldFrame>
  );
}
