import { useEffect, useRef } from 'preact/hooks';
import { keepFocus } from './keep-focus.ts';
import { itemId, type ListboxOfInput } from './use-listbox.ts';
import './listbox.css';

/** The items that can be picked, while there are any to show. */
export function Listbox<T>({ list, label }: { list: ListboxOfInput<T>; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  const { id, items, shown, active, pick } = list;
  useEffect(() => {
    box.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active, shown]);
  if (!shown) return null;
  return (
    <div
      ref={box}
      id={id}
      class="composer-list"
      role="listbox"
      aria-label={label}
      onMouseDown={keepFocus}
    >
      {items.map((item, index) => (
        <div
          key={itemId(id, index)}
          id={itemId(id, index)}
          class="composer-item"
          role="option"
          aria-selected={index === active}
          onClick={() => {
            pick(item);
          }}
        >
          <span class="composer-item-label">{item.label}</span>
          {item.detail !== undefined && <span class="composer-item-detail">{item.detail}</span>}
        </div>
      ))}
    </div>
  );
}
