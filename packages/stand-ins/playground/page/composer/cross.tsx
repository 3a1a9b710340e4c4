/** The icon of a button that removes something. */
export function Cross({ size }: { size: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d="M6 6 18 18M18 6 6 18" stroke="currentColor" stroke-width="2" />
    </svg>
  );
}
