/** What a report does to the picture until it is decided: hide it, turn it into a spoiler, or nothing. */
export const REPORT_EFFECTS = ['hide', 'cover', 'none'] as const;

export type ReportEffect = (typeof REPORT_EFFECTS)[number];

/** What each reason does where the server has a channel for reports. */
const REASONS = {
  shows_me: { effect: 'hide' },
  /** Outside age-restricted channels it hides. */
  sexual: { effect: 'cover' },
  minor: { effect: 'hide' },
  hateful: { effect: 'cover' },
  other: { effect: 'cover' },
} as const satisfies Readonly<Record<string, { readonly effect: ReportEffect }>>;

export type ReportReason = keyof typeof REASONS;

/** In the order in which people choose. Buttons name a reason by its place here: new ones come last. */
export const REPORT_REASONS = Object.keys(REASONS) as readonly ReportReason[];

/** Reasons that hide a picture whoever reports it, and however often they were wrong before. */
export function alwaysHides(reason: ReportReason): boolean {
  return REASONS[reason].effect === 'hide';
}

/** Where a picture is reported. */
export interface ReportedPlace {
  readonly ageRestricted: boolean;
  /** Whether the server has a channel for reports: without moderators, nothing is covered. */
  readonly isWatched: boolean;
}

/** What a report for this reason does there. */
export function effectOf(
  reason: ReportReason,
  { ageRestricted, isWatched }: ReportedPlace,
): ReportEffect {
  if (alwaysHides(reason)) return 'hide';
  if (reason === 'sexual' && !(ageRestricted && isWatched)) return 'hide';
  return isWatched ? 'cover' : 'none';
}

/** Takes a moderator's place where the picture was erased before one decided. */
export const ERASED_BY_REQUESTER = 'its requester';

/** The same where it was removed with what it was made from. */
export const REMOVED_WITH_SOURCE = 'its source';

/** Takes a moderator's place where no moderator decided in time. */
export const UNDECIDED = 'nobody';
