const MICROS = 1_000_000;

/** Converts US dollars to whole millionths, in which amounts are stored and added. */
export function microsOf(usd: number): number {
  return Math.round(usd * MICROS);
}

/** The dollars of an amount in millionths. */
export function dollarsOf(micros: number): number {
  return micros / MICROS;
}
