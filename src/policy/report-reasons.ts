/** What a report does to a picture until moderators decide: hide it, turn it into a spoiler, or nothing. */
export const REPORT_EFFECTS = ['hide', 'cover', 'none'] as const;

export type ReportEffect = (typeof REPORT_EFFECTS)[number];

/** The effect of each reason on a server with a report channel. */
const REASONS = {
  shows_me: { effect: 'hide' },
  /** Hides outside age-restricted channels. */
  sexual: { effect: 'cover' },
  minor: { effect: 'hide' },
  hateful: { effect: 'cover' },
  other: { effect: 'cover' },
} as const satisfies Readonly<Record<string, { readonly effect: ReportEffect }>>;

export type ReportReason = keyof typeof REASONS;

/** In display order. Buttons store the index, so append new reasons at the end. */
export const REPORT_REASONS = Object.keys(REASONS) as readonly ReportReason[];

/** Reasons that hide a picture regardless of the reporter's record. */
export function alwaysHides(reason: ReportReason): boolean {
  return REASONS[reason].effect === 'hide';
}

/** The channel and server of a reported picture. */
export interface ReportedPlace {
  readonly ageRestricted: boolean;
  /** Whether the server has a report channel. Without moderators, nothing becomes a spoiler. */
  readonly isWatched: boolean;
}

/** The effect of a report with this reason in this place. */
export function effectOf(
  reason: ReportReason,
  { ageRestricted, isWatched }: ReportedPlace,
): ReportEffect {
  if (alwaysHides(reason)) return 'hide';
  if (reason === 'sexual' && !(ageRestricted && isWatched)) return 'hide';
  return isWatched ? 'cover' : 'none';
}

/** Stored as the moderator when the picture was erased before a decision. */
export const ERASED_BY_REQUESTER = 'its requester';

/** Stored as the moderator when the picture was removed together with its source. */
export const REMOVED_WITH_SOURCE = 'its source';

/** Stored as the moderator when no moderator decided in time. */
export const UNDECIDED = 'nobody';
