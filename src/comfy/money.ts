const MICROS = 1_000_000;

/** US dollars in whole millionths of one, as amounts are kept and added up. */
export function microsOf(usd: number): number {
  return Math.round(usd * MICROS);
}
