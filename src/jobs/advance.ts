import { shareByTime } from '../comfy/estimate.ts';
import type { Observed } from './observations.ts';

type Advanced = Pick<Observed, 'progress' | 'movedAt' | 'leastShare'>;

interface RunTimes {
  readonly now: number;
  readonly startedAt: number;
}

/**
 * How far a run is, with what its worker reports now: a share from 0 to 1, `undefined` for nothing.
 * What was seen or shown before is never taken back, whatever is reported. Times are milliseconds
 * since the epoch.
 */
export function advance(
  before: Observed,
  reported: number | undefined,
  { now, startedAt }: RunTimes,
): Advanced {
  const { progress, movedAt, expectedMs, leastShare = 0 } = before;
  const byTime = progress === undefined ? shareByTime(now, { startedAt, expectedMs }) : undefined;
  const least = Math.min(Math.max(leastShare, byTime ?? 0), 1);
  const kept = least > 0 ? { leastShare: least } : {};
  if (reported !== undefined && (progress === undefined || reported > progress)) {
    return { progress: reported, movedAt: now, ...kept };
  }
  return {
    ...(progress === undefined ? {} : { progress }),
    ...(movedAt === undefined ? {} : { movedAt }),
    ...kept,
  };
}

/**
 * What a job's message goes on from when RunPod has put the job back into its queue to begin anew.
 */
export function shownOfRun(before: Observed, times: RunTimes): Pick<Observed, 'leastShare'> {
  const { progress = 0, leastShare = 0 } = advance(before, undefined, times);
  const shown = Math.max(progress, leastShare);
  return shown > 0 ? { leastShare: shown } : {};
}
