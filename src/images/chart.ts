import { z } from 'zod';

/** A mark on the axis of values. */
const tick = z.object({ at: z.number(), label: z.string() });

/** What stands for one day, command or member. */
const group = z.object({
  /** Empty: none is drawn. */
  label: z.string(),
  /** One a series; `null`: unknown. */
  values: z.array(z.number().nullable()),
  /** Drawn at the end of each bar; columns have no room for them. */
  texts: z.array(z.string()).optional(),
});

/**
 * A chart in words and numbers: nothing in it depends on a language. It crosses to the process that
 * draws it as JSON.
 */
export const chart = z.object({
  title: z.string(),
  subtitle: z.string(),
  /** Upright for days; lying, with names at the left, for everything else. */
  shape: z.enum(['columns', 'bars']),
  /** The names of the series, one or two. A legend names them if there are two. */
  series: z.array(z.string()).min(1).max(2),
  /** From 0 up, in equal steps. */
  ticks: z.array(tick).min(2),
  groups: z.array(group),
  /** Shown instead of columns or bars. */
  nothing: z.string().optional(),
});

export type Chart = z.infer<typeof chart>;

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

/** What the chart's font has letters for, besides digits, spaces and punctuation. */
const DRAWABLE =
  /^[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{N}\p{P}\u3005\u30fc\u{20}+=^~|<>$¥€£°]$/u;

/** A name as a chart can draw it, or `undefined` if too little of it would be left. */
export function drawable(name: string): string | undefined {
  const letters = Array.from(name.normalize('NFKC'));
  const left = letters.filter((letter) => DRAWABLE.test(letter));
  const words = left.filter((letter) => /[\p{L}\p{N}]/u.test(letter)).length;
  const lost = letters.filter((letter) => /\p{L}/u.test(letter) && !DRAWABLE.test(letter)).length;
  return words > lost ? left.join('').replaceAll(/\s+/gu, ' ').trim() : undefined;
}
