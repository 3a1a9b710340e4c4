/** From the least to the most, both included; open where one is missing. */
export interface Range {
  readonly least?: number | undefined;
  readonly most?: number | undefined;
}

/** Whether a number lies in a range. */
export function isWithin(number: number, { least = -Infinity, most = Infinity }: Range): boolean {
  return number >= least && number <= most;
}
