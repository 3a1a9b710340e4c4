import './icons.css';

/** An eye, beside what only one person sees. */
export function EyeIcon() {
  return (
    <svg class="message-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M1 8c2-3.3 4.3-5 7-5s5 1.7 7 5c-2 3.3-4.3 5-7 5s-5-1.7-7-5z" />
      <circle cx="8" cy="8" r="2.2" />
    </svg>
  );
}

/** A sheet of paper, for any file. */
export function FileIcon() {
  return (
    <svg class="message-icon message-icon-file" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M3 1h6l4 4v10H3zM9 1v4h4M5.5 8.500h5M5.5 11h5" />
    </svg>
  );
}

/** An arrow down to a line. */
export function DownloadIcon() {
  return (
    <svg class="message-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M8 1.500v8.500M4.5 6.500L8 10l3.5-3.500M2 14h12" />
    </svg>
  );
}
