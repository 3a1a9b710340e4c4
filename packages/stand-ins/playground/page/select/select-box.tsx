import type { APISelectMenuOption } from 'discord-api-types/v10';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChoiceRange } from '../../../discord/rules/choice-rules.ts';
import { useCloseOutside } from '../messages/use-close-outside.ts';
import { SelectList, selectItemId } from './select-list.tsx';
import { chosenLabels, isSingle, movedTo, picked } from './select-state.ts';
import './select-box.css';

interface SelectBoxProps {
  readonly id?: string;
  readonly options: readonly APISelectMenuOption[];
  readonly range: ChoiceRange;
  readonly chosen: readonly string[];
  readonly placeholder: string;
  /** Its name, or the id of the element that has its name. */
  readonly name: { readonly label: string } | { readonly labelledBy: string };
  readonly disabled?: boolean;
  /** Whether its last choice is on its way to the bot. */
  readonly waits?: boolean;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
  readonly change: (values: readonly string[]) => void;
  /** The list was closed, with what is chosen then. */
  readonly closed?: (values: readonly string[]) => void;
}

/**
 * A select, which shows its list under it, or over it where there is more room. It keeps the focus
 * throughout: arrow keys, Home, End and first letters move in the list, Enter and the space bar pick,
 * and Escape closes it.
 */
export function SelectBox(props: SelectBoxProps) {
  const { options, range, chosen, name, disabled = false, waits = false } = props;
  const listId = useId();
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<{ readonly above: boolean }>();
  const [active, setActive] = useState(0);
  // A press elsewhere closes it, and so does the focus that this press takes away.
  const isOpen = useRef(false);
  const close = (values = chosen) => {
    if (!isOpen.current) return;
    isOpen.current = false;
    setOpen(undefined);
    props.closed?.(values);
  };
  useCloseOutside(box, close, open !== undefined);
  const show = () => {
    if (waits) return;
    setActive(
      Math.max(
        0,
        options.findIndex(({ value }) => chosen.includes(value)),
      ),
    );
    isOpen.current = true;
    setOpen({ above: hasMoreRoomAbove(box.current) });
  };
  const pick = (index: number) => {
    const option = options[index];
    if (!option) return;
    setActive(index);
    const values = picked(options, chosen, option.value, range);
    if (values !== chosen) props.change(values);
    if (isSingle(range)) close(values);
  };
  useLayoutEffect(() => {
    if (open) box.current?.querySelector('[role=listbox]')?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const labels = chosenLabels(options, chosen);
  return (
    <div ref={box} class="select">
      <button
        {...(props.id !== undefined && { id: props.id })}
        type="button"
        class="select-button"
        role="combobox"
        aria-haspopup="listbox"
        aria-expanded={open !== undefined}
        aria-controls={open && listId}
        aria-activedescendant={open && selectItemId(listId, active)}
        aria-label={'label' in name ? name.label : undefined}
        aria-labelledby={'labelledBy' in name ? name.labelledBy : undefined}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid ? 'true' : undefined}
        aria-disabled={waits ? 'true' : undefined}
        aria-busy={waits ? 'true' : undefined}
        disabled={disabled}
        onClick={() => {
          if (open) close();
          else show();
        }}
        onBlur={() => {
          close();
        }}
        onKeyDown={(event) => {
          const { key, ctrlKey, altKey, metaKey } = event;
          if (ctrlKey || altKey || metaKey) return;
          if (!open) {
            if (key !== 'ArrowDown' && key !== 'ArrowUp') return;
            event.preventDefault();
            show();
            return;
          }
          if (key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            close();
          } else if (key === 'Enter' || key === ' ') {
            event.preventDefault();
            pick(active);
          } else {
            const next = movedTo(key, active, options);
            if (next === undefined) return;
            event.preventDefault();
            setActive(next);
          }
        }}
      >
        <span class={labels === '' ? 'select-words select-placeholder' : 'select-words'}>
          {labels === '' ? props.placeholder : labels}
        </span>
        <span class="select-arrow" aria-hidden="true">
          ▾
        </span>
      </button>
      {open && (
        <SelectList
          id={listId}
          label={'label' in name ? name.label : props.placeholder}
          above={open.above}
          {...{ options, range, chosen, active, pick }}
        />
      )}
    </div>
  );
}

/** Whether the list would hang out of what scrolls around it, and has more room above. */
function hasMoreRoomAbove(box: HTMLElement | null): boolean {
  const around = box?.closest('.message-scroller, dialog');
  if (!box || !around) return false;
  const { top, bottom } = box.getBoundingClientRect();
  const edges = around.getBoundingClientRect();
  const below = edges.bottom - bottom;
  return below < 240 && top - edges.top > below;
}
