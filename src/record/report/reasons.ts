/** Why a picture is reported, and whether that hides it at once, before moderators decide. */
const REASONS = {
  shows_me: { hides: true },
  sexual: { hides: true },
  minor: { hides: true },
  hateful: { hides: false },
  other: { hides: false },
} as const satisfies Readonly<Record<string, { readonly hides: boolean }>>;

export type ReportReason = keyof typeof REASONS;

/** In the order in which people choose. Buttons name a reason by its place here: new ones come last. */
export const REPORT_REASONS = Object.keys(REASONS) as readonly ReportReason[];

export function hides(reason: ReportReason): boolean {
  return REASONS[reason].hides;
}

/** Those that hide. */
export const HIDING_REASONS: readonly ReportReason[] = REPORT_REASONS.filter(hides);
