import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

/** Text that is covered until somebody wants to read it. */
export function Spoiler({ children }: { children: ComponentChildren }) {
  const [shown, setShown] = useState(false);
  if (shown) return <span class="message-spoiler-shown">{children}</span>;
  return (
    <button
      type="button"
      class="message-spoiler"
      aria-label="Spoiler. Show it"
      onClick={() => {
        setShown(true);
      }}
    >
      <span aria-hidden="true">{children}</span>
    </button>
  );
}
