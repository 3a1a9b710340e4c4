import { parseArgs } from 'node:util';
import type { BenchOptions } from './scenario.ts';

export interface CommandLine extends BenchOptions {
  /** Which scenarios to run; none means all. */
  readonly names: readonly string[];
  /** Where the figures are written, as JSON. */
  readonly out: string;
}

const ROWS = 2_000_000;
const QUICK_ROWS = 50_000;
const FEWEST_ROWS = 20_000;

/** Reads `[scenario …] [--rows N] [--quick] [--out FILE]`. @throws Error with what is wrong. */
export function parseCommandLine(args: readonly string[], known: readonly string[]): CommandLine {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rows: { type: 'string' },
      quick: { type: 'boolean', default: false },
      out: { type: 'string', default: 'bench-results/latest.json' },
    },
  });
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(`There is no scenario ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  }
  const rows = Number((values.rows ?? `${values.quick ? QUICK_ROWS : ROWS}`).replaceAll('_', ''));
  if (!Number.isInteger(rows) || rows < FEWEST_ROWS) {
    throw new Error(`--rows must be a whole number from ${FEWEST_ROWS} up.`);
  }
  return { names: positionals, rows, quick: values.quick, out: values.out };
}
