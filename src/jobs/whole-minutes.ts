/** A time in whole minutes, at least one. */
export function wholeMinutes(ms: number): string {
  return String(Math.max(1, Math.round(ms / 60_000)));
}
