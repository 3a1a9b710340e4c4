import { EyeIcon } from './icons.tsx';
import './only-you.css';

/** Below what only one person sees, who can dismiss it. */
export function OnlyYou({ dismiss }: { dismiss: () => void }) {
  return (
    <p class="message-only-you">
      <EyeIcon /> Only you can see this •{' '}
      <button type="button" class="message-dismiss" onClick={dismiss}>
        Dismiss message
      </button>
    </p>
  );
}
