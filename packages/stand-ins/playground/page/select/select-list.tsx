import type { APISelectMenuOption } from 'discord-api-types/v10';
import { useEffect, useRef } from 'preact/hooks';
import type { ChoiceRange } from '../../../discord/rules/choice-rules.ts';
import { keepFocus } from '../composer/keep-focus.ts';
import { isSingle } from './select-state.ts';

interface SelectListProps {
  readonly id: string;
  readonly label: string;
  readonly above: boolean;
  readonly options: readonly APISelectMenuOption[];
  readonly range: ChoiceRange;
  readonly chosen: readonly string[];
  readonly active: number;
  readonly pick: (index: number) => void;
}

/** The id of an option's element. */
export function selectItemId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** The options of an open select. Those that would be too many cannot be picked. */
export function SelectList(props: SelectListProps) {
  const { id, label, above, options, range, chosen, active, pick } = props;
  const list = useRef<HTMLDivElement>(null);
  const single = isSingle(range);
  const full = !single && chosen.length >= range.most;
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div
      ref={list}
      id={id}
      class={above ? 'select-list select-list-above' : 'select-list'}
      role="listbox"
      aria-label={label}
      aria-multiselectable={single ? undefined : 'true'}
      onMouseDown={keepFocus}
    >
      {options.map((option, index) => {
        const isChosen = chosen.includes(option.value);
        return (
          <div
            key={option.value}
            id={selectItemId(id, index)}
            class={index === active ? 'select-item select-item-active' : 'select-item'}
            role="option"
            aria-selected={isChosen}
            aria-disabled={full && !isChosen ? 'true' : undefined}
            onClick={() => {
              pick(index);
            }}
          >
            {option.emoji?.name && <span aria-hidden="true">{option.emoji.name}</span>}
            <span class="select-item-words">
              <span class="select-item-label">{option.label}</span>
              {option.description && <span class="select-item-detail">{option.description}</span>}
            </span>
            <span class="select-item-mark" aria-hidden="true">
              {isChosen ? '✓' : single ? '' : '☐'}
            </span>
          </div>
        );
      })}
    </div>
  );
}
