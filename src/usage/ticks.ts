/** How many marks an axis has at most, besides 0. */
const MOST_STEPS = 5;
const NICE_STEPS = [1, 2, 2.5, 5, 10];

/**
 * Round marks from 0 to at least the largest value. `unit`: what a whole step is a multiple of, such as 60 for
 * minutes. `isWhole`: no mark is between whole units.
 */
export function niceTicks(
  largest: number,
  { unit = 1, isWhole = false }: { readonly unit?: number; readonly isWhole?: boolean } = {},
): readonly number[] {
  const most = largest > 0 ? largest / unit : 1;
  const power = 10 ** Math.floor(Math.log10(most / MOST_STEPS));
  const fits = NICE_STEPS.map((nice) => nice * power).find((step) => most / step <= MOST_STEPS);
  const wanted = fits ?? 10 * power;
  const step = isWhole ? Math.max(1, Math.ceil(wanted)) : wanted;
  const steps = Math.max(1, Math.ceil(most / step - 1e-9));
  return Array.from({ length: steps + 1 }, (_, index) => index * step * unit);
}
