import { useRef } from 'preact/hooks';

const LONG_MS = 500;
/** A finger that wanders farther scrolls. */
const STILL_PX = 10;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Handlers for a finger that stays where it was put down. */
export function useLongPress(onLongPress: (place: Place) => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const start = useRef<Place>({ x: 0, y: 0 });
  const cancel = () => {
    clearTimeout(timer.current);
  };
  return {
    onPointerDown: ({ pointerType, clientX: x, clientY: y }: PointerEvent) => {
      if (pointerType !== 'touch') return;
      start.current = { x, y };
      timer.current = setTimeout(() => {
        onLongPress({ x, y });
      }, LONG_MS);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { x, y } = start.current;
      if (Math.hypot(clientX - x, clientY - y) > STILL_PX) cancel();
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
  };
}
