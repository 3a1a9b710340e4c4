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
