const MICROS = 1_000_000;

/** US dollars in whole millionths of one, as amounts are kept and added up. */
export function microsOf(usd: number): number {
  return Math.round(usd * MICROS);
}

/** The same as people write it: `$0.0042`, to the last of its millionths that says something. */
export function usdOf(micros: number): string {
  return `$${(micros / MICROS).toFixed(6).replace(/0{1,4}$/, '')}`;
}
