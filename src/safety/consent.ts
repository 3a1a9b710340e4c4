/**
 * The words by which a person consents to the use of a photo. A change of words is a new version,
 * since every record of consent names the one that was shown.
 */
export const CONSENT = {
  version: 1,
  wording: 'I am this person, or have their permission',
} as const;

/** How long the question stays open. */
export const CONSENT_WINDOW_MS = 10 * 60_000;
