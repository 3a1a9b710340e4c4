import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** This near the end counts as being there. */
const NEAR_PX = 40;

/**
 * Keeps a scrolling list at its end while somebody reads there, even when a picture loads or an edit
 * makes a message longer. Elsewhere it stays in place, which browsers see to by themselves.
 */
export function useFollowBottom() {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const lastTop = useRef(0);
  const [atBottom, setAtBottom] = useState(true);

  const toBottom = useCallback(() => {
    const list = scroller.current;
    if (!list) return;
    follows.current = true;
    setAtBottom(true);
    list.scrollTop = list.scrollHeight;
    lastTop.current = list.scrollTop;
  }, []);

  useLayoutEffect(() => {
    const list = scroller.current;
    if (!list || !content.current) return undefined;
    const onScroll = () => {
      const isNear = list.scrollHeight - list.clientHeight - list.scrollTop <= NEAR_PX;
      // What grows below moves the end further away, but only a person scrolls up.
      const wentUp = list.scrollTop < lastTop.current - 1;
      lastTop.current = list.scrollTop;
      if (!isNear && !wentUp) return;
      follows.current = isNear;
      setAtBottom(isNear);
    };
    const observer = new ResizeObserver(() => {
      if (follows.current) toBottom();
    });
    list.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(list);
    observer.observe(content.current);
    toBottom();
    return () => {
      list.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [toBottom]);

  return { scroller, content, atBottom, toBottom };
}
