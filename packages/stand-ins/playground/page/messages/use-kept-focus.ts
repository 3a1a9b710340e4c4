import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * When the element that has the focus goes away in an edit, the focus goes to what it stood in,
 * and not to the top of the page.
 */
export function useKeptFocus(holder: { readonly current: HTMLElement | null }): void {
  const focused = useRef<Element | undefined>(undefined);
  useLayoutEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    const onIn = ({ target }: FocusEvent) => {
      focused.current = target instanceof Element ? target : undefined;
    };
    const onOut = () => {
      // An element on its way out of the page still counts as focused.
      queueMicrotask(() => {
        if (focused.current?.isConnected) focused.current = undefined;
      });
    };
    element.addEventListener('focusin', onIn);
    element.addEventListener('focusout', onOut);
    return () => {
      element.removeEventListener('focusin', onIn);
      element.removeEventListener('focusout', onOut);
    };
  }, []);
  useLayoutEffect(() => {
    const { current } = focused;
    if (!current || current.isConnected) return;
    focused.current = undefined;
    if (document.activeElement === document.body) holder.current?.focus({ preventScroll: true });
  });
}
