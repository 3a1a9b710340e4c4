/** Interactions that were acknowledged, and are still to be answered. */
export interface DeferralsTable {
  interactionId: string;
  token: string;
  kind: string;
  expiresAt: number;
}
