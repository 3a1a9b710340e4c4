import { useEffect } from 'preact/hooks';

/** A press outside the menu closes it, and so does whatever moves the page under it. */
export function useCloseOutside(menu: { readonly current: HTMLElement | null }, close: () => void) {
  useEffect(() => {
    const onPress = ({ target }: Event) => {
      if (target instanceof Node && menu.current?.contains(target)) return;
      close();
    };
    const options = { capture: true } as const;
    document.addEventListener('pointerdown', onPress, options);
    document.addEventListener('wheel', onPress, { ...options, passive: true });
    window.addEventListener('resize', close);
    return () => {
      document.removeEventListener('pointerdown', onPress, options);
      document.removeEventListener('wheel', onPress, options);
      window.removeEventListener('resize', close);
    };
  });
}
