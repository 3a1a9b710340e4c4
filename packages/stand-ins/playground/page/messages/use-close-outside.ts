import { useEffect } from 'preact/hooks';

/**
 * While it is open, a press outside the menu closes it, and so does whatever moves the page under it.
 */
export function useCloseOutside(
  menu: { readonly current: HTMLElement | null },
  close: () => void,
  open = true,
): void {
  useEffect(() => {
    if (!open) return undefined;
    const onPress = ({ target }: Event) => {
      if (target instanceof Node && menu.current?.contains(target)) return;
      close();
    };
    const onResize = () => {
      close();
    };
    const options = { capture: true } as const;
    document.addEventListener('pointerdown', onPress, options);
    document.addEventListener('wheel', onPress, { ...options, passive: true });
    window.addEventListener('resize', onResize);
    return () => {
      document.removeEventListener('pointerdown', onPress, options);
      document.removeEventListener('wheel', onPress, options);
      window.removeEventListener('resize', onResize);
    };
  });
}
