/** How long a poster has to answer whether their picture may be used. */
export const POSTER_WINDOW_MS = 60 * 60_000;

/** How long a consent question stays open. */
export const CONSENT_WINDOW_MS = 10 * 60_000;
