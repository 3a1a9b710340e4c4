/** How long the question stays open. */
export const CONSENT_WINDOW_MS = 10 * 60_000;
