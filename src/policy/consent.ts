/** How long somebody has to say whether a picture that they posted may be used. */
export const POSTER_WINDOW_MS = 60 * 60_000;

/** How long the question stays open. */
export const CONSENT_WINDOW_MS = 10 * 60_000;
