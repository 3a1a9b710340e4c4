const MICROS = 1_000_000;

/** Converts US dollars to whole millionths, in which amounts are stored and added. */
export function microsOf(usd: number): number {
  return Math.round(usd * MICROS);
}

/** Formats millionths as dollars without trailing zeros: `$0.0042`. */
export function usdOf(micros: number): string {
  return `$${(micros / MICROS).toFixed(6).replace(/0{1,4}$/, '')}`;
}
