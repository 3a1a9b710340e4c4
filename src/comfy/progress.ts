import { isRecord } from './record.ts';

/**
 * How far a running job is, 0 to 1, from its output while IN_PROGRESS:
 * `{type: 'progress', value, max, percent, node}`, percent 0 to 100. Undefined where it says nothing
 * usable. `percent` goes before `value` of `max`, which may be those of one node only.
 */
export function readProgress(output: unknown): number | undefined {
  if (!isRecord(output) || output.type !== 'progress') return undefined;
  const { percent, value, max } = output;
  if (isFiniteNumber(percent)) return clamp(percent / 100);
  if (isFiniteNumber(value) && isFiniteNumber(max) && max > 0) return clamp(value / max);
  return undefined;
}

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function clamp(share: number): number {
  return Math.min(Math.max(share, 0), 1);
}
