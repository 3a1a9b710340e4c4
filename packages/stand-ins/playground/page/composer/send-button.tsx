import { keepFocus } from './keep-focus.ts';
import { SEND_SLOT } from './slot-focus.ts';

/** Sends the form it is in, for those who have no Enter key. */
export function SendButton() {
  return (
    <button
      type="submit"
      class="composer-button"
      data-slot={SEND_SLOT}
      aria-label="Send"
      onMouseDown={keepFocus}
    >
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
        <path d="M3 4.5 21 12 3 19.5 5.5 12z" fill="currentColor" />
        <path d="M5.5 12H13" stroke="var(--bg-input)" stroke-width="1.8" />
      </svg>
    </button>
  );
}
