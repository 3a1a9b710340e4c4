import { isRecord } from '../../comfy/record.ts';
import type { KeptValues } from '../../comfy/settable.ts';
import { jsonIn } from '../../jobs/sql/job-row.ts';

/** Values of options as a column holds them. None where that cannot be read. */
export function keptOptions(column: string): KeptValues {
  const options = jsonIn(column);
  return isRecord(options) ? options : {};
}

/** The same with some of them changed; `undefined` takes one out. */
export function changedOptions(before: KeptValues, changes: KeptValues): KeptValues {
  const all = Object.entries({ ...before, ...changes });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}
