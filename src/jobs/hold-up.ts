import type { Health } from '../runpod/schema.ts';
import type { HoldUp } from './observations.ts';

/** An endpoint that scales to zero starts its first worker sooner than this. */
const STARTS_WITHIN_MS = 30_000;

/** What health says nothing of. */
type SeenHoldUp = Exclude<HoldUp, 'asleep'>;

/** Whether RunPod says that an endpoint has no worker in any state. */
export function isDeserted({ workers }: Health): boolean {
  const counts = Object.values(workers).filter((count) => count !== undefined);
  return counts.length > 0 && counts.every((count) => count === 0);
}

/** What an endpoint's health says of why a job is still in its queue after `waitedMs`. */
export function holdUpOf({ workers }: Health, waitedMs: number): SeenHoldUp | undefined {
  // Nothing said is not the same as nobody there.
  if (Object.values(workers).every((count) => count === undefined)) return undefined;
  const { idle = 0, running = 0, ready = 0, initializing = 0 } = workers;
  const { throttled = 0, unhealthy = 0 } = workers;
  if (idle + running + ready > 0) return undefined;
  if (initializing > 0) return 'cold';
  if (throttled > 0) return 'throttled';
  if (unhealthy > 0) return 'unhealthy';
  return waitedMs < STARTS_WITHIN_MS ? 'cold' : 'none';
}
