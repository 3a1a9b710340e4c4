import { EyeIcon } from './icons.tsx';
import './only-you.css';

/** Below what only one person sees. It can be dismissed, where there is a way. */
export function OnlyYou({ dismiss }: { dismiss?: () => void }) {
  return (
    <p class="message-only-you">
      <EyeIcon /> Only you can see this
      {dismiss && (
        <>
          {' • '}
          <button type="button" class="message-dismiss" onClick={dismiss}>
            Dismiss message
          </button>
        </>
      )}
    </p>
  );
}
