import { ASPECT_RATIOS } from '../comfy/aspect-ratio.ts';
import type { Settings } from '../comfy/settings.ts';

/** A completed job as RunPod measured it. */
export interface PastRun {
  readonly executionMs: number;
  readonly settings: Settings;
}

/**
 * How long a run is expected to take, in milliseconds: the median of what past runs took for each
 * step and pixel, times the steps and pixels asked for. `undefined` while there are none.
 */
export function expectedRunMs(settings: Settings, past: readonly PastRun[]): number | undefined {
  const rates = past.map((run) => run.executionMs / workOf(run.settings)).sort((a, b) => a - b);
  const median = rates[Math.floor(rates.length / 2)];
  return median === undefined ? undefined : median * workOf(settings);
}

/** Below this, progress says too little about the time that is left. */
const TELLING_SHARE = 0.1;

/**
 * When a run is likely to be ready: from its progress once that tells enough, else from what is
 * expected. Times are milliseconds since the epoch.
 */
export function readyTime(
  now: number,
  startedAt: number,
  progress: number | undefined,
  expectedMs: number | undefined,
): number | undefined {
  if (progress !== undefined && progress >= TELLING_SHARE) {
    return startedAt + (now - startedAt) / progress;
  }
  return expectedMs === undefined ? undefined : startedAt + expectedMs;
}

function workOf({ steps, aspectRatio }: Settings): number {
  const { width, height } = ASPECT_RATIOS[aspectRatio];
  return steps * width * height;
}
