import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useCloseOutside } from './use-close-outside.ts';
import './message-menu.css';

/** Where a menu opens, in the window's pixels. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

interface MessageMenuProps {
  readonly place: MenuPlace;
  readonly label: string;
  readonly commands: readonly string[];
  readonly choose: (name: string) => void;
  readonly close: () => void;
}

const EDGE = 8;

/** The menu of a message: its commands. The arrow keys wrap round in it; Escape closes it. */
export function MessageMenu({ place, label, commands, choose, close }: MessageMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const [corner, setCorner] = useState(place);
  useLayoutEffect(() => {
    if (!menu.current) return undefined;
    const { width, height } = menu.current.getBoundingClientRect();
    const opener = document.activeElement;
    setCorner({
      x: Math.max(EDGE, Math.min(place.x, window.innerWidth - width - EDGE)),
      y: Math.max(EDGE, Math.min(place.y, window.innerHeight - height - EDGE)),
    });
    itemsIn(menu.current)[0]?.focus({ preventScroll: true });
    return () => {
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, []);
  useCloseOutside(menu, close);
  return (
    <div
      ref={menu}
      class="message-menu"
      role="menu"
      aria-label={label}
      style={{ left: `${corner.x}px`, top: `${corner.y}px` }}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Tab') {
          event.preventDefault();
          close();
          return;
        }
        const items = menu.current ? itemsIn(menu.current) : [];
        const next = nextIndex(event.key, items.indexOf(focused()), items.length);
        if (next === undefined) return;
        event.preventDefault();
        items[next]?.focus();
      }}
    >
      <div class="message-menu-title" role="presentation">
        Apps
      </div>
      {commands.map((name) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          class="message-menu-item"
          tabIndex={-1}
          onClick={() => {
            choose(name);
            close();
          }}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

function itemsIn(menu: HTMLElement): (Element & HTMLElement)[] {
  return [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
}

function focused(): HTMLElement {
  return document.activeElement instanceof HTMLElement ? document.activeElement : document.body;
}

function nextIndex(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return (at - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
