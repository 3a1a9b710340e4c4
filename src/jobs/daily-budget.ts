/*
 * What is limited by the day, GPU time and money, is counted from midnight to midnight in UTC, by sums that the log is
 * asked for. Such a sum reads many rows, so it is believed for a while.
 */

const DAY_MS = 24 * 60 * 60_000;
/** How long a sum is believed. */
const BELIEVED_FOR_MS = 10_000;

/** When the log was asked for a sum, and from when on that counts; milliseconds since the epoch. */
export interface DaySum {
  readonly midnight: number;
  readonly askedAt: number;
}

/** Whether a sum is of today, and was asked for of late. */
export function isBelieved({ midnight, askedAt }: DaySum, now: number): boolean {
  // The clock may have been set back.
  return midnight === midnightBefore(now) && now >= askedAt && now < askedAt + BELIEVED_FOR_MS;
}

/** When the day of that time began. */
export function midnightBefore(time: number): number {
  return time - (time % DAY_MS);
}

/** When the day of a sum is over, and there is more to be used. */
export function dayEnd({ midnight }: Pick<DaySum, 'midnight'>): number {
  return midnight + DAY_MS;
}

/** The facts of an error that says when there is more: `gpu_time_spent`, `server_gpu_time_spent` and `money_spent`. */
export function opensAtFacts(opensAt: number): { readonly at: number } {
  return { at: Math.ceil(opensAt / 1000) };
}
